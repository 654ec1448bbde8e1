import Dispatch

/// Where the program's tasks run, its alarms fire and its pollers change their state: a serial
/// Dispatch queue of its own.
///
/// By default, a Swift task runs on Dispatch's global queues. Once anything has run there,
/// libdispatch checks on their threads once a second for as long as the process lives. It doesn't
/// check on a private queue, and blocks that follow one another there wake one thread in all, not
/// one each. So an idle dashboard sleeps. Nothing here may block: use `await` to wait.
public final class BackgroundQueue: TaskExecutor {
  public static let shared = BackgroundQueue()

  /// Other queues use it as their target: they stay serial and share its thread.
  public let queue = DispatchQueue(label: "exportdeck.background")

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
