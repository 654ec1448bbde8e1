/// What a wall doesn't show to those who pass by: account numbers and ARNs. A mask is as wide as
/// what it hides.
enum WallMask {
  static func masked(_ text: String, unicode: Bool) -> String {
    guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) || text.contains("arn:") else {
      return text
    }
    let mask: Character = unicode ? "•" : "*"
    var shown = ""
    var rest = text[...]
    while let first = rest.first {
      if rest.hasPrefix("arn:") {
        let arn = rest.prefix { !$0.isWhitespace && !"\"'`,;)".contains($0) }
        shown += "arn:" + String(repeating: mask, count: arn.count - 4)
        rest = rest[arn.endIndex...]
      } else if first.isASCII, first.isNumber {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        shown += digits.count == 12 ? String(repeating: mask, count: 12) : String(digits)
        rest = rest[digits.endIndex...]
      } else {
        shown.append(first)
        rest = rest.dropFirst()
      }
    }
    return shown
  }
}
