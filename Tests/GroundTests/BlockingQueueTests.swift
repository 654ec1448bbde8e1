import Dispatch
import Foundation
import Ground
import Support
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct BlockingQueueTests {
  private enum Failure: Error, Equatable {
    case cancelled
    case stuck(String?)
    case own
  }

  private let clock = HandCrankedTimekeeper()
  private let queue: BlockingQueue
  private let disk = Disk()

  init() { queue = BlockingQueue(label: "test", timekeeper: clock, patience: .seconds(10)) }

  private func run<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await queue.run(cancelled: .cancelled, stuck: Failure.stuck, operation)
  }

  private func read(_ path: String) async throws(Failure) -> String {
    try await run { [queue, disk] () async throws(Failure) in
      queue.isAt(path)
      return disk.read()
    }
  }

  private func begun(_ path: String) async throws -> Task<String, any Error> {
    let task = Task { try await read(path) }
    try await eventually("the disk is asked") { [disk] in disk.isAsked }
    return task
  }

  @Test func `a disk that doesn't answer holds up nothing else, and is named after a while`()
    async throws
  {
    let task = try await begun("/home/a")
    // The queue that alarms, pollers and decoding share.
    let other = Task(executorPreference: BackgroundQueue.shared) { 7 }
    #expect(await other.value == 7)
    try await clock.advance(by: .milliseconds(9999))
    #expect(clock.nextDue == .milliseconds(1))
    try await clock.advance(by: .milliseconds(1))
    await #expect(throws: Failure.stuck("/home/a")) { try await task.value }
    #expect(clock.appointments == 0)

    // What comes after it waits as long, is told the same, and isn't begun any more.
    let later = Disk()
    let next = Task { try await run { () async throws(Failure) in later.read() } }
    try await eventually("it waits") { [clock] in clock.appointments == 1 }
    try await clock.advance(by: .seconds(10))
    await #expect(throws: Failure.stuck("/home/a")) { try await next.value }
    disk.answer("here")
    #expect(try await read("/home/a") == "here")
    #expect(!later.isAsked)
  }

  @Test func `work that only waits for others is never stuck`() async throws {
    let answer = Awaited<String>()
    let task = Task { try await run { () async throws(Failure) in await answer.value() } }
    try await eventually("it waits") { [clock] in clock.appointments == 1 }
    for _ in 0..<20 { try await clock.advance(by: .seconds(10)) }
    answer.give("at last")
    #expect(try await task.value == "at last")
    #expect(clock.appointments == 0)
  }

  @Test func `a caller that is cancelled leaves at once`() async throws {
    let task = try await begun("/home/a")
    task.cancel()
    await #expect(throws: Failure.cancelled) { try await task.value }
    #expect(clock.appointments == 0)
    disk.answer("")
  }

  @Test func `an operation's own error is thrown`() async throws {
    await #expect(throws: Failure.own) {
      try await run { () async throws(Failure) -> Int in throw .own }
    }
  }

  @Test func `what the work starts stays on its queue`() async throws {
    let clock = clock
    #expect(BlockingQueue.current == nil)
    let found = try await run { [queue] () async throws(Failure) -> [Bool] in
      let limited = try? await clock.limited(to: .seconds(1)) { BlockingQueue.current === queue }
      let inner = try await queue.run(cancelled: Failure.cancelled, stuck: Failure.stuck) {
        () async throws(Failure) in BlockingQueue.current === queue
      }
      return [BlockingQueue.current === queue, limited == true, inner]
    }
    #expect(found == [true, true, true])
    #expect(BlockingQueue.executor === BackgroundQueue.shared)
  }
}

/// A disk that keeps its reader until it answers.
private final class Disk: Sendable {
  private let asked = Atomic<Bool>(false)
  private let text = Mutex<String?>(nil)
  private let signal = DispatchSemaphore(value: 0)

  var isAsked: Bool { asked.load(ordering: .acquiring) }

  func read() -> String {
    asked.store(true, ordering: .releasing)
    while true {
      if let text = text.withLock({ $0 }) { return text }
      signal.wait()
    }
  }

  func answer(_ text: String) {
    self.text.withLock { $0 = text }
    signal.signal()
  }
}
