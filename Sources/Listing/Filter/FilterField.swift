/// What a filter can compare.
enum FilterField: Hashable, Sendable {
  case text(FilterTextField)
  case status
  case number(FilterNumberField)
  case time(FilterTimeField)

  /// Every name, the short `id` included.
  static let named: [(name: String, field: FilterField)] =
    [("id", .text(.identifier)), ("status", .status)]
    + FilterTextField.allCases.map { ($0.rawValue, .text($0)) }
    + FilterNumberField.allCases.map { ($0.rawValue, .number($0)) }
    + FilterTimeField.allCases.map { ($0.rawValue, .time($0)) }

  init?(named name: String) {
    let name = name.lowercased()
    guard let match = Self.named.first(where: { $0.name == name }) else { return nil }
    self = match.field
  }

  /// The name of a field at the beginning of a word, where a sign follows it; nil where there is none.
  static func name(before sign: Unicode.Scalar, in word: String) -> String? {
    let scalars = word.unicodeScalars
    guard let end = scalars.firstIndex(of: sign) else { return nil }
    let name = String(scalars[..<end])
    return FilterField(named: name) == nil ? nil : name
  }

  /// What `:` stands for.
  var usualOperator: FilterOperator {
    if case .text = self { .contains } else { .equal }
  }

  /// The operators that the field takes.
  var operators: [FilterOperator] {
    switch self {
    case .text: [.equal, .notEqual, .contains]
    case .status: [.equal, .notEqual]
    case .number, .time:
      [.equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual]
    }
  }
}

/// Fields that are text.
enum FilterTextField: String, CaseIterable, Hashable, Sendable {
  case identifier, source, bucket, prefix
  /// The export's IAM role and KMS key, by ARN or by name.
  case role, key
  /// Of the source's ARN, or of the site that lists the export.
  case account, region
  /// How the export's site is watched.
  case context, profile
  /// `snapshot` or `cluster`.
  case type
  /// The FailureCause and the WarningMessage.
  case failure, warning
}

/// Fields that are numbers.
enum FilterNumberField: String, CaseIterable, Hashable, Sendable {
  /// Percent; a task that is starting has none.
  case progress
  /// Gigabytes.
  case data
  /// Seconds since the start of the task, or since it was first seen where AWS gives no start.
  case age
  /// Seconds from the start (or from when it was first seen) to the end, or to now.
  case elapsed
}

/// Fields that are points in time.
enum FilterTimeField: String, CaseIterable, Hashable, Sendable {
  /// When it started, or was first seen where AWS gives no start time.
  case started
  case ended
  /// When it is expected to end, while it runs.
  case eta
}

enum FilterOperator: String, CaseIterable, Hashable, Sendable {
  case equal = "="
  case notEqual = "!="
  case contains = "~"
  case greater = ">"
  case greaterOrEqual = ">="
  case less = "<"
  case lessOrEqual = "<="

  /// Whether a list of values makes sense: any of them, or none of them.
  var takesList: Bool { [.equal, .notEqual, .contains].contains(self) }

  func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .equal, .contains: left == right
    case .notEqual: left != right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .less: left < right
    case .lessOrEqual: left <= right
    }
  }
}
