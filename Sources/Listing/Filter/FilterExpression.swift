import Ground

/// A filter that has been parsed.
indirect enum FilterExpression: Hashable, Sendable {
  /// In identifier, source, bucket or prefix.
  case word(String)
  /// A word that is a status too: in the texts, or the task's status.
  case wordOrStatus(String, FilterStatus)
  /// The word `tonight`, as it was written: in the texts, or what began tonight.
  case wordOrTonight(String)
  case text(FilterTextField, FilterOperator, [FilterText])
  case status(FilterOperator, [FilterStatus])
  case number(FilterNumberField, FilterOperator, [Double])
  /// How long it has taken, compared with what is usual for its series.
  case elapsedThanUsual(FilterOperator)
  case time(FilterTimeField, FilterOperator, [FilterTime])
  case not(FilterExpression)
  /// Two or more.
  case and([FilterExpression])
  /// Two or more.
  case or([FilterExpression])

  /// The same without words that mean two things.
  var spelledOut: FilterExpression {
    switch self {
    case .wordOrStatus(let word, let status):
      .or([.word(word), .status(.equal, [status])])
    case .wordOrTonight(let word): .or([.word(word), .time(.started, .equal, [.tonight])])
    default: self
    }
  }
}

/// What a text is compared with. Two of them are one only where they are byte for byte: a pattern is
/// compared with bytes.
enum FilterText: Hashable, Sendable {
  case literal(String)
  /// POSIX extended.
  case pattern(String)

  static func == (one: FilterText, other: FilterText) -> Bool {
    switch (one, other) {
    case (.literal(let text), .literal(let same)), (.pattern(let text), .pattern(let same)):
      text.utf8.elementsEqual(same.utf8)
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .literal(let text), .pattern(let text): for byte in text.utf8 { hasher.combine(byte) }
    }
  }
}

/// What a status is compared with: words for phases and for groups of phases.
enum FilterStatus: String, CaseIterable, Hashable, Sendable {
  case starting, running, canceling, complete, failed, canceled, unknown, active, ended, stalled
  case slow, warnings
  /// In the local queue.
  case waiting

  /// Other spellings that people and the API use.
  private static let otherWords: [String: FilterStatus] = [
    "in_progress": .running, "in-progress": .running, "completed": .complete,
    "cancelled": .canceled, "cancelling": .canceling, "warning": .warnings,
  ]

  /// The words that are told.
  static let words = allCases.map(\.rawValue) + ["in_progress"]
  static let everyWord = allCases.map(\.rawValue) + otherWords.keys

  init?(word: String) {
    let word = word.lowercased()
    guard let status = FilterStatus(rawValue: word) ?? Self.otherWords[word] else { return nil }
    self = status
  }
}
