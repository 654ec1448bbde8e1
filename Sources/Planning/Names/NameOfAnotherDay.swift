import FoundationEssentials
import Ground

/// An export whose name says another day than its source is of: whoever reads the name takes old
/// data for new.
public struct NameOfAnotherDay: Hashable, Sendable {
  /// `2026-11-29`, as the name says.
  public let named: String
  /// `2026-11-21`
  public let source: String

  /// Nil where they agree, or one of them says nothing.
  /// - Parameter createdAt: When the source was made, for one whose name says no date; nil for a
  ///   cluster, whose data is that of now.
  public init?(identifier: String, sourceArn: String, createdAt: Date? = nil) {
    let stamps = RenewedDates.stamps(in: Array(identifier), nil, 0)
    let days = stamps.compactMap { stamp -> CivilTime? in
      guard stamp.isWholeDay, case .form(_, let time, _) = stamp.writing else { return nil }
      return CivilTime(year: time.year, month: time.month, day: time.day)
    }
    let dated = SourceDate(ofSourceArn: sourceArn)
    guard let last = days.last, let time = dated?.time ?? createdAt.map({ CivilTime($0) }) else {
      return nil
    }
    let hasTime = dated?.hasTime ?? true
    if days.contains(where: { Self.agree($0, time, hasTime: hasTime) }) { return nil }
    (named, source) = (Self.words(last), Self.words(time))
  }

  /// Whether it is that day anywhere: a name says nothing of its zone.
  private static func agree(_ day: CivilTime, _ time: CivilTime, hasTime: Bool) -> Bool {
    let since = time.date.timeIntervalSince(day.date)
    guard hasTime else { return (0..<86_400).contains(since) }
    return since >= -14 * 3600 && since < (24 + 12) * 3600
  }

  private static func words(_ time: CivilTime) -> String {
    [time.year, time.month, time.day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
  }

  public var sentence: String {
    "The identifier says \(named), and the data is of \(source)."
  }
}
