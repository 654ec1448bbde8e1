import Foundation
import Journal
import Planning
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// What a runner of the queue writes down of what it does.
@Suite(.timeLimit(.minutes(5))) struct QueueRunnerEventTests {
  @Test func `notes what it sends before AWS is asked, and who did it after`() async throws {
    let scene = QueueScene()
    let entry = try await scene.add("a")[0]
    let before = Mutex<[Event.Kind]>([])
    scene.account.state.withLock {
      $0.whenAsked = { [weak scene] in
        before.withLock { $0 = scene?.events.withLock { $0.map(\.kind) } ?? [] }
      }
    }
    _ = await scene.runner().turn()
    #expect(before.withLock { $0 } == [.startSent])
    let events = scene.events.withLock { $0 }
    #expect(events.map(\.kind) == [.startSent, .startAccepted(status: "STARTING")])
    #expect(
      events.map(\.action?.caller) == [nil, "arn:aws:iam::111111111111:user/ana"])
    #expect(
      events.allSatisfy {
        $0.action?.means == .queue
          && $0.action?.parameters == ActionRecord.Parameters(entry.request)
      })
  }

  @Test func `notes what it found out about an earlier send`() async throws {
    let scene = QueueScene()
    let entries = try await scene.add("found", "gone", "other")
    for entry in entries { _ = try await scene.store.begin(entry.id, by: "one that was killed") }
    _ = try await scene.account.startExportTask(entries[0].request)
    var foreign = entries[2].request
    foreign.s3BucketName = "another"
    _ = try await scene.account.startExportTask(foreign)
    _ = await scene.runner().turn()
    let steps = scene.events.withLock { $0 }.compactMap { event -> String? in
      guard case .queue(let step) = event.kind else { return nil }
      let name = event.task ?? ""
      return switch step {
      case .found: "\(name) found"
      case .notFound: "\(name) not found"
      case .clash: "\(name) clash"
      default: "\(name) \(step)"
      }
    }
    #expect(steps == ["found found", "gone not found", "other clash"])
  }

  @Test func `notes what is held or missed, and what is put back once for each reason`()
    async throws
  {
    let scene = QueueScene()
    let now = scene.clock.wall
    try await scene.add("refused", "busy")
    try await scene.add(
      "missed",
      schedule: QueueSchedule(
        start: now.addingTimeInterval(-20), zone: "UTC", latest: now.addingTimeInterval(-10)))
    let isBusy = ExportTasksError(.service(QueuedAccount.fault("InvalidExportSourceState")))
    scene.account.state.withLock {
      $0.refusals = [
        ExportTasksError(.service(QueuedAccount.fault("IamRoleNotFound"))), isBusy, isBusy,
      ]
    }
    let runner = scene.runner()
    _ = await runner.turn()
    try await scene.clock.advance(by: .seconds(16))
    _ = await runner.turn()
    let steps = scene.events.withLock { $0 }.filter {
      if case .queue = $0.kind { true } else { false }
    }
    #expect(steps.map(\.task) == ["missed", "refused", "busy"])
    guard case .queue(.held(let missed?)) = steps[0].kind,
      case .queue(.held(let refused?)) = steps[1].kind, case .queue(.putBack) = steps[2].kind
    else {
      Issue.record("\(steps)")
      return
    }
    #expect(missed == "its latest start has passed")
    #expect(refused.contains("The IAM role doesn't exist."))
  }

  @Test func `tells a turn among those of the entry's own site`() async throws {
    let scene = QueueScene()
    var elsewhere = QueueScene.site
    elsewhere.region = "us-east-1"
    let own = try await scene.add("a", "b")
    _ = try await scene.store.add(
      own.map { entry in
        var request = entry.request
        request.exportTaskIdentifier += "-elsewhere"
        return QueueDraft(site: elsewhere, request: request)
      })
    let last = try await scene.add("c")[0]
    let event = try await scene.store.carryOut(
      .move(by: -1), on: last.id, seen: .waiting, by: .dashboard, timekeeper: scene.clock)
    #expect(event?.kind == .queue(.moved(turn: 3)), "two of another site wait beside it")
  }
}
