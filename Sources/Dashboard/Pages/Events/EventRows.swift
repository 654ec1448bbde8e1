import Canvas
import FoundationEssentials
import Ground
import Listing
import RDSExports
import Tracking
import Words

extension Drawing {
  /// The groups of events with the one that is shown, and how many there are.
  mutating func drawEventsTitle(_ table: EventTable, only group: EventGroup?, isNarrowed: Bool) {
    let area = layout.page
    let row = area.origin.row
    painter.fill(
      Rect(column: area.origin.column, row: row, columns: area.size.columns, rows: 1),
      with: signs.strongRule, style: Style(.paneFocused))
    let all = counted(state.events.count, "event", "events")
    let shown = (0..<table.count).reduce(table.count) { $0 + (table.folded(at: $1)?.steps ?? 0) }
    let count = isNarrowed ? "\(grouped(shown)) of \(all)" : all
    let end = put(
      trailing: [Span(" \(count), \(moment.zone) ", .textMuted)], row: row,
      end: area.endColumn - 2, notBefore: 12)
    let names: [(EventGroup?, String)] =
      [(nil, "all events")] + EventGroup.allCases.map { ($0, $0.rawValue) }
    let tabs = names.map { tab, name in
      tab == group ? Span("[\(name)]", .tabActive) : Span(" \(name) ", .tabInactive)
    }
    let open = names.first { $0.0 == group }?.1 ?? ""
    let fits = area.origin.column + 3 + facts.width(tabs) <= end
    put(
      fits ? tabs : [Span(" \(open) ", .paneTitle)], column: area.origin.column + 3, row: row,
      end: end)
  }

  mutating func drawForgetfulness(row: Int) {
    guard let problem = state.memory.problem else { return }
    let text = "\(signs.warning) forgotten when exportdeck ends: \(Format.line(problem))"
    put(
      text, column: layout.page.origin.column + 1, row: row, width: layout.page.size.columns - 2,
      style: Style(.toastWarning))
  }

  mutating func drawNoEvents(_ search: EventSearch, isNarrowed: Bool, _ area: Facts.EventArea) {
    let groups = EventGroup.allCases.map(\.rawValue).joined(separator: ", ")
    let text =
      search.unknown.map { "No kind of event is called `\(Format.line($0))`: there are \(groups)." }
      ?? (search.needles.isEmpty && isNarrowed
        ? "No event is of this kind."
        : isNarrowed
          ? "No event has these words in it."
          : "Nothing has happened yet. What changes, what is done here and what is wrong with the way "
            + "to AWS stands here from now on.")
    let lines = Painter.wrap(text, columns: max(8, area.columns.count - 1))
    for (index, line) in lines.prefix(area.rows).enumerated() {
      put(
        line, column: area.columns.lowerBound, row: area.top + index, width: area.columns.count,
        style: Style(.textMuted))
    }
    painter.place(cursor: Point(column: area.columns.lowerBound, row: area.top))
  }

  mutating func drawEvents(
    _ table: EventTable, selected: Int, top: Int, _ area: Facts.EventArea
  ) {
    let now = facts.validity.second
    let today = EventTable.day(now, moment.local)
    facts.validity.ends(inSeconds: moment.local.day(1, after: now).timeIntervalSince(now))
    let first = table.firstIndex(from: top)
    let shown = top..<min(table.lineCount, top + area.rows)
    let plan = eventColumns(table, from: first, area)
    for index in first..<table.count {
      let line = table.line(of: index)
      guard line - (table.isFirstOfDay(index) ? 1 : 0) < shown.upperBound else { break }
      if table.isFirstOfDay(index), line > top {
        drawDay(
          EventTable.words(ofDay: table.day(of: index), today: today),
          at: area.top + line - 1 - top, area)
      }
      guard line < shown.upperBound else { break }
      draw(
        table[index], folded: table.folded(at: index), isSelected: index == selected, plan,
        at: area.top + line - top, area)
    }
    drawScrollMark(
      column: area.columns.upperBound, rows: area.top..<area.top + area.rows, shown: shown,
      of: table.lineCount)
    drawNote(of: table[selected], area)
  }

  private mutating func drawDay(_ words: String, at row: Int, _ area: Facts.EventArea) {
    put(
      [Span(words, .columnHeader)], column: area.columns.lowerBound, row: row,
      end: area.columns.upperBound)
  }

  /// How wide the columns of the context and the task are: as wide as what is in sight, within
  /// their shares.
  private struct EventColumns {
    var context, task: Int
  }

  private func eventColumns(
    _ table: EventTable, from first: Int, _ area: Facts.EventArea
  ) -> EventColumns {
    let inSight = first..<min(table.count, first + area.rows)
    let room = area.columns.count
    let context = inSight.map { facts.contextWord(of: table[$0].site).map(facts.width) ?? 0 }
    let task = inSight.map { table[$0].task.map { facts.width(Format.line($0)) } ?? 0 }
    return EventColumns(
      context: room < 60 ? 0 : min(context.max() ?? 0, room / 5),
      task: min(task.max() ?? 0, room * 2 / 5))
  }

