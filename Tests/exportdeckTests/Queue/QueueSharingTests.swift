import AWSCore
import Foundation
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// Some regions of an account, which count their slots together, and a context that hangs.
private final class Regions: Sendable {
  private struct State {
    var tasks: [String: [ExportTask]] = [:]
    var sent: [String] = []
    var most = 0
  }

  private let state = Mutex(State())

  var sent: [String] { state.withLock { $0.sent } }
  /// How many ran at once.
  var most: Int { state.withLock { $0.most } }

  func tasks(in region: String) -> [ExportTask] { state.withLock { $0.tasks[region] ?? [] } }

  func start(_ request: StartExportTaskRequest, in region: String) -> ExportTask {
    var task = ExportTask(exportTaskIdentifier: request.exportTaskIdentifier)
    task.sourceArn = request.sourceArn
    task.status = .starting
    return state.withLock { state in
      state.sent.append(task.exportTaskIdentifier)
      state.tasks[region, default: []].append(task)
      state.most = max(state.most, state.tasks.values.reduce(0) { $0 + $1.count })
      return task
    }
  }
}

private struct Region: ExportTasksClient {
  let regions: Regions
  let name: String
  /// Runs before each answer to what runs.
  var whenAsked: @Sendable () async -> Void = {}

  func describeExportTasks(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> ExportTaskPage {
    let tasks = regions.tasks(in: name)
    await whenAsked()
    return ExportTaskPage(
      tasks: tasks, marker: nil, observation: Observation(sentAt: Date(), serverAhead: nil))
  }

  func startExportTask(
    _ request: StartExportTaskRequest
  ) async throws(ExportTasksError) -> ExportTask { regions.start(request, in: name) }

  func cancelExportTask(identifier: String) async throws(ExportTasksError) -> ExportTask {
    throw .invalid([])
  }
}

@Suite(.timeLimit(.minutes(5))) struct QueueSharingTests {
  private final class Scene: Sendable {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-sharing-\(UUID().uuidString)").path
    let clock = HandCrankedTimekeeper()
    let regions = Regions()
    let reports = Mutex<[QueueReport]>([])

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func store() -> QueueStore {
      QueueStore(.folder(folder, size: 4 << 20), timekeeper: clock, mask: { $0 })
    }

    static func site(_ region: String) -> Site {
      Site(
        endpoint: "https://rds.\(region).amazonaws.com", region: region, partition: "aws",
        account: "111111111111")
    }

    func way(
      _ id: Int, _ region: String, whenVisited: @escaping @Sendable () async -> Void = {},
      whenAsked: @escaping @Sendable () async -> Void = {}
    ) -> QueueWays.Way {
      QueueWays.Way(
        id: id,
        visit: { () async throws(AWSError) in
          await whenVisited()
          return SiteVisit(
            client: Region(regions: self.regions, name: region, whenAsked: whenAsked),
            label: ContextLabel(profile: "p", region: region), site: Self.site(region),
            keyID: "AKID")
        }, isReadOnly: false)
    }

    func runner(
      _ store: QueueStore, _ ways: [QueueWays.Way], slots: Int = 5, scope: SlotScope = .region
    ) -> QueueRunner {
      QueueRunner(
        store, QueueWays { ways },
        options: QueueRunner.Options(kind: .command, slots: slots, scope: scope),
        timekeeper: clock, post: { report in self.reports.withLock { $0.append(report) } })
    }

    func add(_ names: [String], in region: String, to store: QueueStore) async throws {
      _ = try await store.add(
        names.map { name in
          QueueDraft(
            site: Self.site(region),
            request: StartExportTaskRequest(
              exportTaskIdentifier: name,
              sourceArn: "arn:aws:rds:\(region):111111111111:snapshot:\(name)",
              s3BucketName: "lake", iamRoleArn: "arn:aws:iam::111111111111:role/export",
              kmsKeyId: "alias/lake"))
        })
    }
  }

  /// Each sees that a slot is free before the other has started anything, unless one waits.
  @Test func `two programs in two regions don't both take the last slot of an account`()
    async throws
  {
    let scene = Scene()
    let (one, other) = (scene.store(), scene.store())
    try await scene.add(["a"], in: "eu-west-1", to: one)
    try await scene.add(["b"], in: "us-east-1", to: one)
    // Each leads its own region, as two programs do that began at the same time.
    #expect(try await one.lead(Scene.site("eu-west-1"), as: .command))
    #expect(try await other.lead(Scene.site("us-east-1"), as: .command))
    let second = scene.runner(
      other, [scene.way(0, "eu-west-1"), scene.way(1, "us-east-1")], slots: 1, scope: .account)
    let hasRun = Mutex(false)
    let first = scene.runner(
      one,
      [
        scene.way(
          0, "eu-west-1",
          whenAsked: {
            guard
              hasRun.withLock({ wasRun in
                defer { wasRun = true }
                return !wasRun
              })
            else { return }
            // The first knows by now that nothing runs, and has started nothing yet.
            #expect(await second.turn() <= .seconds(1), "it comes back soon")
          }), scene.way(1, "us-east-1"),
      ], slots: 1, scope: .account)
    _ = await first.turn()
    #expect(hasRun.withLock { $0 })
    #expect(scene.regions.sent == ["a"])
    _ = await second.turn()
    #expect(scene.regions.most == 1, "never two")
    await one.close()
    await other.close()
  }

  @Test func `a helper that hangs holds up its own site alone, and is not asked twice`()
    async throws
  {
    let scene = Scene()
    let store = scene.store()
    try await scene.add(["a"], in: "eu-west-1", to: store)
    try await scene.add(["b"], in: "us-east-1", to: store)
    let helper = Awaited<Void>()
    let asked = Mutex(0)
    let runner = scene.runner(
      store,
      [
        scene.way(
          0, "eu-west-1",
          whenVisited: {
            if asked.withLock({ count in
              count += 1
              return count == 1
            }) {
              await helper.value()
            }
          }), scene.way(1, "us-east-1"),
      ])
    let turn = Task { await runner.turn() }
    try await eventually("it is waited for") {
      scene.clock.nextDue.map { $0 <= .seconds(5) } ?? false
    }
    await scene.clock.nudge(by: .seconds(6))
    _ = await turn.value
    #expect(scene.regions.sent == ["b"])
    let obstacles = scene.reports.withLock { $0.last?.obstacles ?? [:] }
    #expect(obstacles[Scene.site("eu-west-1")]?.contains("still waited for") == true)
    try await scene.add(["c"], in: "us-east-1", to: store)
    _ = await runner.turn()
    #expect(scene.regions.sent == ["b", "c"], "nobody waits for it again")
    #expect(asked.withLock { $0 } == 1)
    helper.give(())
    try await eventually("its own goes on") {
      _ = await runner.turn()
      return scene.regions.sent.contains("a")
    }
    await runner.end()
  }
}

@Suite struct SideBySideTests {
  @Test func `what ended too late is told next time, and only then begun anew`() async {
    let works = SideBySide<String, Int>()
    let (gate, clock) = (Awaited<Void>(), SystemTimekeeper())
    let first = await works.run(["slow"], within: .milliseconds(1), by: clock) { _ in
      await gate.value()
      return 1
    }
    #expect(first == [:])
    gate.give(())
    await works.idle()
    #expect(await works.run(["slow"], within: .seconds(60), by: clock) { _ in 2 } == ["slow": 1])
    #expect(await works.run(["slow"], within: .seconds(60), by: clock) { _ in 3 } == ["slow": 3])
  }
}
