import Dispatch
import Foundation
import Ground
import Support
import Synchronization
import Testing

/// The real clock; the delays are short and the order is what counts.
@Suite(.timeLimit(.minutes(15))) struct SystemTimekeeperTests {
  private let clock = SystemTimekeeper()
  private let queue = DispatchQueue(label: "test")
  private let log = Log()

  @Test func `appointments are kept in the order of their times, however they were booked`()
    async throws
  {
    for delay in [30, 10, 20, 0] {
      clock.after(.milliseconds(delay), on: queue) { [log] in log.add(delay) }
    }
    try await eventually { [log] in log.entries.count == 4 }
    #expect(log.entries == [0, 10, 20, 30])
  }

  @Test func `what is called off never happens, and what comes after it does`() async throws {
    let first = clock.after(.milliseconds(10), on: queue) { [log] in log.add(1) }
    clock.after(.milliseconds(40), on: queue) { [log] in log.add(2) }
    first.cancel()
    try await eventually { [log] in !log.entries.isEmpty }
    #expect(log.entries == [2])
  }

  @Test func `no appointment comes early, and one for never does no harm`() async throws {
    clock.after(.seconds(Int64.max), on: queue) { [log] in log.add(-1) }
    let start = clock.monotonic
    clock.after(.milliseconds(25), on: queue) { [log] in log.add(1) }
    try await eventually { [log] in !log.entries.isEmpty }
    #expect(clock.monotonic - start >= .milliseconds(25))
    #expect(log.entries == [1])
  }

  @Test func `appointments that are booked by appointments are kept`() async throws {
    @Sendable func book(_ left: Int) {
      clock.after(.milliseconds(1), on: queue) { [log] in
        log.add(left)
        if left > 0 { book(left - 1) }
      }
    }
    book(20)
    try await eventually { [log] in log.entries.last == 0 }
    #expect(log.entries == Array((0...20).reversed()))
  }

  @Test func `a thousand booked and called off from everywhere leave the rest in order`()
    async throws
  {
    DispatchQueue.concurrentPerform(iterations: 1000) { number in
      let appointment = clock.after(.milliseconds(number % 7), on: queue) { [log] in
        log.add(number)
      }
      if number % 2 == 0 { appointment.cancel() }
    }
    try await eventually { [log] in log.entries.filter { $0 % 2 == 1 }.count == 500 }
  }

  @Test func `a cancelled sleep ends at once`() async throws {
    let task = Task { try await clock.sleep(for: .seconds(3600)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}

private final class Log: Sendable {
  private let state = Mutex<[Int]>([])
  var entries: [Int] { state.withLock { $0 } }
  func add(_ entry: Int) { state.withLock { $0.append(entry) } }
}
