import Ground
import TOMLKit

/// A TOML document: its tables, and where their keys are.
///
/// TOMLKit's tables are walked by hand: its decoder would take a wrong type for an absent key.
struct TOMLText {
  struct Refusal: Error, Hashable {
    /// From 1; nil where the problem is not in one line.
    var line: Int?
    var message: String
  }

  /// In bytes; no hand-written file is larger.
  static let largest = 256 * 1024

  let table: TOMLTable
  let lines: TOMLLines

  /// - Throws: The first thing that isn't TOML.
  init(_ text: String) throws(Refusal) {
    // TOMLKit reads C strings: what follows a NUL would be silently dropped.
    if text.utf8.contains(0) { throw Refusal(message: "this is no text: it holds a NUL") }
    do {
      try TOMLGuard.check(text)
    } catch {
      throw Refusal(line: error.line, message: UntrustedText.oneLine(error.message, blanks: .all))
    }
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Refusal(
        line: error.source.begin.line,
        message: UntrustedText.oneLine(error.description, blanks: .all))
    } catch {
      throw Refusal(message: UntrustedText.oneLine("\(error)", blanks: .all))
    }
    lines = TOMLLines(text)
  }

  /// A file's bytes as text.
  /// - Parameter what: What the file is meant to be, for the error: `theme`.
  /// - Throws: Where the bytes are too many, or aren't UTF-8.
  static func text(of bytes: [UInt8], what: String) throws(Refusal) -> String {
    if bytes.count > largest { throw Refusal(message: "this is no \(what): it is over 256 KB") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal(message: "the file is not UTF-8")
    }
    return text
  }
}