  private mutating func draw(
    _ event: Event, folded: (steps: Int, since: Date)?, isSelected: Bool, _ plan: EventColumns,
    at row: Int, _ area: Facts.EventArea
  ) {
    var column = area.columns.lowerBound + 1
    let end = area.columns.upperBound - 1
    var (sign, role) = facts.look(of: event)
    if folded != nil { sign = signs.folded }
    let muted: Role = isSelected ? .text : .textMuted
    put(
      facts.clock(event.at), column: column, row: row, width: 5,
      style: Style(muted))
    column += 7
    if plan.context > 0 {
      put(
        facts.contextWord(of: event.site) ?? "", column: column, row: row, width: plan.context,
        style: Style(muted))
      column += plan.context + 2
    }
    if let task = event.task {
      put(
        Format.line(task), column: column, row: row, width: plan.task,
        style: Style(isSelected ? .textStrong : .text), cut: .middle)
      column += plan.task + 2
    }
    if end > column {
      put(sign, column: column, row: row, width: 1, style: Style(role))
      put(
        facts.shortWords(of: event) + facts.words(ofFolded: folded), column: column + 2, row: row,
        width: max(0, end - column - 2),
        style: Style(role))
    }
    guard isSelected else { return }
    put(signs.selected, column: area.columns.lowerBound, row: row, style: Style(.textStrong))
    painter.lay(
      .rowSelected,
      under: Rect(
        column: layout.page.origin.column, row: row, columns: layout.page.size.columns, rows: 1))
    painter.place(cursor: Point(column: area.columns.lowerBound, row: row))
  }

  /// What the row of the selected event may have no room for: the time to the second, the place,
  /// and all of its words.
  private mutating func drawNote(of event: Event, _ area: Facts.EventArea) {
    guard area.noteRows > 0 else { return }
    let second = moment.local.civil(event.at)?.second ?? 0
    let time = "\(facts.dateTime(event.at)):\(second < 10 ? "0" : "")\(second)"
    let text = [
      time, event.site.words, event.task.map(Format.line), event.words, event.action?.words,
    ]
    .compactMap(\.self).joined(separator: "  ")
    let room = max(8, area.columns.count - 1)
    var lines = Painter.wrap(signs.spelled(text), columns: room)
    if lines.count > area.noteRows {
      lines[area.noteRows - 1] += " " + lines[area.noteRows...].joined(separator: " ")
    }
    for (index, line) in lines.prefix(area.noteRows).enumerated() {
      put(
        line, column: area.columns.lowerBound, row: area.top + area.rows + index, width: room,
        style: Style(.textMuted))
    }
  }

  mutating func drawSought(_ typing: TextField?, _ sought: String, row: Int) {
    let column = layout.page.origin.column + 1
    if let typing {
      put("/", column: column, row: row, style: Style(.hintKey))
      drawField(
        typing, column: column + 2, row: row, width: max(1, layout.page.size.columns - 5),
        style: Style(.inputFocused), hasFocus: state.dialog == nil)
    } else if !sought.isEmpty {
      put(
        [Span("/ ", .hintKey), Span(sought, .inputText)], column: column, row: row,
        end: layout.page.endColumn - 1)
    }
  }
}

extension Facts {
  /// A sign and what it means, for an event.
  fileprivate func look(of event: Event) -> (String, Role) {
    func look(_ phase: Phase) -> (String, Role) {
      (phase.symbol(unicode: signs.unicode), phase.role)
    }
    switch event.kind {
    case .turned(_, let to):
      var task = ExportTask(exportTaskIdentifier: "")
      task.status = ExportTaskStatus(to)
      return look(Phase(of: task))
    case .appeared, .reached: return (signs.note, .textMuted)
    case .movedOn: return look(.running)
    case .alerted(let name, _):
      guard let kind = AlertKind(rawValue: name) else { return (signs.note, .text) }
      return (kind.symbol(unicode: signs.unicode), kind.role)
    case .noLongerListed, .fellBack, .siteLeft: return (signs.warning, .statusWarning)
    case .startSent, .cancelSent, .startAccepted, .cancelAccepted:
      return (signs.moreRight, .textStrong)
    case .queue(let step): return sign(of: step)
    case .startRefused, .cancelRefused, .troubleBegan: return (signs.trouble, .toastError)
    case .troubleEnded: return (signs.success, .toastSuccess)
    }
  }

  private func sign(of step: QueueStep) -> (String, Role) {
    switch step {
    case .added, .released, .moved, .removed, .notFound: (signs.moreRight, .textStrong)
    case .found: (signs.success, .toastSuccess)
    // Where a person holds it, nothing is wrong.
    case .held(nil): (signs.moreRight, .textStrong)
    case .held, .putBack, .clash: (signs.warning, .statusWarning)
    }
  }

  func clock(_ date: Date) -> String {
    Format.clock(date, utcOffset: moment.local.utcOffset(at: date))
  }

  /// `  6 steps since 22:10`
  fileprivate func words(ofFolded folded: (steps: Int, since: Date)?) -> String {
    guard let folded else { return "" }
    let isToday =
      EventTable.day(folded.since, moment.local) == EventTable.day(validity.second, moment.local)
    let since = isToday ? clock(folded.since) : dateTime(folded.since)
    return "  \(counted(folded.steps + 1, "step", "steps")) since \(since)"
  }

  /// What was done here says so.
  fileprivate func shortWords(of event: Event) -> String {
    let words = signs.spelled(event.words)
    return event.kind.isOwnDoing ? "here: \(words)" : words
  }
}
