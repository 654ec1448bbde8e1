import Canvas
import FoundationEssentials
import Ground
import Listing
import Tracking
import Words

extension Drawing {
  /// `tonight 12 of 14 done, 1 failed, 420 GB`: what began since the evening. Before a whole sweep it
  /// says nothing, because some may be missing.
  mutating func drawTonight() {
    guard layout.tonight.size.rows > 0 else { return }
    let window = facts.tonightWindow
    recall(.tonight, of: .tonight(window, facts.surroundings), in: layout.tonight) {
      guard let spans = $0.facts.tonightSpans() else { return }
      $0.put(
        spans, column: 1, row: $0.layout.tonight.origin.row, end: $0.layout.tonight.endColumn - 1)
    }
  }
}

extension Facts {
  private var tonights: [Tonight] { state.roster.sites.compactMap { state.tonights[$0] } }

  var tonightWindow: Range<Date>? { tonights.first?.window }

  /// Nil before everything is read.
  mutating func tonightSpans() -> [Span]? {
    let nights = tonights
    guard let start = nights.first?.window.lowerBound, !state.roster.isPartial else { return nil }
    let (since, change) = Format.day(start, now: serversNow, moment.local)
    if let change { validity.ends(inSeconds: change) }
    let lead = [Span("tonight", .text), Span(" (since \(since))  ", .textMuted)]
    let counts = nights.reduce(into: Counts()) { $0 += $1.counts }
    guard counts.total > 0 else { return lead + [Span("nothing has started", .textMuted)] }
    let done = counts[.complete] + counts[.warning]
    var spans = lead + [Span("\(grouped(done)) of \(grouped(counts.total)) done", .textStrong)]
    func add(_ number: Int, _ word: String, _ role: Role) {
      if number > 0 { spans += [Span(", ", .text), Span("\(grouped(number)) \(word)", role)] }
    }
    add(counts[.failed], "failed", Phase.failed.role)
    add(counts[.canceled], "canceled", Phase.canceled.role)
    add(counts[.warning], "with warnings", Phase.warning.role)
    add(counts.active + counts[.unknown], "to go", .text)
    let data = nights.reduce(0) { $0 + $1.gigabytes }
    return spans + [Span(", \(Format.data(gigabytes: data))", .text)]
  }
}
