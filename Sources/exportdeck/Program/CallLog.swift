import AWSCore
import FoundationEssentials
import Ground

/// How much is written to the log.
enum LogLevel: Int, Comparable, CaseIterable {
  case off, error, info, debug

  static func < (one: LogLevel, other: LogLevel) -> Bool { one.rawValue < other.rawValue }
}

/// What the program did on the network, line by line. Everything that reaches the file goes through
/// one gate here, which takes secrets and control characters out, whatever the level.
final class CallLog: Sendable {
  let level: LogLevel
  private let mask: SecretMask
  private let timekeeper: any Timekeeper
  private let sink: @Sendable (String) -> Void

  /// - Parameter sink: Takes whole lines, from any thread.
  init(
    level: LogLevel, mask: SecretMask, timekeeper: any Timekeeper,
    sink: @escaping @Sendable (String) -> Void
  ) {
    self.level = level
    self.mask = mask
    self.timekeeper = timekeeper
    self.sink = sink
  }

  /// The log in the user's state folder, `calls.log`; silent where there is no such folder, and where
  /// nothing is to be noted.
  static func inStateFolder(
    _ environment: Environment?, level: LogLevel, timekeeper: any Timekeeper
  ) -> CallLog {
    guard level != .off, let environment, let folder = SessionLog.folder(environment) else {
      return CallLog(level: .off, mask: SecretMask(), timekeeper: timekeeper) { _ in }
    }
    let file = LogFile("\(folder)/calls.log")
    return CallLog(
      level: level, mask: SecretMask(environment: environment), timekeeper: timekeeper,
      sink: file.add)
  }

  /// Writes a line, where the level asks for it; the text is made only then.
  func note(_ level: LogLevel, _ text: @autoclosure () -> String) {
    guard level <= self.level, level != .off else { return }
    let line = UntrustedText.marked(mask.masked(text()), with: "␊")
    let time = timekeeper.wall.formatted(.iso8601)
    sink("\(time) \(level) \(line)\n")
  }
}
