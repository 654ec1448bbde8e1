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
  private let whenEnding: @Sendable () async -> Void

  /// - Parameters:
  ///   - sink: Takes whole lines, from any thread, and doesn't keep who calls waiting.
  ///   - whenEnding: Waits until the lines are where they belong.
  init(
    level: LogLevel, mask: SecretMask, timekeeper: any Timekeeper,
    sink: @escaping @Sendable (String) -> Void,
    whenEnding: @escaping @Sendable () async -> Void = {}
  ) {
    self.level = level
    self.mask = mask
    self.timekeeper = timekeeper
    self.sink = sink
    self.whenEnding = whenEnding
  }

  /// The log in the user's state folder, `calls.log`; silent where there is no such folder, and where
  /// nothing is to be noted.
  static func inStateFolder(
    _ environment: Environment?, level: LogLevel, timekeeper: any Timekeeper
  ) -> CallLog {
    guard level != .off, let environment, let folder = SessionLog.folder(environment) else {
      return CallLog(level: .off, mask: SecretMask(), timekeeper: timekeeper) { _ in }
    }
    let writer = LogWriter(LogFile("\(folder)/calls.log").add)
    return CallLog(
      level: level, mask: SecretMask(environment: environment), timekeeper: timekeeper,
      sink: writer.add, whenEnding: writer.end)
  }

  /// What the program waits for before it leaves.
  var ending: Ending.Step { Ending.Step(name: "the log", end: whenEnding) }

  /// Writes a line, where the level asks for it; the text is made only then.
  func note(_ level: LogLevel, _ text: @autoclosure () -> String) {
    guard level <= self.level, level != .off else { return }
    let line = UntrustedText.marked(mask.masked(text()), with: "␊")
    let time = timekeeper.wall.formatted(.iso8601)
    sink("\(time) \(level) \(line)\n")
  }
}
