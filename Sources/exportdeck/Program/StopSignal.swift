import Dispatch
import Glibc
import Ground
import Synchronization

/// `C-z` and `kill -TSTP` at a program that has something which others wait for: it gives that away
/// before it stops, and takes it back when it goes on.
struct StopSignal {
  private final class Progress: Sendable {
    let isUnderWay = Atomic<Bool>(false)
  }

  private let source: any DispatchSourceSignal

  /// - Parameters:
  ///   - prepare: Returns whether the program may stop now.
  ///   - afterwards: Called when it goes on, and where it may not stop.
  init(
    _ prepare: @escaping @Sendable () async -> Bool, afterwards: @escaping @Sendable () -> Void
  ) {
    signal(SIGTSTP, SIG_IGN)
    source = DispatchSource.makeSignalSource(
      signal: SIGTSTP, queue: DispatchQueue(label: "exportdeck.stop"))
    let progress = Progress()
    source.setEventHandler {
      guard !progress.isUnderWay.exchange(true, ordering: .acquiringAndReleasing) else { return }
      Task.detached(executorPreference: BackgroundQueue.shared) {
        // It returns when the program goes on.
        if await prepare() { kill(getpid(), SIGSTOP) }
        afterwards()
        progress.isUnderWay.store(false, ordering: .releasing)
      }
    }
    source.resume()
  }

  func cancel() {
    source.cancel()
    signal(SIGTSTP, SIG_DFL)
  }
}
