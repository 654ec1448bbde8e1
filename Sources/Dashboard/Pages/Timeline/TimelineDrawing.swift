import Canvas
import FoundationEssentials
import Tracking
import Words

extension TimelinePage {
  func draw(_ drawing: inout Drawing) {
    let layout = layout(drawing.facts)
    let window = window(drawing.facts)
    let scale = TimeScale(window, columns: layout.chart.count)
    let now = drawing.facts.serversNow
    drawing.noteNextColumn(of: now, scale)
    if left == nil { drawing.noteNextWindow(after: now, window, zoom) }
    drawing.facts.noteNextStall()
    drawing.painter.place(cursor: nil)
    drawTitle(window, layout, &drawing)
    let first = firstLane(rows: layout.lanesInSight)
    let shown = first..<min(lanes.count, first + layout.lanesInSight)
    drawTimes(scale, now, layout, &drawing)
    drawOutOfSight(shown, layout, &drawing)
    for lane in shown {
      drawing.drawLane(
        data.item(lanes[lane]), isSelected: lane == selected,
        at: layout.lanes.origin.row + (lane - first) * layout.laneRows, scale, layout)
    }
    drawing.drawScrollMark(
      column: layout.lanes.endColumn - 1,
      rows: layout.lanes.origin.row..<layout.lanes.endRow, shown: shown, of: lanes.count)
    if lanes.isEmpty { drawNothing(layout, &drawing) }
    drawSlots(scale, layout, &drawing)
    drawDetails(layout, &drawing)
    drawAbout(layout, &drawing)
  }

  /// The lanes leave room: what is known of the selected one stands below them.
  private func drawDetails(_ layout: TimelineLayout, _ drawing: inout Drawing) {
    guard let area = layout.details, let selected else { return }
    let lines = drawing.facts.detailLines(
      data.item(lanes[selected]), .overview, columns: area.size.columns)
    for (index, line) in lines.prefix(area.size.rows).enumerated() {
      let isCut = index == area.size.rows - 1 && lines.count > area.size.rows
      drawing.put(
        isCut ? [Span("…", .textMuted)] : line, column: area.origin.column,
        row: area.origin.row + index, end: area.endColumn)
    }
  }

  private func drawTitle(
    _ window: TimeWindow, _ layout: TimelineLayout, _ drawing: inout Drawing
  ) {
    let end = drawing.layout.page.endColumn
    drawing.painter.fill(
      Rect(column: 0, row: layout.title, columns: end, rows: 1),
      with: drawing.signs.strongRule, style: Style(.paneFocused))
    let facts = drawing.facts
    func words(_ date: Date) -> String {
      let offset = facts.moment.local.utcOffset(at: date)
      return Format.dayOfMonth(date, utcOffset: offset) + " "
        + Format.clock(date, utcOffset: offset)
    }
    let local = facts.moment.local
    // A zone's name is that of one offset.
    let isOneZone =
      local.utcOffset(at: window.left) == facts.moment.utcOffset
      && local.utcOffset(at: window.right) == facts.moment.utcOffset
    let zone = isOneZone ? " \(facts.moment.zone)" : ""
    let range = Span("\(words(window.left)) – \(words(window.right))\(zone)", .text)
    let name = Span(" timeline  ", .paneTitle)
    let zoom = Span("  \(zoom.words) ", .textMuted)
    let back =
      left == nil
      ? [] : [Span(" \(facts.keyName(.now, in: .timeline)) ", .hintKey), Span("now ", .hintText)]
    let count = facts.timelineCount(lanes.count, undated: data.undated)
    let options: [(left: [Span], right: [Span])] = [
      ([name, range, zoom] + back, count),
      ([name, range, zoom] + back, Array(count.prefix(1))),
      ([name, range, Span(" ")] + back, Array(count.prefix(1))),
      ([name, range, Span(" ")], []),
      ([Span(" "), range, Span(" ")], []),
    ]
    let fitting = options.first { facts.width($0.left) + facts.width($0.right) + 8 <= end }
    let (left, right) = fitting ?? options[options.count - 1]
    drawing.put(left, column: 2, row: layout.title, end: end - 1)
    if !right.isEmpty { drawing.put(trailing: right, row: layout.title, end: end - 2) }
  }

