import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite struct SSOSessionsTests {
  private let sessions = SSOSessions()

  @Test func `one works on a token at a time`() async throws {
    let crowd = Crowd()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask { [sessions] in
          try await sessions.alone(with: "a") { () async throws(AWSError) in
            crowd.enter()
            await Task.yield()
            crowd.leave()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(crowd.visits == 50)
    #expect(crowd.most == 1)
  }

  @Test func `different tokens don't wait for each other, and an error gives the turn on`()
    async throws
  {
    try await sessions.alone(with: "a") { () async throws(AWSError) in
      try await sessions.alone(with: "b") { () async throws(AWSError) in }
    }
    await #expect(throws: AWSError.noRegion([])) {
      try await sessions.alone(with: "a") { () async throws(AWSError) in
        throw AWSError.noRegion([])
      }
    }
    try await sessions.alone(with: "a") { () async throws(AWSError) in }
  }

  @Test func `who is cancelled while waiting leaves the line`() async throws {
    let (gate, opener) = AsyncStream.makeStream(of: Void.self)
    let entered = Count()
    let holder = Task { [sessions] in
      try await sessions.alone(with: "a") { () async throws(AWSError) in
        entered.next()
        for await _ in gate {}
      }
    }
    try await eventually { entered.value == 1 }
    let waiting = Task { [sessions] in
      try await sessions.alone(with: "a") { () async throws(AWSError) in _ = entered.next() }
    }
    waiting.cancel()
    await #expect(throws: AWSError.cancelled) { _ = try await waiting.value }
    opener.finish()
    try await holder.value
    try await sessions.alone(with: "a") { () async throws(AWSError) in _ = entered.next() }
    #expect(entered.value == 2)
  }
}

/// Counts who is inside at once.
private final class Crowd: Sendable {
  private let state = Mutex((now: 0, most: 0, visits: 0))

  var most: Int { state.withLock { $0.most } }
  var visits: Int { state.withLock { $0.visits } }

  func enter() {
    state.withLock { state in
      state.now += 1
      state.visits += 1
      state.most = max(state.most, state.now)
    }
  }

  func leave() { state.withLock { $0.now -= 1 } }
}
