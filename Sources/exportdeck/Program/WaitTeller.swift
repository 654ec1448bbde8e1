import AWSCore
import Ground
import Monitor
import Tracking
import Words

/// Says what a command without a screen waits for, once it takes long: each thing once.
struct WaitTeller: Sendable {
  /// Shorter waits are nothing to tell of.
  private static let patience = Duration.seconds(3)
  private static let rest = Duration.milliseconds(500)

  let timekeeper: any Timekeeper
  let tell: @Sendable (String) -> Void

  /// Runs an operation and tells what it waits for.
  func during<Value: Sendable>(_ operation: @escaping @Sendable () async throws -> Value)
    async throws -> Value
  {
    let board = WaitBoard()
    let telling = Task(executorPreference: BackgroundQueue.shared) { await watch(board) }
    defer { telling.cancel() }
    return try await WaitBoard.$current.withValue(board) { try await operation() }
  }

  private func watch(_ board: WaitBoard) async {
    var told: Set<Wait.Subject> = []
    while (try? await timekeeper.sleep(for: Self.rest)) != nil {
      guard let wait = board.newest, timekeeper.monotonic - wait.since >= Self.patience,
        told.insert(wait.subject).inserted
      else { continue }
      tell(Waiting(wait).words)
    }
  }
}
