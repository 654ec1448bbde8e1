/// Writes text into a frame by Canvas's own glyph widths: nothing moves out of its place, no wide
/// glyph is halved, and a text that is cut has a `…` there (`~` if only ASCII may be shown).
///
/// All text counts as untrusted: control characters are dropped before they reach a cell.
public struct Painter: Sendable {
  public private(set) var frame: Frame
  public let abilities: Abilities

  public init(size: Size, abilities: Abilities) {
    frame = Frame(size: size)
    self.abilities = abilities
  }

  public var size: Size { frame.size }

  /// Which part a text that is too long loses.
  public enum Cut: Sendable { case end, middle, start }

  /// Where a short text goes in its place.
  public enum Alignment: Sendable { case leading, trailing, centre }

  /// Paints one line of text and returns how many cells the text takes, including the ellipsis of a
  /// cut, but not the blanks around it.
  ///
  /// With a `width`, exactly that many cells are written: the others are blanks in the same style.
  /// Without one, the text ends at the frame's right edge at the latest. A place that reaches
  /// beyond the frame's edge ends there, and the text is cut to what is left of it.
  @discardableResult
  public mutating func put(
    _ text: String, column: Int, row: Int, width: Int? = nil, style: Style = .plain,
    alignment: Alignment = .leading, cut: Cut = .end
  ) -> Int {
    guard row >= 0, row < size.rows, column < size.columns else { return 0 }
    let start = max(0, column)
    let end: Int
    if let width {
      end = column.addingReportingOverflow(width).overflow ? size.columns : column + width
    } else {
      end = size.columns
    }
    let room = min(size.columns, end) - start
    guard room > 0 else { return 0 }
    let place = Place(
      offset: row * size.columns + start, room: room, style: style, alignment: alignment,
      fillsRest: width != nil)
    if let used = putASCII(text, in: place, row: row, start: start) { return used }
    let ellipsis = Glyph(abilities.unicode ? "…" : "~")
    let line = GlyphLine(text, unicode: abilities.unicode)
      .cut(to: room, at: cut, ellipsis: ellipsis)
    put(line, in: place, row: row, start: start)
    return line.columns
  }

  /// Fills a rectangle with one glyph; a wide one leaves an odd last column blank.
  public mutating func fill(_ rect: Rect, with glyph: Unicode.Scalar = " ", style: Style = .plain) {
    let line = GlyphLine(String(Character(glyph)), unicode: abilities.unicode)
    let pieces = line.pieces.isEmpty ? GlyphLine(" ", unicode: false).pieces : line.pieces
    eachSpan(of: rect) { painter, row, columns in
      painter.unhalve(row: row, from: columns.lowerBound, to: columns.upperBound)
      var at = row * painter.size.columns + columns.lowerBound
      let end = row * painter.size.columns + columns.upperBound
      var next = pieces.startIndex
      while at < end {
        let piece = pieces[next]
        let fits = at + piece.columns <= end
        painter.frame.cells[at] = Cell(glyph: fits ? piece.glyph : .blank, style: style)
        if fits, piece.columns == 2 {
          painter.frame.cells[at + 1] = Cell(glyph: .continuation, style: style)
        }
        at += piece.columns
        next = pieces.index(after: next) == pieces.endIndex ? pieces.startIndex : next + 1
      }
    }
  }

  /// Puts a surface under every cell of a rectangle; keeps the glyphs and their roles.
  public mutating func lay(_ surface: Role, under rect: Rect) {
    restyle(rect) { $0.surface = surface }
  }

  /// Gives every cell of a rectangle another role; keeps glyphs and surfaces (a dimmed row).
  public mutating func restyle(_ rect: Rect, role: Role) {
    restyle(rect) {
      $0.role = role
      $0.step = nil
    }
  }

  /// The cells of a rectangle, row after row.
  public func cells(in rect: Rect) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(rect.size.columns * rect.size.rows)
    eachRow(of: rect) { row, columns in
      let base = row * size.columns
      cells += frame.cells[base + columns.lowerBound..<base + columns.upperBound]
    }
    return cells
  }

  /// Puts the cells of a rectangle back that were taken from one of the same size.
  public mutating func stamp(_ cells: [Cell], in rect: Rect) {
    let (columns, rows) = clipped(rect)
    let width = size.columns
    guard cells.count == columns.count * rows.count else { return }
    frame.cells.withUnsafeMutableBufferPointer { target in
      cells.withUnsafeBufferPointer { source in
        guard var from = source.baseAddress, let to = target.baseAddress else { return }
        for row in rows {
          (to + row * width + columns.lowerBound).update(from: from, count: columns.count)
          from += columns.count
        }
      }
    }
  }

  public mutating func place(cursor: Point?) { frame.cursor = cursor }
}

