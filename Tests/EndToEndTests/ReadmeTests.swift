import Dashboard
import Foundation
import Support
import Testing

/// What the README says of the keys comes from the key table.
@Suite struct `The README` {
  static let readme = Judge.root.appendingPathComponent("README.md")
  static let begin = "<!-- keys: made from the key table by UPDATE_GOLDENS=1 scripts/test -->\n"
  static let end = "<!-- /keys -->\n"

  @Test func `lists every key as the key table has it`() throws {
    let text = try String(contentsOf: Self.readme, encoding: .utf8)
    let start = try #require(text.range(of: Self.begin)).upperBound
    let stop = try #require(text.range(of: Self.end)).lowerBound
    let keys = "\n\(Keymap.standard.markdown)\n"
    if Goldens.isUpdating {
      try #require(!Judge.isCI, "UPDATE_GOLDENS is refused where CI is set")
      try Data((text[..<start] + keys + text[stop...]).utf8).write(to: Self.readme)
    } else {
      #expect(text[start..<stop] == keys)
    }
  }
}
