/// One line of text as the cells that it will take, without what is dropped, and with marks on
/// their bases.
struct GlyphLine {
  struct Piece {
    var glyph: Glyph
    var columns: Int
  }

  private(set) var pieces: ArraySlice<Piece>
  private(set) var columns = 0

  /// - Parameter unicode: If false, every glyph beyond ASCII becomes as many `?` as it has cells.
  init(_ text: String, unicode: Bool) {
    pieces = []
    pieces.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      let width = GlyphWidth.columns(of: scalar)
      if width > 0 {
        append(scalar, columns: width, unicode: unicode)
      } else if unicode, !pieces.isEmpty, !GlyphWidth.isDropped(scalar) {
        pieces[pieces.endIndex - 1].glyph.add(mark: scalar)
      }
    }
  }

  private init(_ pieces: ArraySlice<Piece>) {
    self.pieces = pieces
    columns = pieces.reduce(0) { $0 + $1.columns }
  }

  private mutating func append(_ scalar: Unicode.Scalar, columns width: Int, unicode: Bool) {
    columns += width
    if unicode || scalar.isASCII {
      pieces.append(Piece(glyph: Glyph(scalar), columns: width))
    } else {
      for _ in 0..<width { pieces.append(Piece(glyph: Glyph("?"), columns: 1)) }
    }
  }

  /// As many pieces from the beginning as fit into `limit` cells.
  func head(_ limit: Int) -> GlyphLine {
    var taken = 0
    return GlyphLine(
      pieces.prefix { piece in
        taken += piece.columns
        return taken <= limit
      })
  }

  /// As many pieces from the end as fit into `limit` cells.
  func tail(_ limit: Int) -> GlyphLine {
    var taken = 0
    var start = pieces.endIndex
    while start > pieces.startIndex, taken + pieces[start - 1].columns <= limit {
      start -= 1
      taken += pieces[start].columns
    }
    return GlyphLine(pieces[start...])
  }

  /// The line in at most `limit` cells, with `ellipsis` in place of what was cut.
  func cut(to limit: Int, at cut: Painter.Cut, ellipsis: Glyph) -> GlyphLine {
    guard columns > limit else { return self }
    guard limit > 0 else { return GlyphLine([]) }
    let room = limit - 1
    let mark: ArraySlice = [Piece(glyph: ellipsis, columns: 1)]
    switch cut {
    case .end: return GlyphLine(head(room).pieces + mark)
    case .start: return GlyphLine(mark + tail(room).pieces)
    case .middle:
      let front = head(room - room / 2)
      return GlyphLine(front.pieces + mark + tail(room - front.columns).pieces)
    }
  }
}
