import Glibc

/// A thread that is made at once or not at all: when Dispatch can't get one, it retries for ever
/// and blocks its caller.
enum OwnThread {
  private final class Work {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// - Returns: Whether a thread was started.
  static func begin(_ work: @escaping @Sendable () -> Void) -> Bool {
    let passed = Unmanaged.passRetained(Work(work))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { passed in
        if let passed { Unmanaged<Work>.fromOpaque(passed).takeRetainedValue().run() }
        return nil
      }, passed.toOpaque())
    guard code == 0 else {
      passed.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
