import Foundation
import Testing

@testable import Simulator

@Suite struct `a simulated task` {
  let created = Date(timeIntervalSince1970: 1_795_348_800)

  func task(
    ending: SimulatedTask.Ending = .complete(warning: nil), reach: Double = 1, size: Double = 200
  ) -> SimulatedTask {
    var random = SeededRandom(seed: 7, purpose: "test")
    return SimulatedTask(
      identifier: "t", sourceARN: "arn", isCluster: false, exportOnly: [], snapshotTime: nil,
      bucket: "b", prefix: "", roleARN: "r", keyARN: "k", sizeInGB: size, created: created,
      curve: Curve(.even, restoring: 600, extracting: 6000, reach: reach, random: &random),
      ending: ending, cancelTakes: 45)
  }

  @Test func `is STARTING without a start time until it extracts`() {
    for elapsed in [0, 1, 599.9] {
      let state = task().state(at: created + elapsed)
      #expect(state == TaskState(status: .starting, percent: 0, gigabytes: 0))
    }
    let begun = task().state(at: created + 600)
    #expect(begun.status == .inProgress)
    #expect(begun.started == created + 600)
    #expect(begun.ended == nil)
  }

  @Test func `shows whole percents and whole gigabytes that agree`() {
    for elapsed in stride(from: 601.0, to: 6600, by: 37) {
      let task = task()
      let state = task.state(at: created + elapsed)
      let done = task.curve.done(after: elapsed)
      #expect(state.status == .inProgress)
      #expect(abs(Double(state.percent) - done * 100 + 0.5) <= 0.51)
      #expect(abs(Double(state.gigabytes) - done * 200 + 0.5) <= 0.51)
      #expect(state.percent <= 99)
    }
  }

  @Test func `is COMPLETE at 100 % from its end on`() {
    let task = task(ending: .complete(warning: "{}"))
    #expect(task.end == created + 6600)
    #expect(task.state(at: created + 6599.999).status == .inProgress)
    for elapsed in [6600, 99_999.0] {
      let state = task.state(at: created + elapsed)
      #expect(state.status == .complete)
      #expect(state.percent == 100)
      #expect(state.gigabytes == 200)
      #expect(state.started == created + 600)
      #expect(state.ended == created + 6600)
      #expect(state.warning == "{}")
      #expect(state.failureCause == nil)
    }
  }

  @Test func `that fails keeps what it had done`() {
    let task = task(ending: .failed(cause: "because"), reach: 0.9)
    #expect(task.state(at: created + 6599).failureCause == nil)
    let state = task.state(at: created + 6600)
    #expect(state.status == .failed)
    #expect(state.percent == 90)
    #expect(state.gigabytes == 180)
    #expect(state.failureCause == "because")
    #expect(state.ended == created + 6600)
  }

  @Test func `below a gigabyte shows none even when it is complete`() {
    #expect(task(size: 0.6).state(at: created + 7000).gigabytes == 0)
  }

  @Test func `that is cancelled stands still, then is CANCELED`() {
    var task = task()
    task.cancelRequested = created + 3600
    let before = task.state(at: created + 3599)
    #expect(before.status == .inProgress)
    for elapsed in [3600, 3644.9] {
      let state = task.state(at: created + elapsed)
      #expect(state.status == .canceling)
      #expect(state.percent == task.state(at: created + 3600).percent)
      #expect(state.ended == nil)
    }
    let after = task.state(at: created + 3645)
    #expect(after.status == .canceled)
    #expect(after.ended == created + 3645)
    #expect(after.started == created + 600)
    #expect((45...55).contains(after.percent))
    #expect(task.state(at: created + 999_999) == after)
  }

  @Test func `that is cancelled while STARTING never had a start time`() {
    var task = task()
    task.cancelRequested = created + 100
    #expect(task.state(at: created + 120).status == .canceling)
    let after = task.state(at: created + 3600)
    #expect(after.status == .canceled)
    #expect(after.started == nil)
    #expect(after.percent == 0)
  }
}
