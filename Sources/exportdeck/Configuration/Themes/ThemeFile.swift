import Canvas

/// A theme as its file has it: colours are still names, because a theme that extends this one may
/// give them other values.
struct ThemeFile: Sendable {
  /// A value and the line that it is on.
  struct Placed<Value: Sendable>: Sendable {
    var value: Value
    var line: Int
  }

  /// How a role looks; it replaces everything that the extended theme says about the role.
  struct Entry: Sendable {
    var foreground: ColourName?
    var background: ColourName?
    var attributes: Attributes = []
    var gradient: [ColourName] = []
    var line: Int
    var path: String
  }

  /// Where it was read from.
  var path: String
  var name: String
  /// The theme that this one starts from.
  var extends: Placed<String>?
  var palette: [String: Colour]
  var roles: [Role: Entry]
}

/// A colour as a theme writes it: either a colour already, or a name that the palette may define.
enum ColourName: Hashable, Sendable {
  case colour(Colour)
  case palette(String)
}
