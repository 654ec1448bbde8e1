import Foundation
import RDSExports
import Testing

@testable import Tracking

/// No server can fill the memory.
@Suite struct StoreLimitsTests {
  private func failed(_ identifier: String, _ bytes: Int) -> ExportTask {
    var task = export(identifier, .failed)
    task.failureCause = String(repeating: "x", count: bytes)
    return task
  }

  @Test func `64 KB of a text are kept, and that there is more is said`() throws {
    var store = Store.empty
    store.see(failed("a", 1_000_000), failed("b", 64 << 10), sent: 0)
    let known = store.task("a")
    let cut = try #require(known).task
    #expect(cut.failureCause == String(repeating: "x", count: 64 << 10) + "…")
    #expect(cut.gaps == [ExportTaskGap(.failureCause, .cut(bytes: 1_000_000))])
    #expect(cut.gaps.first?.description.hasPrefix("AWS gave a FailureCause of 1000 KB: ") == true)
    let whole = store.task("b")?.task
    #expect(whole == failed("b", 64 << 10))
  }

  @Test func `a text is cut between characters`() throws {
    var task = export("a", .failed)
    task.failureCause = "x" + String(repeating: "漢", count: 30_000)
    var store = Store.empty
    store.see(task, sent: 0)
    let known = store.task("a")
    let cut = try #require(known?.task.failureCause)
    #expect(cut.utf8.count <= 64 << 10 + 3 && cut.hasSuffix("漢…"))
  }

  @Test func `every text and every list is cut`() throws {
    let long = String(repeating: "y", count: 100_000)
    var task = export(long, .unknown(long))
    task.sourceArn = long
    task.s3Bucket = long
    task.s3Prefix = long
    task.iamRoleArn = long
    task.kmsKeyId = long
    task.failureCause = long
    task.warningMessage = long
    task.sourceType = .unknown(long)
    task.exportOnly = Array(repeating: "", count: 100_000)
    var store = Store.empty
    store.see(task, sent: 0)
    let tasks = store.look().snapshot.tasks
    let kept = try #require(tasks.first)
    #expect(kept.task.gaps.count == 11)
    #expect(kept.id.identifier == kept.task.exportTaskIdentifier)
    #expect(kept.id.identifier == String(repeating: "y", count: 256) + "…")
    #expect((kept.task.exportOnly?.count ?? 0) <= 4097)
  }

  @Test func `what was cut is the same task the next time, and no change`() {
    var store = Store.empty
    let task = failed(String(repeating: "i", count: 300), 100_000)
    store.see(task, sent: 0)
    let first = store.look().snapshot.tasks
    store.see(task, sent: 1)
    let second = store.look().snapshot.tasks
    #expect(second.count == 1 && first[0] === second[0])
  }

  @Test func `once the room is used up, the beginning of each text is kept`() throws {
    var store = Store.empty
    for number in 0..<2100 { store.see(failed("\(number)", 64 << 10), sent: 0) }
    let tasks = store.look().snapshot.tasks.map(\.task)
    let bytes = tasks.reduce(0) { $0 + ($1.failureCause?.utf8.count ?? 0) }
    #expect(bytes < 129 << 20)
    #expect(tasks.last?.failureCause?.utf8.count == 131)
    #expect(tasks.last?.gaps == [ExportTaskGap(.failureCause, .cut(bytes: 64 << 10))])
    // What was whole stays so: nothing changes because it is seen again.
    store.see(failed("0", 64 << 10), sent: 1)
    let again = store.task("0")
    #expect(again?.task.gaps.isEmpty == true)
    // Room that is free again is used.
    for number in 0..<200 { store.see(failed("\(number)", 1), sent: 2) }
    store.see(failed("2099", 64 << 10), sent: 3)
    let roomy = store.task("2099")
    #expect(roomy?.task.gaps.isEmpty == true)
  }

  @Test func `a sweep's tasks have an end, and what runs finds room beyond it`() {
    var store = Store.empty
    let all = (0..<(Store.mostTasks + 100)).map { export("t\($0)", .complete) }
    store.merge(all, Observation(sentAt: at(0)), seenAt: at(0), from: .sweep)
    #expect(store.count == Store.mostTasks)
    store.see(export("running"), sent: 1, from: .fastLane)
    #expect(store.count == Store.mostTasks + 1)
  }

  @Test func `numbers at the ends of what can be said don't trap`() {
    var trace = ProgressTrace()
    for (step, gigabytes) in [Int.min, .max, -1, 0, 7, .max, .max].enumerated() {
      _ = trace.note(
        export("a", percent: step * 3, gigabytes: gigabytes), at: at(Double(step) * 60))
      _ = trace.evidence
    }
    #expect(trace.samples.count == 7)
  }
}
