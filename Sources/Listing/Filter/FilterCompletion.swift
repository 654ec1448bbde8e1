import Ground
import RDSExports
import Tracking

/// What could take the place of the word that a filter's text ends in: fields, statuses, words for
/// times, and values that some tasks have.
public struct FilterCompletion: Hashable, Sendable {
  /// The text before that word.
  public let head: String
  /// The beginning of the word, as it was typed.
  public let stem: String
  /// What it could be, as the language writes it; for values, the most frequent first.
  public let words: [String]

  /// - Parameters:
  ///   - tasks: Where values are taken from.
  ///   - sites: What the sites are called.
  public init(
    of text: String, in tasks: some Sequence<TrackedTask>, sites: [SiteID: SiteWords] = [:]
  ) {
    guard let ending = FilterEnding(text) else {
      (head, stem, words) = (text, "", [])
      return
    }
    (head, stem) = (ending.head, ending.stem)
    words =
      switch ending.field {
      case nil: Self.beginnings(ending.stem)
      case .status: Self.matching(ending.stem, FilterStatus.words)
      case .time: Self.matching(ending.stem, FilterTime.toldWords)
      case .number(.elapsed):
        ["<", ">", "<=", ">="].contains(where: ending.head.hasSuffix)
          ? Self.matching(ending.stem, ["usual"]) : []
      case .number: []
      case .text(let field):
        Self.values(
          ending.stem,
          among: tasks.lazy.compactMap { field.word(of: $0) },
          and: sites.values.flatMap { $0.texts(of: field) })
      }
  }

  /// What all of the words begin with, at least what was typed. Nobody could go on from within a
  /// quote, so words in quotes are whole ones.
  public var common: String {
    guard let first = words.first, words.count == 1 || !first.hasPrefix("\"") else { return stem }
    return words.reduce(first) { $0.commonPrefix(with: $1) }
  }

  private static func matching(_ stem: String, _ words: [String]) -> [String] {
    let stem = stem.lowercased()
    return words.filter { $0.hasPrefix(stem) && $0 != stem }
  }

  private static func beginnings(_ stem: String) -> [String] {
    let fields = FilterField.named.filter { $0.name != "id" }
      .map { $0.name + $0.field.likelyOperator.rawValue }
    return matching(stem, stem.isEmpty ? fields : fields + FilterStatus.words)
  }

  private static func values(
    _ stem: String, among seen: some Sequence<String>, and named: [String]
  ) -> [String] {
    let stem = stem.lowercased()
    var counts: [String: Int] = [:]
    func count(_ value: String) {
      guard value.lowercased().hasPrefix(stem), UntrustedText.isOneLine(value) else { return }
      counts[value, default: 0] += 1
    }
    for value in seen { count(value) }
    for value in named { count(value) }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { FilterExpression.text(.literal($0.key), after: .equal) }
  }
}

/// How a text ends: the word that is being typed.
private struct FilterEnding {
  var head: String
  /// The field that the word is a value of; nil where it is none.
  var field: FilterField?
  var stem: String

  /// Nil within quotes, and behind what is no field.
  init?(_ text: String) {
    // By scalars, as the language is read: a mark that follows a blank is a word.
    let scalars = text.unicodeScalars
    var quote: Unicode.Scalar?
    var start = text.startIndex
    for index in scalars.indices {
      let next = scalars[index]
      if let open = quote {
        if next == open { quote = nil }
      } else if next == "\"" || next == "'" {
        quote = next
      } else if next.properties.isWhitespace || next == "(" || next == "!" && index == start {
        start = scalars.index(after: index)
      }
    }
    if quote != nil { return nil }
    let word = scalars[start...]
    guard let sign = word.firstIndex(where: Self.isSign) else {
      (head, field, stem) = (String(text[..<start]), nil, String(word))
      return
    }
    guard let field = FilterField(named: String(word[..<sign])) else { return nil }
    let values = word[sign...].drop(while: Self.isSign)
    let value = values.lastIndex(of: ",").map { values.index(after: $0) } ?? values.startIndex
    (head, self.field, stem) = (String(text[..<value]), field, String(text[value...]))
  }

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    "=~<>!:".unicodeScalars.contains(scalar)
  }
}

extension FilterField {
  /// The operator that is needed most.
  fileprivate var likelyOperator: FilterOperator {
    switch self {
    case .text: .contains
    case .status: .equal
    case .number: .greater
    case .time(.eta): .less
    case .time: .greaterOrEqual
    }
  }
}

extension FilterTextField {
  /// What a task has there, where that is a word.
  fileprivate func word(of task: TrackedTask) -> String? {
    switch self {
    case .identifier: task.identifier
    case .source: task.sourceName
    case .bucket: task.s3Bucket
    case .prefix: task.s3Prefix
    case .role: task.iamRoleArn.map(Self.name)
    case .key: task.kmsKeyId.map(Self.name)
    case .account: task.sourceArn.flatMap { ARN($0)?.accountNumber }
    case .region: task.sourceArn.flatMap(ARN.init).map { String($0.region) }
    case .type: task.sourceType?.word.lowercased()
    case .context, .profile, .failure, .warning: nil
    }
  }

  private static func name(_ text: String) -> String {
    ARN(text)?.resourceID.map(String.init) ?? text
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0.0 == $0.1 }.map(\.0))
  }
}
