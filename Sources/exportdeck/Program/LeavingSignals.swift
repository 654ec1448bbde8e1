import AWSCore
import Dispatch
import Glibc
import Terminal

/// The signals that end a command: C-c, a `kill`, a terminal that is closed. One that was ignored at
/// the start (nohup) stays so.
struct LeavingSignals {
  private let sources: [(number: Int32, source: any DispatchSourceSignal)]

  /// - Parameter take: Called at each of them, until `cancel`; instead of the program's end. It has a
  ///   thread of its own: what the rest of the program waits for must not keep a user from leaving.
  init(_ take: @escaping @Sendable (Int32) -> Void) {
    let queue = DispatchQueue(label: "exportdeck.signals")
    sources = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].compactMap { number in
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

  /// From now on they end the program again.
  func cancel() {
    for (number, source) in sources {
      source.cancel()
      signal(number, SIG_DFL)
    }
  }

  /// Ends the program as the signal does by itself, so that its caller sees what it died of.
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
