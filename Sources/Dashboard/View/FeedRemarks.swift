import Canvas
import FoundationEssentials
import Ground
import Tracking
import Words

/// What is wrong with the feeds, what to do about it, and what they wait for: whole lines between
/// the filter and the headings. What doesn't fit there ends with the key that shows it whole.
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
  /// Whether lines were left out.
  private(set) var isCut = false

  /// How many contexts with the same trouble are named.
  private static let mostNames = 4

  /// The cells for a line's end.
  fileprivate static let endColumns = 16

  /// - Parameters:
  ///   - columns: The width of the screen.
  ///   - rows: How many lines there may be.
  init(_ state: State, columns: Int, rows: Int) {
    let groups = state.feedTroubles
    add(groups, state, columns: columns, hasAdvice: true)
    guard lines.count > rows else { return }
    isCut = true
    if groups.count > 1 {
      // Each trouble is named before any is told in full.
      lines = []
      add(groups, state, columns: columns, hasAdvice: false)
    }
    if lines.count > rows { lines.removeLast(lines.count - rows) }
  }

  private mutating func add(
    _ groups: [FeedTroubles], _ state: State, columns: Int, hasAdvice: Bool
  ) {
    let signs = Signs(unicode: state.abilities.unicode)
    for group in groups {
      let owner = state.owner(of: group).map { "\($0): " } ?? ""
      let names = state.names(of: group, most: Self.mostNames).map { " (\($0))" } ?? ""
      switch group.what {
      case .trouble(let trouble):
        let summary = Self.clause(trouble.summary)
        add(
          signs.spelled("\(signs.trouble) \(owner)\(summary)\(names)"), .toastError,
          end: group.contexts.first.map(End.retry), columns: columns)
        if hasAdvice {
          add(signs.spelled(Format.line(trouble.advice)), .text, indent: 2, columns: columns)
        }
      case .waiting(let waiting):
        add(
          signs.spelled("\(signs.waiting) \(owner)\(waiting.words)\(names)"), .ageStale,
          end: .waited(waiting), columns: columns)
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
      if remarks.isCut, index == remarks.lines.count - 1 {
        let more = [
          Span(" … ", .text), Span(facts.keyName(.trouble, in: .list), .hintKey),
          Span(" shows it whole", .hintText),
        ]
        end = put(trailing: more, row: row, end: end)
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
