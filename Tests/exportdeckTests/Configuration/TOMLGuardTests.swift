import Support
import Testing

@testable import exportdeck

/// TOMLKit ends the program on some texts that are no TOML: the guard must let none of them through.
@Suite struct TOMLGuardTests {
  private static let pieces = [
    "[", "]", "[[", "]]", "roles", "contexts", ".", "title", "=", " = ", "{", "}", "fg", "\"red\"",
    "'x'", "\n", " ", ",", "1", "\"\"\"", "'''", "#", "status.failed", "true", "1979-05-27", "é",
    "\u{FEFF}", "\u{2028}", ":", "\\", "'", "\"", "\r\n", "\r", "0x", "0b2", "1e", "1_", "inf",
    "nan", "T", "_", "+", "-", "\u{1}", "\u{7F}", "\u{85}", "a = [", "[[contexts]]\n",
    "read-only = true\n", "\\u0000", "\\ud800", "\\x", "\t", "\u{301}", "9999999999999999999",
  ]

  private static let whole = """
    theme = "nord"
    interval = 7 # seconds
    [[contexts]]
    name = \"\"\"a
    b\"\"\"
    "profile" = 'prod'
    list = [ 1, 2.5, { a.b = true } ]
    [roles]
    "status.failed" = { fg = "red", attributes = ["bold"] }
    """

  @Test(.tags(.generated), arguments: Seed.run())
  func `no text ends the program, and each refusal has its line`(seed: Seed) {
    var random = seed.generator("TOML")
    for number in 0..<4000 {
      var text = ""
      if number.isMultiple(of: 2) {
        for _ in 0..<Int.random(in: 0..<20, using: &random) { text += random.pick(Self.pieces) }
      } else {
        // What was right, with something odd in it or something missing.
        var scalars = Array(Self.whole.unicodeScalars)
        for _ in 0..<Int.random(in: 1..<5, using: &random) {
          let place = Int.random(in: scalars.indices, using: &random)
          if random.chance(0.4) {
            scalars.remove(at: place)
          } else {
            scalars.insert(contentsOf: random.pick(Self.pieces).unicodeScalars, at: place)
          }
        }
        text.unicodeScalars.append(contentsOf: scalars)
      }
      let lines = text.unicodeScalars.count { $0 == "\n" } + 1
      do throws(TOMLText.Refusal) {
        _ = try TOMLText(text)
      } catch {
        #expect(!error.message.isEmpty)
        #expect((1...lines + 1).contains(error.line ?? 1), "\(error): \(text.debugDescription)")
      }
      // The settings are read to their ends, whatever they are.
      let configuration = Configuration.of(text)
      #expect(!configuration.contexts.isEmpty)
    }
  }

  @Test(arguments: [
    ("a.", "a = 1"), ("\"a\" . ", "b = 1"), ("[", ""), ("{a=", ""), ("a.", "a]"),
  ])
  func `what is nested so deep that its end would take the stack is refused`(
    piece: String, end: String
  ) throws {
    let many = String(repeating: piece, count: 100_000) + end
    let texts = [many, "x = " + many, "[" + many, "x = [{ y." + many]
    for text in texts {
      let refusal = try #require(throws: TOMLGuard.Refusal.self) {
        try TOMLGuard.check("\n" + text)
      }
      #expect(refusal.line == 2)
    }
  }

  @Test(arguments: ["\\u0000", "x\\U00000000y"])
  func `a text that would end early is refused, and a backslash is none`(text: String) throws {
    let refusal = try #require(throws: TOMLGuard.Refusal.self) {
      try TOMLGuard.check("\na = \"\(text)\"")
    }
    #expect(refusal == .init(line: 2, message: "a NUL has no place in a text"))
    #expect(throws: Never.self) { try TOMLGuard.check("a = '\(text)'\nb = \"\\\\u0000\"") }
  }

  @Test func `nobody's file is refused for its depth`() throws {
    #expect(throws: Never.self) {
      try TOMLGuard.check("a.b.c.d.e = [[[[{ x.y = { z = 1.5 } }]]]]\n[a.b.c.d]\nx = [1.5, 2.5]")
    }
  }

  @Test func `the keys of each table of a list have their own lines`() {
    let lines = TOMLLines(
      """
      [[contexts]]
      a = 1
      [[ contexts ]]
      b = 1
      a = 2
      [other]
      a = 3
      """)
    #expect(lines.line(of: ["contexts", "0"]) == 1)
    #expect(lines.line(of: ["contexts", "0", "a"]) == 2)
    #expect(lines.line(of: ["contexts", "1", "a"]) == 5)
    #expect(lines.line(of: ["contexts", "1", "none"]) == 3)
    #expect(lines.line(of: ["contexts"]) == 1)
    #expect(lines.line(of: ["other", "a"]) == 7)
  }
}
