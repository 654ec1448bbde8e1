import AWSCore
import Ground
import Synchronization

/// Lets few lookups of a service be under way at once, in the order in which they came: a form asks
/// for many things together, and the polls need the services' patience too.
final class LookupTurns: Sendable {
  /// Of each service.
  static let most = 2

  private struct Line {
    var running = 0
    var waiting: [(number: Int, mayBegin: Awaited<Bool>)] = []
  }

  private struct State {
    var lines: [String: Line] = [:]
    var lastNumber = 0
  }

  private let state = Mutex(State())

  /// - Throws: What the work throws, or `AWSError.cancelled` where the calling task was cancelled
  ///   before its turn.
  func inTurn<Value>(
    _ service: AWSService, _ work: () async throws(AWSError) -> Value
  ) async throws(AWSError) -> Value {
    let mayBegin = Awaited<Bool>()
    let number = state.withLock { state in
      state.lastNumber += 1
      if state.lines[service.identifier, default: Line()].running < Self.most {
        state.lines[service.identifier, default: Line()].running += 1
        mayBegin.give(true)
      } else {
        state.lines[service.identifier]?.waiting.append((state.lastNumber, mayBegin))
      }
      return state.lastNumber
    }
    guard await mayBegin.value(orWhenCancelled: false) else {
      forget(number, of: service)
      throw .cancelled
    }
    defer { leave(service) }
    return try await work()
  }

  private func forget(_ number: Int, of service: AWSService) {
    state.withLock { $0.lines[service.identifier]?.waiting.removeAll { $0.number == number } }
  }

  private func leave(_ service: AWSService) {
    state.withLock { state in
      while let next = state.lines[service.identifier]?.waiting.first {
        state.lines[service.identifier]?.waiting.removeFirst()
        // One that was cancelled meanwhile leaves its turn to the one behind it.
        if next.mayBegin.give(true) { return }
      }
      state.lines[service.identifier]?.running -= 1
    }
  }
}
