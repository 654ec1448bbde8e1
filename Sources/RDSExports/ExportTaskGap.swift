import Ground

/// Something an answer said about a task that the `ExportTask` doesn't hold. Nothing in one task
/// may make another unreadable or fill the memory, so it is noted here and the rest is read.
public struct ExportTaskGap: Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// A value that isn't of the member's type: its beginning, on one line. The member counts as
    /// unknown.
    case unreadable(String)
    /// A text (or list) of this many bytes in all was too long to keep: only its beginning is kept.
    case cut(bytes: Int)
  }

  public var member: ExportTaskMember
  public var reason: Reason

  public init(_ member: ExportTaskMember, _ reason: Reason) {
    self.member = member
    self.reason = reason
  }
}

extension ExportTaskGap: CustomStringConvertible {
  /// What is missing, in one line.
  public var description: String {
    switch reason {
    case .unreadable(let text): "AWS gave a \(member) that can't be read: \(text)"
    case .cut(let bytes):
      "AWS gave a \(member) of \(Self.size(bytes)): more than is kept, so only its beginning is here."
    }
  }

  private static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<10_000: "\(bytes) bytes"
    case ..<10_000_000: "\(bytes / 1000) KB"
    default: "\(bytes / 1_000_000) MB"
    }
  }
}

extension ExportTask {
  /// Whether a member is nil because what stood there couldn't be read.
  public func isUnreadable(_ member: ExportTaskMember) -> Bool {
    gaps.areUnreadable(member)
  }
}

extension [ExportTaskGap] {
  /// Whether one of them is a member that couldn't be read.
  public func areUnreadable(_ member: ExportTaskMember) -> Bool {
    contains { gap in
      if case .unreadable = gap.reason { gap.member == member } else { false }
    }
  }
}
