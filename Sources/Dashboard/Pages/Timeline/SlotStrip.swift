import Canvas
import FoundationEssentials
import Tracking
import Words

extension TimelinePage {
  /// How many of the slots of one site were taken: that of the selected lane, else the first one.
  func drawSlots(_ scale: TimeScale, _ layout: TimelineLayout, _ drawing: inout Drawing) {
    let state = drawing.state
    guard let row = layout.slots, let snapshot = slotSite(state) else { return }
    let use = data.slots(
      of: snapshot.id, scale, known: drawing.facts.knownNow(snapshot.id))
    let all = state.settings.slots
    let taken = snapshot.tasks.counts.active
    var label = [
      Span("slots ", .textMuted), Span("\(taken)/\(all)", taken >= all ? .textStrong : .text),
    ]
    if state.snapshots.count > 1 {
      let name = snapshot.label.name ?? snapshot.label.profile
      label.append(Span("  \(Format.line("\(name) \(snapshot.label.region)"))", .textMuted))
    }
    drawing.put(label, column: 2, row: row, end: layout.chart.lowerBound - 1)
    for (column, most) in use.most.enumerated() {
      guard let most, most > 0 else { continue }
      drawing.put(
        drawing.signs.level(most, of: all), column: layout.chart.lowerBound + column, row: row,
        style: Style(.slotUsed))
    }
  }

  private func slotSite(_ state: State) -> Snapshot? {
    let site = selected.flatMap { _ in state.list.selected?.site }
    return site.flatMap(state.snapshot(of:))
      ?? state.contexts.compactMap { state.snapshots[$0] }
      .first { $0.feed.standsBehind == nil }
  }
}

extension Signs {
  /// A number of slots as a bar in one cell, full where all are taken; in ASCII its digit.
  func level(_ number: Int, of all: Int) -> String {
    guard unicode else { return number > 9 ? "+" : "\(number)" }
    let eighths = max(1, min(8, number * 8 / max(1, all)))
    return ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][eighths - 1]
  }

  /// What a bar is made of: a task that was, one that is, one that begins, and what is to come.
  var course: Unicode.Scalar { unicode ? "━" : "=" }
  var progress: Unicode.Scalar { unicode ? "█" : "#" }
  var beginning: Unicode.Scalar { unicode ? "▒" : "~" }
  var forecast: Unicode.Scalar { unicode ? "┄" : "." }
  /// What is foretold of an export that waits.
  var hatch: Unicode.Scalar { unicode ? "╱" : "/" }
  /// A line from a time above the lanes through them.
  var tick: Unicode.Scalar { unicode ? "┊" : ":" }
  var about: String { unicode ? "≈" : "~" }
  var atLeast: String { unicode ? "≥" : ">=" }
}
