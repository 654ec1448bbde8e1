import Canvas
import FoundationEssentials
import Tracking
import Words

extension Drawing {
  /// Where the program looked, what to set, and that it will look again without being told.
  mutating func drawSetup(_ trouble: Trouble, feed: Feed) {
    let columns = min(state.size.columns - 4, 96)
    let left = max(2, (state.size.columns - columns) / 2)
    let rows = 2..<(layout.hints?.origin.row ?? state.size.rows)
    let when = facts.retryTime(feed).map { ", in \($0)" } ?? ""
    let words = feed.waiting.map(\.words) ?? "looks again by itself\(when)"
    let again = [Span("\(signs.waiting) \(words)", .textMuted)]
    let options = [
      facts.heading(trouble, columns) + facts.lookups(trouble, columns)
        + facts.ways(trouble, columns) + [[]],
      facts.heading(trouble, columns) + facts.ways(trouble, columns) + [[]],
    ]
    // If there is not room for both, what to do matters more than where the program looked.
    let lines =
      options.first { $0.count < rows.count }
      ?? facts.gist(trouble, rows: rows.count - 1, columns)
    for (index, line) in (lines + [again]).enumerated() where index < rows.count {
      put(line, column: left, row: rows.lowerBound + index, end: left + columns)
    }
  }
}

extension Facts {
  /// Missing credentials or a missing region, as long as there is nothing else to show.
  var setupTrouble: (trouble: Trouble, feed: Feed)? {
    guard state.counts.total == 0 else { return nil }
    var first: (trouble: Trouble, feed: Feed)?
    for context in state.roster.visible {
      // Where another context gets on, this one's trouble is told beside it.
      guard let feed = state.snapshots[context]?.feed, let trouble = feed.trouble,
        trouble.kind == .noCredentials || trouble.kind == .noRegion
      else { return nil }
      first = first ?? (trouble, feed)
    }
    return first
  }

  fileprivate func heading(_ trouble: Trouble, _ columns: Int) -> [[Span]] {
    wrapped("\(signs.trouble) \(FeedRemarks.clause(trouble.summary))", .toastError, columns)
  }

  fileprivate func lookups(_ trouble: Trouble, _ columns: Int) -> [[Span]] {
    guard !trouble.lookups.isEmpty else { return [] }
    let places = trouble.lookups.map { Format.line($0.place) }
    let placeColumns = places.map(width).filter { $0 <= columns / 2 }.max() ?? 0
    var lines: [[Span]] = [[], [Span("Looked at, in this order", .paneTitle)]]
    for (place, lookup) in zip(places, trouble.lookups) {
      lines += pair(place, Format.line(lookup.finding), placeColumns, columns)
    }
    return lines
  }

  fileprivate func ways(_ trouble: Trouble, _ columns: Int) -> [[Span]] {
    let ways = Self.ways(trouble.kind)
    var lines: [[Span]] = [[], [Span("What to do", .paneTitle)]]
    lines += wrapped(trouble.advice, .text, columns)
    let commandColumns = ways.map { width($0.command) }.max() ?? 0
    for way in ways { lines += pair(way.command, way.meaning, commandColumns, columns) }
    return lines
  }

  /// Only the commands.
  fileprivate func gist(_ trouble: Trouble, rows: Int, _ columns: Int) -> [[Span]] {
    let ways = Self.ways(trouble.kind).map { [Span("  \($0.command)", .fieldLabel)] }
    return Array((heading(trouble, columns) + ways).prefix(max(0, rows)))
  }

  private func wrapped(_ text: String, _ role: Role, _ columns: Int) -> [[Span]] {
    Painter.wrap(signs.spelled(Format.line(text)), columns: columns).map { [Span($0, role)] }
  }

  /// Two columns; what is too wide for the first one gets lines of its own.
  private func pair(
    _ first: String, _ second: String, _ firstColumns: Int, _ columns: Int
  ) -> [[Span]] {
    let lead = firstColumns + 4
    guard width(first) <= firstColumns, columns - lead >= 12 else {
      return Painter.wrap(first, columns: max(8, columns - 2)).map {
        [Span("  \($0)", .fieldLabel)]
      }
        + Painter.wrap(second, columns: max(8, columns - 4)).map {
          [Span("    "), Span($0, .fieldValue)]
        }
    }
    return Painter.wrap(second, columns: columns - lead).enumerated().map { index, line in
      let label = index == 0 ? "  \(first)" : ""
      return [Span(label.filled(to: lead, by: width), .fieldLabel), Span(line, .fieldValue)]
    }
  }

  fileprivate static func ways(_ kind: Trouble.Kind) -> [(command: String, meaning: String)] {
    let demo = (command: "exportdeck demo", meaning: "shows everything without AWS")
    if kind == .noCredentials {
      return [
        ("aws configure", "stores an access key in ~/.aws, where it is found at once"),
        ("exportdeck --profile NAME", "uses another profile of ~/.aws"),
        ("aws sso login --profile NAME", "logs a profile of IAM Identity Center in"),
        ("exportdeck doctor", "says of every source why it was passed over"), demo,
      ]
    }
    return [
      ("exportdeck --region eu-west-1", "for this time"),
      ("export AWS_REGION=eu-west-1", "for this shell; then start exportdeck again"),
      ("region = eu-west-1", "under the profile in ~/.aws/config"), demo,
    ]
  }
}
