import Canvas

/// What to show for glyphs that the C library can't place as Canvas does.
///
/// Canvas knows newer glyphs than some libraries, and the C locale has only ASCII. ncurses would
/// leave such a cell out, and everything after it in the row would move.
nonisolated struct GlyphFallback {
  /// Whether the locale has U+FFFD; else `?` is used.
  var unicode: Bool
  /// The library's `wcwidth`.
  var libraryWidth: (Unicode.Scalar) -> Int

  /// Whether a scalar is shown as it is, in one cell.
  func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII || GlyphWidth.columns(of: scalar) == 1 && libraryWidth(scalar) == 1
  }

  /// The scalars to show, and how many cells the library counts for them. If that is less than
  /// Canvas's width, the rest must be blank.
  func shown(_ glyph: Glyph) -> (scalars: [Unicode.Scalar], columns: Int) {
    guard let base = glyph.baseScalar else { return ([" "], 1) }
    let columns = GlyphWidth.columns(of: base)
    guard columns > 0, libraryWidth(base) == columns else {
      return ([unicode ? "\u{FFFD}" : "?"], 1)
    }
    return ([base] + glyph.scalars.dropFirst().filter { libraryWidth($0) == 0 }, columns)
  }
}
