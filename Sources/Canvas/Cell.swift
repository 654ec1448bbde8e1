/// What one cell shows: a base scalar with up to four combining marks, or the second half of a wide
/// glyph.
public struct Glyph: Hashable, Sendable {
  public static let maximumMarks = 4

  private var base: UInt32
  private var mark1: UInt32 = 0
  private var mark2: UInt32 = 0
  private var mark3: UInt32 = 0
  private var mark4: UInt32 = 0

  public static let blank = Glyph(" ")
  /// The second half of the wide glyph in the cell to the left.
  public static let continuation = Glyph(unchecked: 0)

  public init(_ base: Unicode.Scalar) {
    self.base = base.value
  }

  private init(unchecked base: UInt32) {
    self.base = base
  }

  /// Adds a combining mark; a fifth one is dropped.
  public mutating func add(mark: Unicode.Scalar) {
    if mark1 == 0 {
      mark1 = mark.value
    } else if mark2 == 0 {
      mark2 = mark.value
    } else if mark3 == 0 {
      mark3 = mark.value
    } else if mark4 == 0 {
      mark4 = mark.value
    }
  }

  public var isContinuation: Bool { base == 0 }

  /// The base, then the marks; empty for a continuation.
  public var scalars: [Unicode.Scalar] {
    [base, mark1, mark2, mark3, mark4].filter { $0 != 0 }.compactMap { Unicode.Scalar($0) }
  }

  /// The base scalar alone; nil for a continuation.
  public var baseScalar: Unicode.Scalar? { base == 0 ? nil : Unicode.Scalar(base) }

  public var hasMarks: Bool { mark1 != 0 }
}

/// One place of the screen: what it shows and what that means.
public struct Cell: Hashable, Sendable {
  public var glyph: Glyph
  public var style: Style

  public init(glyph: Glyph = .blank, style: Style = .plain) {
    self.glyph = glyph
    self.style = style
  }
}
