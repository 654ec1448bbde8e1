import Foundation
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
