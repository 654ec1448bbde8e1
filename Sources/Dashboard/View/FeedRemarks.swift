import Canvas
import FoundationEssentials
import Ground
import Tracking
import Words

/// What is wrong with the feeds, what to do about it, and what they wait for: whole lines between
/// the filter and the headings. What doesn't fit there ends with the key that shows it whole.
///
/// However many contexts are in trouble, they take two lines at most, or one that counts them and
/// names the worst: the rows of the others are what the screen is for.
struct FeedRemarks: Hashable {
  struct Line: Hashable {
    var text: String
    var role: Role
    var indent = 0
    /// What stands at the right end, which depends on the time.
    var end: End?
  }

  enum End: Hashable {
    case retry(ContextID)
    case waited(Waiting)
  }

  private(set) var lines: [Line] = []
  /// What the key does that shows what was left out; nil where nothing was.
  private(set) var more: String?

  /// How many contexts with the same trouble are named.
  private static let mostNames = 4

  /// The cells for a line's end.
  fileprivate static let endColumns = 16

  /// - Parameters:
  ///   - columns: The width of the screen.
  ///   - rows: How many lines there may be.
  init(_ state: State, columns: Int, rows: Int) {
    let groups = state.feedTroubles
    if groups.count > 1, state.roster.hasSeveral {
      more = "shows all"
      tellBriefly(groups, state, rows: min(rows, Self.mostBriefly))
      return
    }
    add(groups, state, columns: columns, hasAdvice: true)
    guard lines.count > rows else { return }
    more = "shows it whole"
    if groups.count > 1 {
      // Each trouble is named before any is told in full.
      lines = []
      add(groups, state, columns: columns, hasAdvice: false)
    }
    if lines.count > rows { lines.removeLast(lines.count - rows) }
  }

  /// How many lines several contexts in trouble take.
  private static let mostBriefly = 2

  /// Each on a line, or where they are more, the worst and how many there are.
  private mutating func tellBriefly(_ groups: [FeedTroubles], _ state: State, rows: Int) {
    let signs = Signs(unicode: state.abilities.unicode)
    guard groups.count > rows else {
      lines = groups.map { Self.line($0, state, signs) }
      return
    }
    // Of several that are as bad, the first.
    guard let worst = groups.min(by: { $0.badness < $1.badness }) else { return }
    var line = Self.line(worst, state, signs, isOfMany: true)
    let count = counted(state.roster.remarkable.count, "context", "contexts")
    line.text = signs.spelled("\(worst.sign(signs)) \(count) \(worst.verb), \(line.text)")
    line.end = nil
    lines = [line]
  }

  /// What is wrong with a context and its like, in one line.
  private static func line(
    _ group: FeedTroubles, _ state: State, _ signs: Signs, isOfMany: Bool = false
  ) -> Line {
    let owner = state.owner(of: group).map { "\($0): " } ?? ""
    let names = state.names(of: group, most: mostNames).map { " (\($0))" } ?? ""
    let sign = isOfMany ? "" : "\(group.sign(signs)) "
    switch group.what {
    case .trouble(let trouble):
      return Line(
        text: signs.spelled("\(sign)\(owner)\(clause(trouble.summary))\(names)"), role: .toastError,
        end: group.contexts.first.map(End.retry))
    case .waiting(let waiting):
      return Line(
        text: signs.spelled("\(sign)\(owner)\(waiting.words)\(names)"), role: .ageStale,
        end: .waited(waiting))
    }
  }

  private mutating func add(
    _ groups: [FeedTroubles], _ state: State, columns: Int, hasAdvice: Bool
  ) {
    let signs = Signs(unicode: state.abilities.unicode)
    for group in groups {
      let line = Self.line(group, state, signs)
      add(line.text, line.role, end: line.end, columns: columns)
      if hasAdvice, case .trouble(let trouble) = group.what {
        add(signs.spelled(Format.line(trouble.advice)), .text, indent: 2, columns: columns)
      }
    }
  }

  private mutating func add(
    _ text: String, _ role: Role, indent: Int = 0, end: End? = nil, columns: Int
  ) {
    guard !text.isEmpty else { return }
    let room = max(8, columns - 2 - indent)
    guard let end, let first = Painter.wrap(text, columns: max(8, room - Self.endColumns)).first,
      text.hasPrefix(first)
    else {
      lines += Painter.wrap(text, columns: room).map { Line(text: $0, role: role, indent: indent) }
      return
    }
    // Only the first line has something at its end.
    lines.append(Line(text: first, role: role, indent: indent, end: end))
    let rest = String(text.dropFirst(first.count).drop(while: \.isWhitespace))
    guard !rest.isEmpty else { return }
    lines += Painter.wrap(rest, columns: room).map { Line(text: $0, role: role, indent: indent) }
  }

