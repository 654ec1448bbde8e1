import Synchronization

/// Lets one task at a time work on a file, in the order in which they came.
final class Turns: Sendable {
  private struct Waiter {
    var id: Int
    var continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    /// By path, while somebody has the turn: who is next.
    var waiters: [String: [Waiter]] = [:]
    var nextID = 0
  }

  private let state = Mutex(State())

  /// - Throws: What the work throws, or `AWSError.cancelled` while waiting.
  func alone<Value>(
    with path: String, _ work: () async throws(AWSError) -> Value
  ) async throws(AWSError) -> Value {
    guard await enter(path) else { throw .cancelled }
    defer { leave(path) }
    return try await work()
  }

  /// False when the task is cancelled before its turn.
  private func enter(_ path: String) async -> Bool {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mayEnter: Bool? = state.withLock { state in
          if Task.isCancelled { return false }
          guard state.waiters[path] != nil else {
            state.waiters[path] = []
            return true
          }
          state.waiters[path]?.append(Waiter(id: id, continuation: continuation))
          return nil
        }
        if let mayEnter { continuation.resume(returning: mayEnter) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> Waiter? in
        guard let index = state.waiters[path]?.firstIndex(where: { $0.id == id }) else {
          return nil
        }
        return state.waiters[path]?.remove(at: index)
      }
      waiter?.continuation.resume(returning: false)
    }
  }

  private func leave(_ path: String) {
    let next = state.withLock { state -> Waiter? in
      guard state.waiters[path]?.isEmpty == false else {
        state.waiters[path] = nil
        return nil
      }
      return state.waiters[path]?.removeFirst()
    }
    next?.continuation.resume(returning: true)
  }
}
