import AWSCore
import FoundationEssentials
import Ground

/// How much is written to the log.
enum LogLevel: Int, Comparable, CaseIterable {
  case off, error, info, debug

  static func < (one: LogLevel, other: LogLevel) -> Bool { one.rawValue < other.rawValue }
}

/// What the program did on the network, line by line. Everything in the file has passed through
/// here, where secrets and control characters are removed, whatever the level.
final class CallLog: Sendable {
  let level: LogLevel
  private let mask: SecretMask
  private let timekeeper: any Timekeeper
  private let sink: @Sendable (String) -> Void
  private let whenEnding: @Sendable () async -> Void

  /// - Parameters:
  ///   - sink: Takes whole lines, from any thread, and doesn't block the caller.
  ///   - whenEnding: Waits until the lines are written.
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

  /// The log `calls.log` in the user's state folder; silent where there is no such folder, and at
  /// level `off`.
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

  /// What the program waits for before it exits.
  var ending: Ending.Step { Ending.Step(name: "the log", end: whenEnding) }

  /// Writes a line if the level asks for it; the text is only made then.
  func note(_ level: LogLevel, _ text: @autoclosure () -> String) {
    guard level <= self.level, level != .off else { return }
    let line = UntrustedText.marked(mask.masked(text()), with: "␊")
    let time = timekeeper.wall.formatted(.iso8601)
    sink("\(time) \(level) \(line)\n")
  }
}
