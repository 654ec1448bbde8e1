import Dispatch
import Glibc
import Ground
import Synchronization

/// `C-z` and `kill -TSTP` at a program that has something which others wait for: it gives that away
/// before it stops, and takes it back when it goes on.
struct StopSignal {
  private final class Progress: Sendable {
    let isUnderWay = Atomic<Bool>(false)
    /// Whether it was told to go on since it was told to stop.
    let goesOn = Atomic<Bool>(false)
  }

  private let sources: [any DispatchSourceSignal]

  /// - Parameters:
  ///   - prepare: Returns whether the program may stop now.
  ///   - afterwards: Called when it goes on, and where it may not stop.
  init(
    _ prepare: @escaping @Sendable () async -> Bool, afterwards: @escaping @Sendable () -> Void
  ) {
    let queue = DispatchQueue(label: "exportdeck.stop")
    let progress = Progress()
    sources = [SIGTSTP, SIGCONT].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    sources[0].setEventHandler {
      progress.goesOn.store(false, ordering: .releasing)
      guard !progress.isUnderWay.exchange(true, ordering: .acquiringAndReleasing) else { return }
      Task.detached(executorPreference: BackgroundQueue.shared) {
        let mayStop = await prepare()
        // Nobody would tell it a second time to go on. `raise` returns when it does: it stops the
        // thread that calls it, and all others with it.
        if mayStop, !progress.goesOn.load(ordering: .acquiring) { raise(SIGSTOP) }
        afterwards()
        progress.isUnderWay.store(false, ordering: .releasing)
      }
    }
    sources[1].setEventHandler { progress.goesOn.store(true, ordering: .releasing) }
    for source in sources { source.resume() }
  }

  func cancel() {
    for source in sources { source.cancel() }
    for number in [SIGTSTP, SIGCONT] { signal(number, SIG_DFL) }
  }
}
