/// A colour, as theme files name them.
public enum Colour: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case terminal
  /// One of the 256: 0–15 are the terminal's palette.
  case indexed(UInt8)
  case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// The attributes that a terminal can give a cell.
public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let bold = Attributes(rawValue: 1)
  public static let dim = Attributes(rawValue: 2)
  public static let italic = Attributes(rawValue: 4)
  public static let underline = Attributes(rawValue: 8)
  public static let reverse = Attributes(rawValue: 16)
}

/// How one role looks; nil leaves it to the surface, to `text` or to the terminal.
public struct Appearance: Hashable, Sendable {
  public var foreground: Colour?
  public var background: Colour?
  public var attributes: Attributes
  /// Stops for `Style.step`, evenly spaced from 0 to 100; empty if the role has none.
  public var gradient: [Colour]

  public init(
    foreground: Colour? = nil, background: Colour? = nil, attributes: Attributes = [],
    gradient: [Colour] = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
    self.gradient = gradient
  }
}

/// How every role looks.
public struct Theme: Hashable, Sendable {
  public let name: String
  public let roles: [Role: Appearance]

  public init(name: String, roles: [Role: Appearance]) {
    self.name = name
    self.roles = roles
  }
}
