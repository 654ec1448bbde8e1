import Canvas
import Listing
import Words

extension Drawing {
  /// A band across the screen while something has happened that nobody has acknowledged: it can be
  /// seen from across a room, and doesn't move.
  mutating func drawAlertBand() {
    guard let band = layout.band, let newest = state.alerts.open.last else { return }
    let role = facts.bandRole
    painter.fill(band, style: Style(role))
    let row = band.origin.row
    var end = band.endColumn
    if !state.isWall {
      let words = state.alerts.isMuted ? "acknowledge, muted here" : "acknowledge or mute"
      let key = Span(" \(facts.keyName(.alerts, in: .list)) \(words) ", role)
      end = put(trailing: [key], row: row, end: end, notBefore: 1)
    }
    let counts = state.alerts.counts.map { kind, count in
      "\(kind.symbol(unicode: signs.unicode)) \(kind.words(count))"
    }.joined(separator: "  ")
    let isAbroad = state.roster.hasSeveral && newest.name != newest.context
    let headline = newest.headline + (isAbroad ? " · \(newest.context)" : "")
    let text =
      state.alerts.count == 1
      ? "\(newest.kind.symbol(unicode: signs.unicode)) \(headline): \(newest.sentence)"
      : "\(counts)   newest: \(headline)"
    put(
      Format.line(text, limit: 400), column: 1, row: row, width: max(0, end - 2),
      style: Style(role))
  }
}

extension Facts {
  /// By the gravest of what is open.
  fileprivate var bandRole: Role {
    switch state.alerts.open.map(\.kind.gravity).max() {
    case .bad: .alertBad
    case .caution: .alertCaution
    case .good, nil: .alertGood
    }
  }
}

/// The title of the terminal's window: what is wrong and what runs, where only a tab shows.
public func windowTitle(_ state: State) -> String {
  let unicode = state.abilities.unicode
  var parts = state.alerts.counts.filter { $0.kind.gravity > .good }.map { kind, count in
    "\(kind.symbol(unicode: unicode))\(count)"
  }
  let running = state.counts.active
  if running > 0 { parts.append("\(unicode ? "▶" : ">")\(running)") }
  return (parts + ["exportdeck"]).joined(separator: " ")
}
