import Foundation
import Ground
import RDSExports
import Support
import Testing

@testable import Tracking

/// However small a task is kept, it comes back as it was.
@Suite struct TrackedTaskTests {
  @Test(.tags(.generated), arguments: Seed.run(), 0..<500)
  func `a task comes back as it was taken in`(seed: Seed, round: Int) {
    var random = seed.generator("task \(round)")
    let task = random.export()
    let tracked = TrackedTask(
      id: TaskID(site: SiteID(7), identifier: task.exportTaskIdentifier), task: task,
      observedAt: at(5))
    #expect(tracked.task == task)
    #expect(tracked.id == TaskID(site: SiteID(7), identifier: task.exportTaskIdentifier))
    #expect(tracked.observedAt == at(5))
    #expect(tracked.progress == .none)
    #expect(tracked.phase == Phase(of: task))
    for member in ExportTaskMember.allCases {
      #expect(tracked.isUnreadable(member) == task.isUnreadable(member))
    }
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<500)
  func `each text is found where it is, and a word in no two of them`(seed: Seed, round: Int) {
    var random = seed.generator("texts \(round)")
    func text() -> String { random.pick(["", "a", "orders", "été", "K\u{212A}", "x/y:z"]) }
    var task = ExportTask(exportTaskIdentifier: text() + "1")
    let name = text()
    task.sourceArn = random.pick([
      nil, name, "arn:aws:rds:eu-west-1:123456789012:snapshot:\(name)",
      "arn:aws:rds:eu-west-1:123456789012:\(name)",
    ])
    task.s3Bucket = random.chance(0.3) ? nil : text()
    task.s3Prefix = random.chance(0.3) ? nil : text()
    let tracked = TrackedTask(
      id: TaskID(site: SiteID(1), identifier: task.exportTaskIdentifier), task: task,
      observedAt: noon)
    func found(_ text: SearchedText) -> String? {
      var found: String?
      _ = tracked.has(text) {
        found = String(decoding: $0, as: UTF8.self)
        return true
      }
      return found
    }
    #expect(found(.identifier) == task.exportTaskIdentifier)
    #expect(found(.source) == task.sourceArn)
    #expect(found(.bucket) == task.s3Bucket)
    #expect(found(.prefix) == task.s3Prefix)
    let source = task.sourceArn.map { ARN($0)?.resourceID.map(String.init) ?? $0 }
    #expect(found(.sourceName) == source)
    let all = [source ?? "", task.exportTaskIdentifier, task.s3Bucket ?? "", task.s3Prefix ?? ""]
    #expect(found(.allForWord) == all.joined(separator: "\0"))
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `identifiers are the same, and in order, as texts are`(seed: Seed) {
    var random = seed.generator("identifiers")
    let pieces = ["a", "B", "K", "\u{212A}", "é", "e\u{301}", ";", "\u{37E}", "z", "-"]
    func name() -> String {
      (0..<Int.random(in: 1...3, using: &random)).map { _ in random.pick(pieces) }.joined()
    }
    for _ in 0..<5000 {
      let (one, other) = (name(), name())
      let (task, otherTask) = (tracked(one), tracked(other))
      #expect(task.has(TaskID(site: SiteID(1), identifier: other)) == (one == other))
      #expect(!task.has(TaskID(site: SiteID(2), identifier: one)))
      #expect(task.isNamedBefore(otherTask) == (one < other), "\(one) and \(other)")
    }
  }

  private func tracked(_ name: String) -> TrackedTask {
    TrackedTask(
      id: TaskID(site: SiteID(1), identifier: name), task: export(name), observedAt: noon)
  }

  @Test func `what the samples say is kept`() {
    let evidence = ProgressEvidence(percentPerHour: 3, lastMovement: noon, samples: 4)
    let tracked = TrackedTask(
      id: TaskID(site: SiteID(1), identifier: "a"), task: export("a"), observedAt: noon,
      progress: evidence, isListed: false)
    #expect(tracked.progress == evidence)
    #expect(!tracked.isListed)
  }
}

extension SeededGenerator {
  /// Any task that an answer can hold, and some that none will.
  fileprivate mutating func export() -> ExportTask {
    func text() -> String? { pick([nil, "", "short", String(repeating: "long ", count: 9)]) }
    func date() -> Date? {
      pick([nil, noon, Date(timeIntervalSinceReferenceDate: 0), .distantPast, .distantFuture])
    }
    func number() -> Int? {
      pick([nil, 0, 64, -1, Int(Int32.max), Int(Int32.max) + 1, Int(Int32.min), .max, .min])
    }
    var task = ExportTask(exportTaskIdentifier: text() ?? "identifier")
    task.sourceArn = text()
    task.exportOnly = pick([nil, [], ["a.b"], ["a", "", "c"]])
    task.snapshotTime = date()
    task.taskStartTime = date()
    task.taskEndTime = date()
    task.s3Bucket = text()
    task.s3Prefix = text()
    task.iamRoleArn = text()
    task.kmsKeyId = text()
    task.status = pick([
      nil, .starting, .inProgress, .complete, .failed, .canceling, .canceled, .unknown("X"),
    ])
    task.percentProgress = number()
    task.totalExtractedDataInGB = number()
    task.failureCause = text()
    task.warningMessage = text()
    task.sourceType = pick([nil, .snapshot, .cluster, .unknown("TABLE")])
    if chance(0.2) {
      let member = pick(ExportTaskMember.allCases)
      task.gaps = [
        ExportTaskGap(member, .unreadable("x")), ExportTaskGap(.s3Prefix, .cut(bytes: 9)),
      ]
    }
    return task
  }
}
