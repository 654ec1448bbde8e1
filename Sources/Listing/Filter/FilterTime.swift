import Ground

/// What a point in time is compared with: a day, a minute or a second by the local clocks, or how
/// long it is from now.
enum FilterTime: Hashable, Sendable {
  case today, yesterday
  /// From the evening hour that is set until the same time on the next day.
  case tonight
  /// The last such day, today included; for what is to come, the next one.
  case weekday(FilterWeekday)
  /// The last time the clocks showed that; for what is to come, the next time.
  case clock(TimeOfDay)
  case day(CivilTime)
  case minute(CivilTime)
  case second(CivilTime)
  /// So many seconds ago; for what is to come, in so many seconds.
  case span(Double)

  private static let words: [(word: String, time: FilterTime)] =
    [("today", .today), ("yesterday", .yesterday), ("tonight", .tonight)]
    + FilterWeekday.allCases.flatMap { day in
      [(day.rawValue, .weekday(day)), (day.longName, .weekday(day))]
    }

  static let everyWord = words.map(\.word)
  /// The words that are told: of two for the same, the short one.
  static let toldWords = everyWord.filter { word in
    !FilterWeekday.allCases.contains { $0.longName == word }
  }

  /// Whether a word that stands alone is the time too, as `failed` is a status.
  static func isSet(_ word: String) -> Bool { word.lowercased() == "tonight" }

  init?(word: String) {
    let word = word.lowercased()
    guard let known = Self.words.first(where: { $0.word == word }) else { return nil }
    self = known.time
  }
}

/// In the order of the week.
enum FilterWeekday: String, CaseIterable, Hashable, Sendable {
  case monday = "mon"
  case tuesday = "tue"
  case wednesday = "wed"
  case thursday = "thu"
  case friday = "fri"
  case saturday = "sat"
  case sunday = "sun"

  var longName: String { "\(self)" }
}

extension FilterTimeField {
  /// Whether it lies in the future: words and times of day then mean the next ones.
  var isAhead: Bool { self == .eta }
}
