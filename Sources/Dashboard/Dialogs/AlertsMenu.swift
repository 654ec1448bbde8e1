import Canvas
import Ground
import Listing
import Planning
import Tracking
import Words

/// What has happened that nobody has acknowledged, the newest first.
struct AlertsMenu: Dialog {
  /// Counted from the newest; it holds where the chosen one is gone.
  var selected = 0
  /// What is selected, whatever comes or goes meanwhile.
  var chosen: Alert?

  var place: Place { .alerts }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 96) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    let open = facts.state.alerts.open
    selected = index(in: open)
    switch action {
    case .closeOne: return .close
    case .acknowledge: return open.isEmpty ? .stay : .end(.acknowledge)
    case .acknowledgeOne:
      guard let alert = alert(at: selected, of: open) else { return .stay }
      return .decide(.acknowledgeOne(alert))
    case .mute: return .end(.mute)
    case .confirm:
      guard let id = alert(at: selected, of: open)?.task else { return .stay }
      return .end(.show(id))
    case let action?:
      selected = moved(selected, action, count: open.count, in: facts.layout)
      chosen = alert(at: selected, of: open)
      return .stay
    case nil: return .unknown
    }
  }

  func isOff(_ action: Action, _ facts: Facts) -> Bool {
    let open = facts.state.alerts.open
    return switch action {
    case .acknowledge, .acknowledgeOne: open.isEmpty
    case .confirm: alert(at: index(in: open), of: open)?.task == nil
    default: false
    }
  }

  private func index(in open: [Alert]) -> Int {
    let known = chosen.flatMap { open.lastIndex(of: $0) }.map { open.count - 1 - $0 }
    return known ?? min(selected, max(0, open.count - 1))
  }

  private func alert(at index: Int, of open: [Alert]) -> Alert? {
    open.indices.contains(open.count - 1 - index) ? open[open.count - 1 - index] : nil
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    let state = drawing.state
    let open = state.alerts.open
    let names = state.roster.hasSeveral
    var panel = Panel(title: state.alerts.isMuted ? "Alerts, muted here" : "Alerts")
    let chosen = index(in: open)
    for (index, alert) in open.reversed().enumerated() {
      let symbol = alert.kind.symbol(unicode: drawing.signs.unicode)
      let time = Format.dateTime(alert.at, utcOffset: drawing.moment.utcOffset)
      let context = names ? "  \(alert.context)" : ""
      panel.lines.append(
        Panel.Line(
          [
            Span(" \(time)  ", .textMuted), Span("\(symbol) ", alert.kind.role),
            Span(alert.headline, .text), Span(context, .textMuted),
          ], isSelected: index == chosen))
    }
    if state.alerts.dropped > 0 {
      panel.lines.append(
        Panel.Line([Span(" and \(grouped(state.alerts.dropped)) older ones", .textMuted)]))
    }
    if open.isEmpty { panel.lines.append(Panel.Line([Span("Nothing is new.", .textMuted)])) }
    panel.footer = footer(drawing.facts, chosen: alert(at: chosen, of: open), columns: columns)
    drawing.draw(panel, in: area)
  }

  /// The whole sentence of the selected one, and what the keys do.
  private func footer(_ facts: Facts, chosen: Alert?, columns: Int) -> [Panel.Line] {
    var lines: [Panel.Line] = []
    if let chosen {
      lines.append(.space)
      lines += facts.paragraph(Format.line(chosen.sentence, limit: 300), .text, columns: columns)
        .prefix(3)
    }
    return lines
  }
}

extension AlertKind {
  var role: Role {
    switch self {
    case .failed: .statusFailed
    case .warnings: .statusWarning
    case .complete: .statusComplete
    case .stalled: .statusStalled
    case .slow: .statusSlow
    case .late: ExpectedRun.State.late.role
    case .missing: ExpectedRun.State.missing.role
    case .credentials: .statusFailed
    case .stale: .ageStale
    }
  }
}
