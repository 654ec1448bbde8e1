import Dispatch

/// Where the program's tasks run, its alarms ring and its pollers change their state: one serial
/// Dispatch queue of its own.
///
/// A Swift task runs on Dispatch's global queues by default, and once anything has run there,
/// libdispatch looks after their threads once a second for as long as the process lives. A queue of
/// one's own is not looked after, and blocks that follow one another on it wake one thread, not one
/// each: an idle dashboard sleeps. Nothing here may block; waiting is for `await`.
public final class BackgroundQueue: TaskExecutor {
  public static let shared = BackgroundQueue()

  /// Other queues take it as their target: they stay serial, and share its thread.
  public let queue = DispatchQueue(label: "exportdeck.background")

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
