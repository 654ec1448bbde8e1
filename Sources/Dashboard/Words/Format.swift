import FoundationEssentials

/// Numbers and times as the screen writes them.
public enum Format {
  /// `45 s`, `22 m`, `1 h 12 m`, `3 d 4 h`.
  public static func duration(_ seconds: TimeInterval) -> String { "" }
  /// An age in steps of 5 s, then minutes: `now`, `5s ago`, `2m ago`, `3h ago`, `2d ago`.
  public static func age(_ seconds: TimeInterval) -> String { "" }
  /// How long it takes until `age` of the same thing reads otherwise.
  public static func ageChangesIn(_ seconds: TimeInterval) -> TimeInterval { 5 }
  /// How long it takes until `duration` of something that grows reads otherwise.
  public static func durationChangesIn(_ seconds: TimeInterval) -> TimeInterval { 1 }
  /// `212 GB`, `1.4 TB`; nil and 0 are told apart: `<1 GB` where something was extracted.
  public static func data(gigabytes: Int) -> String { "" }
  /// `2026-11-21 02:00`, local.
  public static func dateTime(_ date: Date, utcOffset: Int) -> String { "" }
  /// `12:04`, local.
  public static func clock(_ date: Date, utcOffset: Int) -> String { "" }
  /// Untrusted text on one line: control and bidirectional-control characters are dropped, line
  /// breaks become blanks.
  public static func line(_ untrusted: String) -> String { untrusted }
}
