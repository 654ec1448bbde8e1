/// How many cells a scalar or a text takes.
public enum GlyphWidth {
  /// 0 for a combining mark and for what is never painted, 2 for a wide glyph, else 1.
  @inline(__always)
  public static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x7F { return value >= 0x20 ? 1 : 0 }
    // Box drawing, blocks and shapes, which the screen itself uses most.
    if 0x2500..<0x25FD ~= value { return 1 }
    return columns(ofBeyondASCII: scalar)
  }

  private static func columns(ofBeyondASCII scalar: Unicode.Scalar) -> Int {
    if isDropped(scalar) { return 0 }
    let value = scalar.value
    if value < 0x300 { return 1 }
    if GlyphWidthTable.holds(GlyphWidthTable.marks, value) { return 0 }
    return value >= 0x1100 && GlyphWidthTable.holds(GlyphWidthTable.wide, value) ? 2 : 1
  }

  /// The cells that `text` takes when painted.
  public static func columns(of text: String) -> Int {
    let ascii = text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { 0x20..<0x7F ~= $0 } ? bytes.count : nil
    }
    if case .some(.some(let columns)) = ascii { return columns }
    return GlyphLine(text, unicode: true).columns
  }

  /// Whether a scalar never reaches a cell: controls (C0, DEL, C1), the invisible marks that turn
  /// or join text (bidirectional controls, joiners, tags), and variation selectors and the soft
  /// hyphen, because terminals disagree on their widths.
  public static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0xAD: true
    case 0x20..<0x61C: false
    case 0x61C, 0x180B...0x180F: true
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
    case 0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFB: true
    case 0x13430...0x13438, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
    default: false
    }
  }
}