extension Painter {
  /// The part of a row that a text is painted into.
  private struct Place {
    var offset: Int
    var room: Int
    var style: Style
    var alignment: Alignment
    var fillsRest: Bool

    /// How many blanks go before a text of `columns` cells.
    func indent(of columns: Int) -> Int {
      guard fillsRest else { return 0 }
      switch alignment {
      case .leading: return 0
      case .trailing: return room - columns
      case .centre: return (room - columns) / 2
      }
    }
  }

  /// Paints a text of plain ASCII that fits; nil if it isn't one, or has to be cut.
  private mutating func putASCII(_ text: String, in place: Place, row: Int, start: Int) -> Int? {
    let painted: Int?? = text.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.count <= place.room, bytes.allSatisfy({ 0x20..<0x7F ~= $0 }) else { return nil }
      let written = place.fillsRest ? place.room : bytes.count
      unhalve(row: row, from: start, to: start + written)
      let indent = place.indent(of: bytes.count)
      frame.cells.withUnsafeMutableBufferPointer { cells in
        let blank = Cell(glyph: .blank, style: place.style)
        for index in place.offset..<place.offset + indent { cells[index] = blank }
        let first = place.offset + indent
        for (index, byte) in bytes.enumerated() {
          cells[first + index] = Cell(
            glyph: Glyph(Unicode.Scalar(byte)), style: place.style)
        }
        for index in first + bytes.count..<max(first + bytes.count, place.offset + written) {
          cells[index] = blank
        }
      }
      return bytes.count
    }
    return painted ?? nil
  }

  private mutating func put(_ line: GlyphLine, in place: Place, row: Int, start: Int) {
    let written = place.fillsRest ? place.room : line.columns
    unhalve(row: row, from: start, to: start + written)
    let indent = place.indent(of: line.columns)
    frame.cells.withUnsafeMutableBufferPointer { cells in
      let blank = Cell(glyph: .blank, style: place.style)
      var at = place.offset
      for _ in 0..<indent {
        cells[at] = blank
        at += 1
      }
      for piece in line.pieces {
        cells[at] = Cell(glyph: piece.glyph, style: place.style)
        if piece.columns == 2 { cells[at + 1] = Cell(glyph: .continuation, style: place.style) }
        at += piece.columns
      }
      while at < place.offset + written {
        cells[at] = blank
        at += 1
      }
    }
  }

  /// Blanks the outer halves of wide glyphs that the edges of a span would cut in two.
  private mutating func unhalve(row: Int, from start: Int, to end: Int) {
    let base = row * size.columns
    guard start < end else { return }
    if start > 0, frame.cells[base + start].glyph.isContinuation {
      frame.cells[base + start - 1].glyph = .blank
    }
    if end < size.columns, frame.cells[base + end].glyph.isContinuation {
      frame.cells[base + end].glyph = .blank
    }
  }

  private mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    eachSpan(of: rect) { painter, row, columns in
      let base = row * painter.size.columns
      for index in base + columns.lowerBound..<base + columns.upperBound {
        change(&painter.frame.cells[index].style)
      }
    }
  }

  private mutating func eachSpan(
    of rect: Rect, _ body: (inout Painter, Int, Range<Int>) -> Void
  ) {
    let (columns, rows) = clipped(rect)
    guard !columns.isEmpty else { return }
    for row in rows { body(&self, row, columns) }
  }

  private func eachRow(of rect: Rect, _ body: (Int, Range<Int>) -> Void) {
    let (columns, rows) = clipped(rect)
    guard !columns.isEmpty else { return }
    for row in rows { body(row, columns) }
  }

  /// The part of a rectangle that is inside the frame.
  private func clipped(_ rect: Rect) -> (columns: Range<Int>, rows: Range<Int>) {
    let left = max(0, rect.origin.column)
    let top = max(0, rect.origin.row)
    return (
      left..<max(left, min(size.columns, rect.endColumn)),
      top..<max(top, min(size.rows, rect.endRow))
    )
  }
}
