import AWSCore
import Dispatch
import Glibc

/// Lets a command without a screen end what it has started before a signal ends the command: its
/// child processes have sessions of their own, which no C-c at the terminal reaches.
///
/// It holds as long as it is kept; the thread that made it must outlive it.
struct EndingSignals {
  private let sources: [any DispatchSourceSignal]

  /// - Parameter windUp: What is to be done before the signal has its way.
  init(_ windUp: @escaping @Sendable () async -> Void) {
    sources = [SIGHUP, SIGINT, SIGTERM].filter { !Self.isIgnored($0) }.map { number in
      // Dispatch hears of it all the same, and nothing else does.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: BackgroundQueue.shared.queue)
      source.setEventHandler {
        Task(executorPreference: BackgroundQueue.shared) {
          await windUp()
          signal(number, SIG_DFL)
          kill(getpid(), number)
        }
      }
      source.resume()
      return source
    }
  }

  /// As nohup has it for what it starts.
  private static func isIgnored(_ number: Int32) -> Bool {
    let before = signal(number, SIG_DFL)
    signal(number, before)
    return unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
