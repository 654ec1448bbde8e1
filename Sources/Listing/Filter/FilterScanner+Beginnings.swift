/// Whether a value that can't be read is only the beginning of one.
extension FilterScanner.Value {
  /// Whether some text behind the value makes it one that can be read. The value must be the last of
  /// its text.
  func canBecomeRight<Result>(_ read: (FilterScanner.Value) throws(FilterProblem) -> Result) -> Bool
  {
    // Nothing can be typed into quotes or slashes that are closed.
    guard !isQuoted, !isPattern else { return false }
    return endings.contains { ending in
      var whole = self
      whole.text += ending
      return (try? read(whole)) != nil
    }
  }

  /// For every kind of value, what could be missing at its end. An ending that doesn't suit the value
  /// does no harm: the whole is read, and found wrong.
  private var endings: [String] {
    let text = text.lowercased()
    let words = FilterStatus.everyWord + FilterTime.everyWord + ["usual"]
    let restsOfWords = words.filter { $0.hasPrefix(text) }.map { String($0.dropFirst(text.count)) }
    let units = FilterUnits.data.map(\.name) + FilterUnits.durations.map(\.name)
    let restsOfUnits = units.flatMap { unit in
      unit.indices.map { String(unit[$0...]) } + ["0" + unit]
    }
    let restsOfClocks = [":00", "00", "0:00"]
    return restsOfWords + restsOfUnits + ["0"] + restsOfTimes + restsOfClocks
  }

  /// A day or a time whose beginning is the text. Its next digit can be a 0 or a 1 in every place
  /// where a digit can follow at all.
  private var restsOfTimes: [String] {
    let pattern = Array("0001-01-01T00:00:00")
    guard text.count < pattern.count else { return [] }
    let rest = pattern[text.count...]
    return ["0", "1"].flatMap { digit -> [String] in
      let whole = rest.first == "-" || rest.first == "T" || rest.first == ":"
      let start = whole ? String(rest.prefix(1)) : digit
      let later = String(rest.dropFirst())
      return [start + later, start + String(later.prefix(while: { $0 != "T" }))]
    }
  }
}
