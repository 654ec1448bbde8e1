import FoundationEssentials
import Ground

/// The date that a snapshot's name says: `2026-11-28-01-00` in `rds:orders-prod-2026-11-28-01-00`.
public struct SourceDate: Hashable, Sendable {
  /// As it is written; in UTC, as AWS writes it, where it has a time of day.
  let time: CivilTime
  let hasTime: Bool

  /// Nil where the name says none. A cluster's never does: its data is that of now.
  public init?(ofSourceArn arn: String) {
    guard let arn = ARN(arn), arn.resourceType != "cluster", let name = arn.resourceID else {
      return nil
    }
    let stamps = RenewedDates.stamps(in: Array(String(name)), nil, 0)
    guard let stamp = stamps.last(where: \.isWholeDay),
      case .form(let form, let time, _) = stamp.writing
    else { return nil }
    self.time = time
    hasTime = form.elements.contains(.hour)
  }

  /// When that was; nil for a day alone.
  var moment: Date? { hasTime ? time.date : nil }

  /// What the clock shows then; without a time of day there is none to go by.
  func time(by clock: Clock, _ moment: Moment) -> CivilTime {
    guard clock == .local, hasTime else { return time }
    let offset = moment.local.utcOffset(at: time.date)
    return CivilTime(time.date, utcOffset: offset) ?? time
  }

  enum Clock: CaseIterable {
    case utc, local
  }
}

extension DateStamp {
  /// Whether it says a day of a year.
  var isWholeDay: Bool {
    guard case .form(let form, _, _) = writing else { return false }
    return form.elements.contains(.day)
  }

  var hasTime: Bool {
    guard case .form(let form, _, _) = writing else { return false }
    return form.elements.contains(.hour)
  }

  /// Whether it is written as this time would be.
  func says(_ other: CivilTime) -> Bool {
    guard case .form(let form, let time, _) = writing else { return false }
    return form.elements.allSatisfy { $0.number(in: time) == $0.number(in: other) }
  }
}
