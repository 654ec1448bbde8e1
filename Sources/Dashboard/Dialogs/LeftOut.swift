import Canvas
import Words

/// What was chosen and is not asked about, with the reason for each.
struct LeftOut: Hashable, Sendable {
  /// A reason, and how often it applies.
  struct Reason: Hashable, Sendable {
    let words: String
    var count: Int

    /// The reason in a word or two, for where there is little room.
    var gist: String {
      let already = "already "
      return words.hasPrefix(already) ? String(words.dropFirst(already.count)) : words
    }
  }

  /// The most common first.
  private(set) var reasons: [Reason] = []
  /// Each by its name, where these are few: `nightly-users: already failed`.
  private(set) var named: [String] = []
  var count: Int { reasons.reduce(0) { $0 + $1.count } }
  var isEmpty: Bool { reasons.isEmpty }

  /// So many are named one by one.
  private static let mostNamed = 3

  init() {}

  /// - Parameter all: Each name with the reason, in the order in which they are named.
  init(_ all: [(name: String, reason: String)]) {
    for (_, reason) in all { count(reason, 1) }
    sort()
    if all.count <= Self.mostNamed {
      named = all.map { "\($0.name): \($0.reason)" }
    }
  }

  /// What is left out besides, by now.
  mutating func add(_ all: [(name: String, reason: String)]) {
    for (_, reason) in all { count(reason, 1) }
    sort()
    let names = named + all.map { "\($0.name): \($0.reason)" }
    named = names.count == count && count <= Self.mostNamed ? names : []
  }

  private mutating func count(_ words: String, _ count: Int) {
    if let index = reasons.firstIndex(where: { $0.words == words }) {
      reasons[index].count += count
    } else {
      reasons.append(Reason(words: words, count: count))
    }
  }

  private mutating func sort() {
    reasons.sort { ($1.count, $0.words) < ($0.count, $1.words) }
  }

  /// `already failed`, or if there are several reasons `2 already complete, 1 already failed`.
  var words: String {
    reasons.count == 1
      ? reasons[0].words
      : reasons.map { "\(grouped($0.count)) \($0.words)" }.joined(separator: ", ")
  }
}

extension Facts {
  /// What of the marked is left out.
  /// - Parameter asked: How many are asked about.
  func lines(
    _ left: LeftOut, asked: Int, isShort: Bool, columns: Int
  ) -> [Panel.Line] {
    guard !left.isEmpty else { return [] }
    let share = "\(grouped(left.count)) of \(grouped(left.count + asked))"
    if isShort {
      let reasons = left.reasons.map { "\(grouped($0.count)) \($0.gist)" }
      let words = "\(share) left out: \(reasons.joined(separator: ", "))"
      return [Panel.Line([Span(words, .statusWarning)])]
    }
    let verb = left.count == 1 ? "is" : "are"
    let reasons =
      left.named.isEmpty
      ? left.reasons.map { "\(grouped($0.count)) \($0.words)" }.joined(separator: ", ")
      : left.named.map { Format.line($0) }.joined(separator: "; ")
    return paragraph("\(share) marked \(verb) left out: \(reasons).", .text, columns: columns)
  }
}
