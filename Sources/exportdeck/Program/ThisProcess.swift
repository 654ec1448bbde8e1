import AWSCore
import Dashboard
import Dispatch
import FoundationEssentials
import Glibc
import Ground
import Synchronization

/// What only the program itself may ask of its own process.
enum ThisProcess {
  /// The variables that the process was started with.
  static var environment: Environment {
    Environment(variables: ProcessInfo.processInfo.environment)
  }

  /// The absolute path of the running program, links resolved; empty where it can't be known.
  static var path: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
  }

  /// The present, with the machine's time zone.
  /// - Parameter clocks: When the zone goes by another offset, if anybody asks.
  static func moment(_ timekeeper: any Timekeeper, clocks: LocalTime? = nil) -> Moment {
    let wall = timekeeper.wall
    var seconds = time_t(wall.timeIntervalSince1970)
    var local = tm()
    localtime_r(&seconds, &local)
    return Moment(
      wall: wall, monotonic: timekeeper.monotonic, utcOffset: local.tm_gmtoff,
      zone: local.tm_zone.flatMap { zoneName(String(cString: $0)) }, clocks: clocks)
  }

  /// A zone's abbreviation; nil for one that is a bare number (`+03`), which says no more than the
  /// offset, and for what a zone's file must not put on a screen.
  static func zoneName(_ abbreviation: String) -> String? {
    let isName =
      !abbreviation.isEmpty && abbreviation.utf8.count <= 10
      && abbreviation.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "z")).contains($0) }
      && abbreviation.allSatisfy(\.isLetter)
    return isName ? abbreviation : nil
  }

  /// Keeps a crash from writing down the credentials in memory, either in a core file or as the
  /// bytes near registers in Swift's own backtraces.
  ///
  /// Child processes inherit the core limit, and those started here hold credentials too.
  /// `SWIFT_BACKTRACE` brings the backtraces back.
  static func keepMemoryPrivate() {
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 {
      limit.rlim_cur = 0
      setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    }
    guard getenv("SWIFT_BACKTRACE") == nil else { return }
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT] {
      let before = signal(number, SIG_DFL)
      // Signals that the program's parent set to be ignored stay ignored.
      if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(number, SIG_IGN)
      }
    }
  }

  /// Writes a text to a descriptor.
  /// - Returns: The system's error where not all of it could be written, else 0.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Int32 {
    write(Array(text.utf8), to: descriptor)
  }

  @discardableResult
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    write(bytes[...], to: descriptor)
  }

  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Says on standard error what is wrong; untrusted text in it is cleaned here too.
  static func complain(_ text: String) {
    write("exportdeck: \(UntrustedText.lines(text))\n", to: STDERR_FILENO)
  }

  /// Blocks the calling thread until an operation has ended.
  ///
  /// For commands without a screen, and for the few things that must be ready before one is opened:
  /// they run on the main thread, which serves no tasks.
  static func wait<Value: Sendable>(
    for operation: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let outcome = Outcome<Value>()
    let isDone = DispatchSemaphore(value: 0)
    Task.detached(executorPreference: BackgroundQueue.shared) {
      do { outcome.set(.success(try await operation())) } catch { outcome.set(.failure(error)) }
      isDone.signal()
    }
    isDone.wait()
    return try outcome.get()
  }
}

private final class Outcome<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>>(.failure(CancellationError()))
  func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }
  func get() throws -> Value { try result.withLock { $0 }.get() }
}
