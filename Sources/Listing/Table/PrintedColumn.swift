import FoundationEssentials
import Ground
import RDSExports

/// A column of a plain table. Programs read it too, so it holds the whole value and depends on
/// nothing but the task.
public struct PrintedColumn: Sendable {
  public let heading: String
  /// Numbers are aligned at the column's right edge.
  let isNumber: Bool
  /// The member that AWS may have sent in a form that couldn't be read.
  private let member: ExportTaskMember?
  private let text: @Sendable (ExportTask) -> String?

  init(
    _ heading: String, isNumber: Bool = false, _ member: ExportTaskMember? = nil,
    _ text: @escaping @Sendable (ExportTask) -> String?
  ) {
    self.heading = heading
    self.isNumber = isNumber
    self.member = member
    self.text = text
  }

  /// The longest names that AWS gives have 255 characters.
  private static let longestText = 255

  func cell(_ task: ExportTask) -> String {
    if let text = text(task), !text.isEmpty { return text }
    return member.map(task.isUnreadable) == true ? "?" : "-"
  }

  /// Untrusted text on one line.
  static func line(_ text: String) -> String {
    UntrustedText.oneLine(text, limit: longestText)
  }

  /// `2026-11-21 02:00:00`, in UTC.
  static func time(_ date: Date) -> String {
    let seconds = CivilTime(date).iso8601Seconds
    return "\(seconds.prefix(10)) \(seconds.suffix(8))"
  }
}