  /// The axis and what goes from it through all lanes.
  private func drawTimes(
    _ scale: TimeScale, _ now: Date, _ layout: TimelineLayout, _ drawing: inout Drawing
  ) {
    let rows = layout.lanes.size.rows
    let top = layout.lanes.origin.row
    let column = scale.column(of: now)
    let isNowInSight = (0..<scale.columns).contains(column)
    let nowWords = "now"
    let nowStart = min(column, scale.columns - nowWords.count)
    for tick in TimeAxis(scale, drawing.moment.local).ticks {
      let at = layout.chart.lowerBound + tick.column
      drawing.painter.fill(
        Rect(column: at, row: top, columns: 1, rows: rows), with: drawing.signs.tick,
        style: Style(.paneRule))
      let end = tick.column + tick.words.count
      let isFree = !isNowInSight || end < nowStart || tick.column > nowStart + nowWords.count
      guard isFree, end <= scale.columns else { continue }
      drawing.put(
        tick.words, column: at, row: layout.axis,
        style: Style(tick.isDay ? .textStrong : .textMuted))
    }
    guard isNowInSight else { return }
    drawing.put(
      nowWords, column: layout.chart.lowerBound + max(0, nowStart), row: layout.axis,
      style: Style(.timeNow))
    drawing.painter.fill(
      Rect(column: layout.chart.lowerBound + column, row: top, columns: 1, rows: rows),
      with: drawing.signs.upright, style: Style(.timeNow))
  }

  private func drawOutOfSight(
    _ shown: Range<Int>, _ layout: TimelineLayout, _ drawing: inout Drawing
  ) {
    drawing.painter.fill(
      Rect(column: 0, row: layout.rule, columns: drawing.layout.page.endColumn, rows: 1),
      with: drawing.signs.rule, style: Style(.paneRule))
    let room = layout.chart.lowerBound - 3
    if shown.lowerBound > 0 {
      drawing.put(
        "\(drawing.signs.above) \(grouped(shown.lowerBound)) above", column: 2, row: layout.axis,
        width: room, style: Style(.textStrong))
    }
    if shown.upperBound < lanes.count {
      let words = " \(drawing.signs.below) \(grouped(lanes.count - shown.upperBound)) below "
      drawing.put(
        words, column: 1, row: layout.rule, width: min(drawing.facts.width(words), room + 1),
        style: Style(.textStrong))
    }
  }

  private func drawNothing(_ layout: TimelineLayout, _ drawing: inout Drawing) {
    let facts = drawing.facts
    let area = layout.lanes
    let isReading = facts.state.snapshots.values.contains { !$0.feed.hasSwept }
    let words =
      facts.state.filter.text.isEmpty
      ? isReading ? "nothing yet: older exports are still being read" : "no export ran in this time"
      : "no export that passes the filter ran in this time"
    drawing.put(
      words, column: layout.chart.lowerBound, row: area.origin.row + max(0, area.size.rows - 1) / 2,
      width: layout.chart.count, style: Style(.textMuted), alignment: .centre)
  }

  private func drawAbout(_ layout: TimelineLayout, _ drawing: inout Drawing) {
    if typing != nil || !sought.isEmpty {
      let row = layout.about ?? layout.rule
      drawing.drawSought(typing, sought, row: row)
      return
    }
    guard let row = layout.about else { return }
    let end = drawing.layout.page.endColumn - 1
    guard let selected else {
      let (up, down) = (
        drawing.facts.keyName(.up, in: .timeline), drawing.facts.keyName(.down, in: .timeline)
      )
      let words = lanes.isEmpty ? "" : "\(up) \(down) select a lane"
      drawing.put([Span(words, .textMuted)], column: 2, row: row, end: end)
      return
    }
    let spans = drawing.facts.aboutSpans(data.item(lanes[selected]), columns: end - 2)
    drawing.put(spans, column: 2, row: row, end: end)
  }
}

extension Drawing {
  /// The line of now is drawn elsewhere once now has reached the next column.
  fileprivate mutating func noteNextColumn(of now: Date, _ scale: TimeScale) {
    let column = scale.column(of: now)
    guard column < scale.columns else { return }
    facts.validity.ends(
      inSeconds: scale.start(of: column + 1).timeIntervalSince(now).rounded(.up))
  }

  /// A window that follows now moves on once too little of it is after now.
  fileprivate mutating func noteNextWindow(
    after now: Date, _ window: TimeWindow, _ zoom: TimelineZoom
  ) {
    let rest = window.right.timeIntervalSince(now) - zoom.ahead
    facts.validity.ends(inSeconds: rest.rounded(.down) + 1)
  }
}
