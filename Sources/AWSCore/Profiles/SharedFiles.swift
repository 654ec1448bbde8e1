import Ground
import Synchronization

/// Files that many contexts read, each on a thread of its own. While a disk doesn't answer, a few
/// wait for it; the others are told so at once instead of waiting as well.
public final class SharedFiles: FileAccess {
  private struct Reading {
    /// When the disk was first asked, or last known to answer (monotonic).
    var since: Duration
    var count = 1
  }

  /// After as long without an answer, nobody else waits for the same file.
  private static let patience = Duration.seconds(5)

  private let base: any FileAccess
  private let timekeeper: any Timekeeper
  private let readings = Mutex<[String: Reading]>([:])

  public init(_ base: any FileAccess, timekeeper: any Timekeeper) {
    self.base = base
    self.timekeeper = timekeeper
  }

  public var mayWait: Bool { base.mayWait }

  public func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    if let silence = begin(path) {
      throw FileReadingError(
        reason: "its disk hasn't answered for \(silence.components.seconds) s")
    }
    defer { end(path) }
    return try base.contents(of: path)
  }

  public func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    try base.replace(path, with: contents)
  }

  public func hold(_ path: String) -> FileHold { base.hold(path) }

  /// - Returns: For how long others have waited for it in vain; nil where it may be read.
  private func begin(_ path: String) -> Duration? {
    let now = timekeeper.monotonic
    return readings.withLock { readings in
      guard let reading = readings[path] else {
        readings[path] = Reading(since: now)
        return nil
      }
      let silence = now - reading.since
      guard silence < Self.patience else { return silence }
      readings[path]?.count += 1
      return nil
    }
  }

  private func end(_ path: String) {
    let now = timekeeper.monotonic
    readings.withLock { readings in
      guard var reading = readings[path] else { return }
      reading.count -= 1
      reading.since = now
      readings[path] = reading.count == 0 ? nil : reading
    }
  }
}
