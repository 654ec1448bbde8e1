import Canvas
import FoundationEssentials
import Tracking
import Words

extension Drawing {
  /// What is wrong with the feed, what to do, and when it is tried again. The rows stay: this takes
  /// the filter's line if there is no filter, and the headings' line if it needs a second one.
  ///
  /// - Parameter filterEnd: The column before which the left side of the filter's line has to end.
  mutating func drawTrouble(filterEnd: Int) {
    guard let context = facts.troubledContext, let snapshot = state.snapshots[context],
      let trouble = snapshot.feed.trouble
    else { return }
    var summary = "\(signs.trouble) \(facts.clause(trouble.summary))"
    if state.snapshots.count > 1 { summary += " (\(Format.line(snapshot.label.profile)))" }
    let advice = facts.clause(trouble.advice)
    let retry = facts.retryWords(snapshot.feed)
    let whole = [Span(summary, .toastError), Span(" · \(advice) · \(retry)", .text)]

    if facts.filterIsBusy {
      guard state.filter.editing == nil || state.filter.problem == nil else { return }
      let fits = facts.width(whole) <= layout.header.size.columns - 2
      drawOverHeader(fits ? whole : [Span(summary, .toastError), Span(" · \(retry)", .text)])
    } else if facts.width(whole) <= filterEnd - 1 {
      put(whole, column: 1, row: layout.filter.origin.row, end: filterEnd)
    } else {
      put([Span(summary, .toastError)], column: 1, row: layout.filter.origin.row, end: filterEnd)
      drawOverHeader([Span("  \(retry) · \(advice)", .text)])
    }
  }

  private mutating func drawOverHeader(_ spans: [Span]) {
    painter.fill(layout.header)
    put(spans, column: 1, row: layout.header.origin.row, end: layout.header.endColumn - 1)
  }
}

extension Facts {
  /// A sentence as part of a line, without its full stop.
  fileprivate func clause(_ sentence: String) -> String {
    let line = Format.line(sentence)
    return line.hasSuffix(".") && !line.hasSuffix("..") ? String(line.dropLast()) : line
  }

  fileprivate mutating func retryWords(_ feed: Feed) -> String {
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
}
