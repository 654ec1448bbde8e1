import AWSCore
import Dispatch
import Glibc
import Terminal

/// The signals that end a command: C-c, a `kill`, a closed terminal. One that was ignored at the
/// start (nohup) stays ignored.
struct LeavingSignals {
  static let all = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  private let sources: [(number: Int32, source: any DispatchSourceSignal)]

  /// - Parameter take: Called for each of them, until `cancel`, instead of ending the program. It
  ///   runs on a thread of its own: whatever the rest of the program waits for must not keep a user
  ///   from leaving.
  init(_ take: @escaping @Sendable (Int32) -> Void) {
    let queue = DispatchQueue(label: "exportdeck.signals")
    sources = Self.all.compactMap { number in
      let before = signal(number, SIG_IGN)
      guard unsafeBitCast(before, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) else {
        return nil
      }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { take(number) }
      source.resume()
      return (number, source)
    }
  }

  /// Makes them end the program again.
  func cancel() {
    for (number, source) in sources {
      source.cancel()
      signal(number, SIG_DFL)
    }
  }

  /// Ends the program as the signal itself would, so that its parent sees what it died of.
  static func die(of number: Int32) {
    TerminalGuard.giveBack()
    signal(number, SIG_DFL)
    var only = sigset_t()
    sigemptyset(&only)
    sigaddset(&only, number)
    pthread_sigmask(SIG_UNBLOCK, &only, nil)
    raise(number)
  }
}
