/// The units of the filter language, the largest first.
enum FilterUnits {
  static let durations: [(name: String, seconds: Double)] = [
    ("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
  ]

  /// As the screen counts: a terabyte is 1000 GB.
  static let data: [(name: String, gigabytes: Double)] = [
    ("pb", 1_000_000), ("tb", 1000), ("gb", 1), ("p", 1_000_000), ("t", 1000), ("g", 1),
  ]

  /// A time span in the largest unit that it is a whole number of: `36h`.
  static func span(_ seconds: Double) -> String {
    let unit = durations.first {
      seconds > 0 && seconds.truncatingRemainder(dividingBy: $0.seconds) == 0
    }
    guard let unit else { return plain(seconds) + "s" }
    return plain(seconds / unit.seconds) + unit.name
  }

  static func plain(_ value: Double) -> String {
    value.rounded() == value ? "\(Int(value))" : "\(value)"
  }
}