  /// A sentence as part of a line, without its full stop.
  static func clause(_ sentence: String) -> String {
    let line = Format.line(sentence)
    return line.hasSuffix(".") && !line.hasSuffix("..") ? String(line.dropLast()) : line
  }
}

extension FeedTroubles {
  /// The smaller, the worse: what waits may yet come, throttling ends by itself, and what many share
  /// is worse than what one has.
  fileprivate var badness: (Int, Int) {
    switch what {
    case .trouble(let trouble): (trouble.kind == .throttled ? 1 : 0, -contexts.count)
    case .waiting: (2, -contexts.count)
    }
  }

  fileprivate func sign(_ signs: Signs) -> String {
    if case .waiting = what { signs.waiting } else { signs.trouble }
  }

  fileprivate var verb: String {
    if case .waiting = what { "wait" } else { "in trouble" }
  }
}

/// The remarks, and what they were made from.
struct KeptRemarks: Sendable {
  struct Cause: Hashable {
    var revision: Int
    var size: Size
    var unicode: Bool
  }

  var cause: Cause
  var remarks: FeedRemarks
}

extension State {
  /// The visible contexts that something is to be said of.
  var remarkable: [Snapshot] { roster.remarkable.compactMap { snapshots[$0] } }

  /// Without rows there is room for what is wrong with a single context in the list itself. What is
  /// wrong with a filter is told right below it, and comes first while it is typed.
  var feedRemarks: FeedRemarks? {
    guard !roster.remarkable.isEmpty, counts.total > 0 || roster.visible.count > 1,
      filter.editing == nil || filter.problem == nil
    else { return nil }
    let cause = remarksCause
    if let kept = keptRemarks, kept.cause == cause { return kept.remarks }
    return FeedRemarks(self, columns: size.columns, rows: Layout.mostRemarks(rows: size.rows))
  }

  private var remarksCause: KeptRemarks.Cause {
    KeptRemarks.Cause(revision: roster.revision, size: size, unicode: abilities.unicode)
  }

  /// Keeps the remarks for whoever asks where things are on the screen: each key asks many times.
  mutating func keepRemarks() {
    guard let remarks = feedRemarks else { return }
    keptRemarks = KeptRemarks(cause: remarksCause, remarks: remarks)
  }
}

extension Drawing {
  mutating func drawRemarks() {
    guard let remarks = state.feedRemarks else { return }
    let area = layout.remarks
    for (index, line) in remarks.lines.prefix(area.size.rows).enumerated() {
      let row = area.origin.row + index
      var end = area.endColumn - 1
      if let words = line.end.map({ facts.words($0) }) {
        end = put(trailing: [Span(words, .textMuted)], row: row, end: end) - 1
      }
      if let more = remarks.more, index == remarks.lines.count - 1 {
        let spans = [
          Span(" … ", .text), Span(facts.keyName(.trouble, in: .list), .hintKey),
          Span(" \(more)", .hintText),
        ]
        end = put(trailing: spans, row: row, end: end)
      }
      put([Span(line.text, line.role)], column: 1 + line.indent, row: row, end: end)
    }
  }
}

extension Facts {
  mutating func words(_ end: FeedRemarks.End) -> String {
    switch end {
    case .retry(let context):
      return state.snapshots[context].map { retryWords($0.feed) } ?? ""
    case .waited(let waiting): return "\(waitedTime(waiting)) so far"
    }
  }

  mutating func retryWords(_ feed: Feed) -> String {
    guard !feed.isPaused else { return "paused" }
    return retryTime(feed).map { "retry in \($0)" } ?? "trying again…"
  }

  /// How long until the next attempt, in steps of 5 s, or of a minute if it takes longer than that,
  /// so that waiting costs next to nothing; nil while one is under way.
  mutating func retryTime(_ feed: Feed) -> String? {
    guard let next = feed.nextPoll, next > moment.monotonic else { return nil }
    let rest = (next - moment.monotonic).seconds
    let step: TimeInterval = rest > 60 ? 60 : 5
    let steps = (rest / step).rounded(.up)
    validity.ends(at: next - .seconds((steps - 1) * step))
    return Format.duration(steps * step)
  }

  /// How long something was waited for, in steps of 5 s, or of a minute where it takes longer.
  mutating func waitedTime(_ waiting: Waiting) -> String {
    let passed = max(0, (moment.monotonic - waiting.since).seconds)
    let step: TimeInterval = passed >= 60 ? 60 : 5
    let steps = (passed / step).rounded(.down)
    validity.ends(at: waiting.since + .seconds((steps + 1) * step))
    return steps == 0 ? "<5 s" : Format.duration(steps * step)
  }
}
