import Canvas

/// What lies over the list, before it is drawn: a frame with a title, lines that scroll if there
/// are too many, and a footer that always shows.
struct Panel {
  struct Line {
    var spans: [Span]
    var isSelected = false
    /// Left out first if there is not room for everything.
    var isOptional = false
    var field: Field?

    init(_ spans: [Span] = [], isSelected: Bool = false, isOptional: Bool = false) {
      self.spans = spans
      self.isSelected = isSelected
      self.isOptional = isOptional
    }

    /// An empty line, if there is room for one.
    static let space = Line(isOptional: true)
  }

  /// A text field that begins at the column `start` of its line.
  struct Field {
    var field: TextField
    var start: Int
    var hasFocus: Bool
    var hasProblem = false
    /// Shown while the field is empty.
    var placeholder = ""
  }

  var title: String
  var isDangerous = false
  var lines: [Line] = []
  var footer: [Line] = []
  /// The first line that is shown, if the user scrolls.
  var scroll = 0
  /// How many lines after the focused one belong to it, so that they show with it.
  var following = 1

  /// Whether everything that is not optional shows at once.
  func fits(rows: Int) -> Bool {
    lines.count { !$0.isOptional } + footer.count { !$0.isOptional } <= rows
  }

  /// Leaves out what is optional if there are too few rows. If the footer is still too long, its
  /// end stays: there are the field and the keys to answer with.
  mutating func fit(rows: Int) {
    if lines.count + footer.count > rows {
      lines.removeAll(where: \.isOptional)
      footer.removeAll(where: \.isOptional)
    }
    if footer.count > rows { footer.removeFirst(footer.count - rows) }
  }

  /// The first line that is shown: where the user scrolled to, moved just enough to show the
  /// selected line or the focused field.
  func firstLine(rows: Int) -> Int {
    let last = max(0, lines.count - rows)
    var top = min(max(0, scroll), last)
    guard let focused = lines.firstIndex(where: { $0.isSelected || $0.field?.hasFocus == true })
    else { return top }
    // One line more than the focused one, so that a field's problem shows too.
    let below = min(lines.count - 1, focused + max(1, following))
    if below >= top + rows { top = min(last, below - rows + 1) }
    return min(top, focused)
  }
}

extension Drawing {
  /// Draws a panel in the middle of the area that it may take, with as many rows as it needs.
  mutating func draw(_ panel: Panel, in area: Rect) {
    var panel = panel
    panel.fit(rows: layout.textRows(of: area))
    let place = layout.dialog(rows: panel.lines.count + panel.footer.count, in: area)
    let (rect, inner) = (place.frame, place.text)
    painter.place(cursor: nil)
    drawPanelFrame(rect, panel)
    let bodyRows = inner.size.rows - panel.footer.count
    let top = panel.firstLine(rows: bodyRows)
    let shown = top..<min(panel.lines.count, top + bodyRows)
    for index in shown {
      draw(panel.lines[index], in: inner, row: inner.origin.row + index - top)
    }
    let footerRow = inner.origin.row + (facts.isCompact ? shown.count : bodyRows)
    for (index, line) in panel.footer.enumerated() {
      draw(line, in: inner, row: footerRow + index)
    }
    drawScrollMark(
      column: rect.endColumn - 1, rows: inner.origin.row..<inner.origin.row + max(0, bodyRows),
      shown: shown, of: panel.lines.count)
    painter.lay(
      .dialogSurface,
      under: Rect(
        column: rect.endColumn - 1, row: rect.origin.row, columns: 1, rows: rect.size.rows))
  }

  private mutating func drawPanelFrame(_ rect: Rect, _ panel: Panel) {
    painter.fill(rect, style: Style(.text, on: .dialogSurface))
    let rule = Style(panel.isDangerous ? .dialogDanger : .paneRule, on: .dialogSurface)
    let last = rect.endColumn - 1
    let bottom = rect.endRow - 1
    for row in facts.isCompact ? [rect.origin.row] : [rect.origin.row, bottom] {
      painter.fill(
        Rect(column: rect.origin.column, row: row, columns: rect.size.columns, rows: 1),
        with: signs.rule, style: rule)
    }
    if !facts.isCompact {
      for column in [rect.origin.column, last] {
        painter.fill(
          Rect(column: column, row: rect.origin.row, columns: 1, rows: rect.size.rows),
          with: signs.upright, style: rule)
      }
      let corners = signs.corners
      painter.put(corners.topLeft, column: rect.origin.column, row: rect.origin.row, style: rule)
      painter.put(corners.topRight, column: last, row: rect.origin.row, style: rule)
      painter.put(corners.bottomLeft, column: rect.origin.column, row: bottom, style: rule)
      painter.put(corners.bottomRight, column: last, row: bottom, style: rule)
    }
    put(
      [Span(" \(panel.title) ", panel.isDangerous ? .dialogDanger : .dialogTitle)],
      column: rect.origin.column + (facts.isCompact ? 1 : 2), row: rect.origin.row, end: last - 1,
      surface: .dialogSurface)
  }

  private mutating func draw(_ line: Panel.Line, in inner: Rect, row: Int) {
    let surface: Role = line.isSelected ? .rowSelected : .dialogSurface
    put(
      line.spans, column: inner.origin.column, row: row, end: inner.endColumn, surface: surface)
    if line.isSelected {
      put(
        signs.selected, column: inner.origin.column - 1, row: row,
        style: Style(.textStrong, on: .rowSelected))
      painter.lay(
        .rowSelected,
        under: Rect(
          column: inner.origin.column - 1, row: row, columns: inner.size.columns + 1, rows: 1))
      painter.place(cursor: Point(column: inner.origin.column - 1, row: row))
    }
    guard let field = line.field else { return }
    let column = inner.origin.column + field.start
    let role: Role =
      field.hasProblem ? .inputError : field.hasFocus ? .inputFocused : .inputText
    let width = max(1, inner.endColumn - column)
    drawField(
      field.field, column: column, row: row, width: width,
      style: Style(role, on: .dialogSurface), hasFocus: field.hasFocus)
    if field.field.text.isEmpty {
      put(
        [Span(field.placeholder, .inputPlaceholder)], column: column, row: row,
        end: column + width, surface: .dialogSurface)
    }
  }
}

extension Facts {
  var isCompact: Bool { layout.isCompact }

  /// A paragraph as lines of a panel.
  func paragraph(
    _ text: String, _ role: Role, columns: Int, isOptional: Bool = false
  ) -> [Panel.Line] {
    Painter.wrap(signs.spelled(text), columns: max(8, columns)).map {
      Panel.Line([Span($0, role)], isOptional: isOptional)
    }
  }
}
