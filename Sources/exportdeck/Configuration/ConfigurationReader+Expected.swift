import Ground
import Planning
import TOMLKit
import Words

/// Reads `[[expected]]`: which series have to run, and until when. One that has a mistake is left out
/// as a whole.
extension ConfigurationReader {
  static let expected = "expected"
  private static let expectedKeys = ["series", "by", "every", "on", "contexts"]
  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  /// A year, in days: what comes more seldom is watched by nobody.
  private static let mostDays = 366

  mutating func readExpected(_ value: any TOMLValueConvertible) {
    guard let tables = value.array else {
      return tell(
        [Self.expected], "each series has a list's header of its own: write [[expected]]")
    }
    for (index, element) in tables.enumerated() {
      let path = [Self.expected, "\(index)"]
      guard let table = element.table else {
        tell(path, "a series is a table, not \(words(element.type)): write [[expected]]")
        continue
      }
      if let series = readExpected(table, at: path) { layer.expected.append(series) }
    }
  }

  private mutating func readExpected(_ table: TOMLTable, at path: [String]) -> ExpectedSeries? {
    let problems = layer.problems.count
    var series: String?
    var by: TimeOfDay?
    var every: ExpectedSeries.Every?
    var (days, contexts): (Set<Int>?, Set<String>) = (nil, [])
    for key in inOrder(table, at: path) {
      guard let value = table[key] else { continue }
      let place = path + [key]
      switch key {
      case "series":
        series = value.string
        if series == nil { tell(place, "`series` is a text, not \(words(value.type))") }
      case "by":
        by = value.string.flatMap { TimeOfDay(written: $0) }
        if by == nil { tell(place, "`by` is a time of day in quotes: \"06:00\"") }
      case "every":
        every = value.string.flatMap(Self.every)
        if every == nil {
          tell(
            place,
            "`every` is some days or weeks, or hours that divide a day: \"1d\", \"2w\", \"12h\"")
        }
      case "on": days = weekdays(value, at: place)
      case "contexts": contexts = Set(texts(value, key, at: place))
      default: tell(place, unknown(key, among: Self.expectedKeys))
      }
    }
    guard layer.problems.count == problems else { return nil }
    guard let series, !series.allSatisfy(\.isWhitespace) else {
      tell(path, "`series` is missing: what the exports are called, with * for what differs")
      return nil
    }
    guard let by else {
      tell(path, "`by` is missing: the time of day until when it has to be through, \"06:00\"")
      return nil
    }
    if days != nil, every ?? .days(1) != .days(1) {
      tell(path + ["on"], "`on` goes with a run a day: leave `every` out")
      return nil
    }
    return ExpectedSeries(
      series: series, by: by, every: every ?? .days(1),
      weekdays: days ?? ExpectedSeries.allWeekdays, contexts: contexts)
  }

  /// `1d`, `2w`, `12h`.
  private static func every(_ text: String) -> ExpectedSeries.Every? {
    guard let number = Int(text.dropLast()), number > 0 else { return nil }
    switch text.last {
    case "h": return 24 % number == 0 ? .hours(number) : nil
    case "d": return number <= mostDays ? .days(number) : nil
    case "w": return number <= mostDays / 7 ? .days(number * 7) : nil
    default: return nil
    }
  }

  private mutating func weekdays(
    _ value: any TOMLValueConvertible, at path: [String]
  ) -> Set<Int> {
    let names = texts(value, "on", at: path)
    if value.array?.isEmpty == true { tell(path, "`on` needs a weekday at least: [\"mon\"]") }
    return Set(
      names.compactMap { name in
        let index = Self.weekdays.firstIndex(of: name.lowercased())
        if index == nil {
          tell(
            path,
            "`on`: unknown weekday `\(UntrustedText.oneLine(name, limit: 60))`; there are "
              + Self.weekdays.joined(separator: " "))
        }
        return index
      })
  }
}
