import Canvas
import Tracking

/// A part of the overview: a heading, and lines that may not all find room.
struct OverviewSection {
  struct Line {
    var spans: [Span]
    var bar: (percent: Int, phase: Phase, width: Int)?
    var trailing: [Span] = []
    /// How many exports it stands for: a line that goes on another's has none.
    var exports = 0
  }

  var heading: [Span]
  var lines: [Line]
}

/// The sections of the overview and where they are: side by side where there is room, else below one
/// another.
struct OverviewSections {
  struct Placed {
    var section: OverviewSection
    var area: Rect

    /// How many lines find room.
    var room: Int { max(0, area.size.rows - 1) }
    /// How many lines have to be passed over until the last one is in sight.
    var overflow: Int { room == 0 ? 0 : max(0, section.lines.count - room) }
    /// Where there is room, it is left between the lines, which are then read from further away.
    var isAiry: Bool {
      section.lines.count * 2 <= room && section.lines.allSatisfy { $0.exports > 0 }
    }
  }

  private(set) var placed: [Placed] = []
  let isBeside: Bool

  /// The columns of a section, and whether sections stand beside each other.
  static func columns(in area: Rect) -> (columns: Int, isBeside: Bool) {
    let isBeside = area.size.columns >= 130
    return (isBeside ? (area.size.columns - 4) / 2 : area.size.columns, isBeside)
  }

  /// - Parameter sections: Made for `columns(in:)`. What matters most comes last: it keeps a third of
  ///   the rows at least.
  init(_ sections: [OverviewSection], in area: Rect) {
    let (columns, isBeside) = Self.columns(in: area)
    self.isBeside = isBeside
    if isBeside {
      for (index, section) in sections.enumerated() {
        placed.append(
          Placed(
            section: section,
            area: Rect(
              column: area.origin.column + index * (columns + 4), row: area.origin.row,
              columns: columns, rows: area.size.rows)))
      }
      return
    }
    var row = area.origin.row
    for (index, section) in sections.enumerated() {
      let later = sections[(index + 1)...].reduce(0) { $0 + $1.lines.count + 2 }
      let left = area.endRow - row
      let most = later == 0 ? left : max(area.size.rows / 3, left - later)
      // Only the last one has room to spare.
      let rows = later == 0 ? left : min(section.lines.count + 1, most)
      placed.append(
        Placed(
          section: section,
          area: Rect(
            column: area.origin.column, row: row, columns: area.size.columns, rows: max(0, rows))))
      row += rows + 1
    }
  }

  /// How far it can be scrolled.
  var lastScroll: Int {
    isBeside
      ? placed.map(\.overflow).max() ?? 0 : placed.reduce(0) { $0 + $1.overflow }
  }

  /// What a key for a page passes over.
  var page: Int { max(1, placed.map(\.room).max() ?? 1) }

  /// How many lines of each section are passed over: of several below one another, first those of
  /// the first.
  func scrolls(_ scroll: Int) -> [Int] {
    var left = scroll
    return placed.map { section in
      let own = min(max(0, left), section.overflow)
      if !isBeside { left -= own }
      return own
    }
  }
}

extension Drawing {
  mutating func draw(_ sections: OverviewSections, scroll: Int) {
    for (placed, scroll) in zip(sections.placed, sections.scrolls(scroll)) {
      draw(placed, scroll: scroll)
    }
  }

  private mutating func draw(_ placed: OverviewSections.Placed, scroll: Int) {
    let area = placed.area
    guard area.size.rows > 0 else { return }
    put(
      placed.section.heading, column: area.origin.column, row: area.origin.row,
      end: area.endColumn)
    let lines = placed.section.lines
    drawPassedOver(lines.prefix(scroll), placed.section.heading, area)
    var shown = lines.dropFirst(scroll).prefix(placed.room)
    let hidden = lines.dropFirst(scroll + placed.room)
    if !hidden.isEmpty, !shown.isEmpty {
      let last = shown.removeLast()
      let exports = hidden.reduce(last.exports) { $0 + $1.exports }
      put(
        [Span(exports == 0 ? "…" : "… and \(grouped(exports)) more", .textMuted)],
        column: area.origin.column, row: area.endRow - 1, end: area.endColumn)
    }
    for (index, line) in shown.enumerated() {
      draw(line, at: area.origin.row + 1 + (placed.isAiry ? index * 2 : index), area)
    }
  }

  private mutating func drawPassedOver(
    _ lines: ArraySlice<OverviewSection.Line>, _ heading: [Span], _ area: Rect
  ) {
    guard !lines.isEmpty else { return }
    let exports = lines.reduce(0) { $0 + $1.exports }
    let words = "\(signs.above) \(exports == 0 ? "" : "\(grouped(exports)) ")above"
    put(
      trailing: [Span(words, .textMuted)], row: area.origin.row, end: area.endColumn,
      notBefore: area.origin.column + facts.width(heading) + 2)
  }

  private mutating func draw(_ line: OverviewSection.Line, at row: Int, _ area: Rect) {
    var end = area.endColumn
    if !line.trailing.isEmpty {
      end = put(trailing: line.trailing, row: row, end: area.endColumn) - 1
    }
    if let bar = line.bar {
      let column = max(area.origin.column, end - bar.width)
      drawBar(bar.percent, bar.phase, column: column, row: row, width: min(bar.width, end - column))
      end = column - 1
    }
    put(line.spans, column: area.origin.column, row: row, end: max(area.origin.column, end))
  }
}
