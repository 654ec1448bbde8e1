import AWSCore
import Dispatch
import Ground
import Synchronization

/// What has to end before the program exits: one thing after the other, and within a limit, because
/// any of them may wait for something that never comes.
final class Ending: Sendable {
  struct Step: Sendable {
    /// What ends, in words for the user.
    var name: String
    var end: @Sendable () async -> Void
  }

  static let limit = Duration.seconds(5)

  private let steps: [Step]
  private let left: Mutex<[String]>
  private let isOver = DispatchSemaphore(value: 0)

  init(_ steps: [Step]) {
    self.steps = steps
    left = Mutex(steps.map(\.name))
  }

  /// What has not ended yet.
  var remaining: [String] { left.withLock { $0 } }

  func begin() {
    let hasBegun = OwnThread.begin { [self] in
      Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
        for step in steps {
          await step.end()
          left.withLock { _ = $0.removeFirst() }
        }
        isOver.signal()
      }
    }
    if !hasBegun { isOver.signal() }
  }

  /// Blocks the calling thread until everything has ended, or the limit is reached.
  func wait(within limit: Duration = limit) {
    _ = isOver.wait(timeout: .now() + .nanoseconds(limit.nanoseconds))
  }

  /// Ends everything, and says on standard error what it didn't wait for.
  func run(within limit: Duration = limit) {
    begin()
    wait(within: limit)
    complain()
  }

  func complain() {
    if let complaint = Self.complaint(remaining) { ThisProcess.complain(complaint) }
  }

  /// Nil where nothing remains.
  static func complaint(_ remaining: [String]) -> String? {
    guard !remaining.isEmpty else { return nil }
    return """
      Left without waiting any longer for \(remaining.joined(separator: ", ")).
      What holds it up may be a home folder on a network that doesn't answer, or a limit on \
      threads or memory (ulimit -a).
      """
  }
}
