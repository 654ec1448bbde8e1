import FoundationEssentials
import Ground

/// A time in the files that AWS's tools cache logins in.
enum CachedTime {
  /// `2026-11-22T19:30:00Z`, with a fraction as the JavaScript SDK writes it, or with `UTC` in the
  /// place of the `Z` as botocore did until 2022; nil for anything else.
  static func date(_ text: String) -> Date? {
    let isOldForm = text.hasSuffix("UTC")
    return AWSTimestamp.iso8601.date(isOldForm ? "\(text.dropLast(3))Z" : text)
  }

  /// As botocore writes it: whole seconds, those that have begun.
  static func text(_ date: Date) -> String {
    CivilTime(Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)))
      .iso8601Seconds + "Z"
  }

  /// For people: `2026-11-22 19:30 UTC`.
  static func words(_ date: Date) -> String {
    let seconds = CivilTime(date).iso8601Seconds
    return "\(seconds.prefix(10)) \(seconds.dropFirst(11).prefix(5)) UTC"
  }
}
