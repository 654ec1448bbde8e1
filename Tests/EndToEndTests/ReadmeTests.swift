import Dashboard
import Foundation
import Support
import Testing

@testable import exportdeck

/// What the README says of the keys comes from the key table, and what it says of the settings from
/// their declarations.
@Suite struct `The README` {
  static let readme = Judge.root.appendingPathComponent("README.md")

  @Test func `lists every key and every setting as the program has them`() throws {
    try check(
      Keymap.standard.markdown,
      after: "<!-- keys: made from the key table by UPDATE_GOLDENS=1 scripts/test -->\n",
      before: "<!-- /keys -->\n")
    try check(
      Configuration.markdown,
      after: "<!-- settings: made from their declarations by UPDATE_GOLDENS=1 scripts/test -->\n",
      before: "<!-- /settings -->\n")
  }

  private func check(_ part: String, after begin: String, before end: String) throws {
    let text = try String(contentsOf: Self.readme, encoding: .utf8)
    let start = try #require(text.range(of: begin)).upperBound
    let stop = try #require(text.range(of: end)).lowerBound
    let wanted = "\n\(part)\n"
    if Goldens.isUpdating {
      try #require(!Judge.isCI, "UPDATE_GOLDENS is refused where CI is set")
      try Data((text[..<start] + wanted + text[stop...]).utf8).write(to: Self.readme)
    } else {
      #expect(text[start..<stop] == wanted)
    }
  }
}
