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

  /// The cells for a line's end.
  fileprivate static let endColumns = 16

  /// - Parameters:
  ///   - columns: The width of the screen.
  ///   - rows: How many lines there may be.
  init(_ state: State, columns: Int, rows: Int) {
    let signs = Signs(unicode: state.abilities.unicode)
    for snapshot in state.remarkable {
      let profile = state.snapshots.count > 1 ? " (\(Format.line(snapshot.label.profile)))" : ""
      if let trouble = snapshot.feed.trouble {
        let summary = signs.spelled(
          "\(signs.trouble) \(Self.clause(trouble.summary))\(profile)")
        add(summary, .toastError, end: .retry(snapshot.context), columns: columns)
        add(signs.spelled(Format.line(trouble.advice)), .text, indent: 2, columns: columns)
      }
      if let waiting = snapshot.feed.waiting {
        add(
          signs.spelled("\(signs.waiting) \(waiting.words)\(profile)"), .ageStale,
          end: .waited(waiting), columns: columns)
      }
    }
    isCut = lines.count > rows
    if isCut { lines.removeLast(lines.count - rows) }
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

extension State {
  /// The contexts that something is to be said of.
  var remarkable: [Snapshot] {
    snapshots.values.filter { $0.feed.trouble != nil || $0.feed.waiting != nil }
      .sorted { $0.context < $1.context }
  }

  /// Without rows there is room for them in the list itself. What is wrong with a filter is told
  /// right below it, and comes first while it is typed.
  var feedRemarks: FeedRemarks? {
    guard !remarkable.isEmpty, counts.total > 0,
      filter.editing == nil || filter.problem == nil
    else { return nil }
    return FeedRemarks(self, columns: size.columns, rows: Layout.mostRemarks(rows: size.rows))
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
