import Canvas
import Dashboard
import Words

extension ColourName {
  /// The sixteen colours that every terminal has, by number.
  static let ansi = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]

  /// Reads a number or `#rrggbb`; any other word is a name, which the palette may know.
  static func read(_ text: String) throws(Refusal) -> ColourName {
    if text.first == "#" {
      let digits = Array(text.dropFirst().utf8)
      guard digits.count == 6, let red = byte(digits[0...1]), let green = byte(digits[2...3]),
        let blue = byte(digits[4...5])
      else { throw Refusal(message: "`\(text)` is no colour: write #rrggbb") }
      return .colour(.rgb(red: red, green: green, blue: blue))
    }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !text.isEmpty {
      guard let number = Int(text) else { throw Refusal(message: outOfRange(text)) }
      return try read(number)
    }
    return .palette(text)
  }

  /// Reads one of the 256 by its number.
  static func read(_ number: Int) throws(Refusal) -> ColourName {
    guard let index = UInt8(exactly: number) else {
      throw Refusal(message: outOfRange("\(number)"))
    }
    return .colour(.indexed(index))
  }

  /// The colour. The palette comes first, so that a theme may define its own `red`.
  func resolved(in palette: [String: Colour]) throws(Refusal) -> Colour {
    switch self {
    case .colour(let colour): return colour
    case .palette(let name):
      if let colour = palette[name] ?? Self.common(name) { return colour }
      let known = palette.keys.sorted() + Self.ansi + ["default"]
      let guess = Spelling.nearest(to: name, among: known)
      throw Refusal(
        message: "unknown colour `\(name)`"
          + (guess.map { ": did you mean `\($0)`?" }
            ?? ": write a name of the 16, 0–255, #rrggbb, a palette name or default"))
    }
  }

  private static func common(_ name: String) -> Colour? {
    if name == "default" { return .terminal }
    return ansi.firstIndex(of: name).map { .indexed(UInt8($0)) }
  }

  private static func outOfRange(_ number: String) -> String {
    "\(number) is no colour: the 256 are numbered 0–255"
  }

  private static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
    // UInt8's own parser would accept a sign.
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  struct Refusal: Error {
    var message: String
  }
}
