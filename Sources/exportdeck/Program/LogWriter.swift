import Dispatch
import Synchronization

/// Writes the lines of a log on a thread of its own: a disk that doesn't answer holds up the log
/// and nothing else.
final class LogWriter: Sendable {
  /// When this many lines are waiting for the disk, further ones are dropped.
  static let mostWaiting = 1000

  private let queue = DispatchQueue(label: "exportdeck.log")
  private let waiting = Atomic<Int>(0)
  private let write: @Sendable (String) -> Void

  init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

  func add(_ line: String) {
    guard waiting.add(1, ordering: .relaxed).newValue <= Self.mostWaiting else {
      waiting.subtract(1, ordering: .relaxed)
      return
    }
    queue.async { [self] in
      write(line)
      waiting.subtract(1, ordering: .relaxed)
    }
  }

  /// Waits until everything added so far is written.
  func end() async {
    await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
  }
}
