import Canvas
import Foundation
import Testing

@testable import exportdeck

@Suite struct ThemeReadingTests {
  @Test func `every kind of colour and attribute is read`() throws {
    let roles = try ThemeFixtures.roles(
      in: """
        [palette]
        ink = "#102030"
        red = 196
        [roles]
        "status.failed" = { fg = "red", bg = "ink", attributes = ["bold", "underline"] }
        "status.running" = { fg = "bright-green", bg = "default" }
        "text.muted" = { fg = 244, attributes = ["dim", "italic", "reverse"] }
        "title" = { fg = "7" }
        "progress.fill" = { gradient = ["#000000", "ink", 15] }
        "text" = {}
        """)
    #expect(
      roles[.statusFailed]
        == Appearance(
          foreground: .indexed(196), background: .rgb(red: 16, green: 32, blue: 48),
          attributes: [.bold, .underline]))
    #expect(
      roles[.statusRunning] == Appearance(foreground: .indexed(10), background: .terminal))
    #expect(
      roles[.textMuted]
        == Appearance(foreground: .indexed(244), attributes: [.dim, .italic, .reverse]))
    #expect(roles[.title] == Appearance(foreground: .indexed(7)))
    #expect(
      roles[.progressFill]?.gradient
        == [
          .rgb(red: 0, green: 0, blue: 0), .rgb(red: 16, green: 32, blue: 48), .indexed(15),
        ])
    #expect(roles[.text] == Appearance())
    #expect(roles.count == 6)
  }

  @Test func `of many problems the first line's is told`() throws {
    let roles = Role.allCases.map { "\"\($0.rawValue)\" = { fg = \"imk\" }\n" }
    for first in 0..<5 {
      let text = "[roles]\n" + roles[first...].joined()
      #expect(try ThemeFixtures.problem(in: text)?.line == 2)
    }
  }

  @Test func `the sixteen have their numbers`() throws {
    for (number, name) in ColourName.ansi.enumerated() {
      #expect(
        try ThemeFixtures.roles(in: "roles.title.fg = \"\(name)\"")[.title]?.foreground
          == .indexed(UInt8(number)))
    }
    #expect(ColourName.ansi.count == 16)
    #expect(ColourName.ansi.firstIndex(of: "red") == 1)
    #expect(ColourName.ansi.firstIndex(of: "bright-blue") == 12)
  }

  @Test(arguments: [
    "[roles]\n\"status.failed\" = { fg = \"red\" }", "[roles]\nstatus.failed = { fg = \"red\" }",
    "[roles.\"status.failed\"]\nfg = \"red\"", "[roles.status.failed]\nfg = \"red\"",
    "[roles]\nstatus.failed.fg = \"red\"", "roles = { status = { failed = { fg = 1 } } }",
  ])
  func `a role may be written in each of TOML's ways`(text: String) throws {
    #expect(
      try ThemeFixtures.roles(in: text) == [.statusFailed: Appearance(foreground: .indexed(1))])
  }

  @Test func `a role whose name begins another's can stand beside it`() throws {
    let roles = try ThemeFixtures.roles(in: "[roles.text]\nfg = 1\nmuted = { fg = 2 }")
    #expect(
      roles == [
        .text: Appearance(foreground: .indexed(1)), .textMuted: Appearance(foreground: .indexed(2)),
      ])
  }

  @Test(arguments: [
    (
      "name = \"a\"\n\n[roles]\n# x\n\"status.fialed\" = { fg = 1 }",
      "mine.toml:5: status.fialed: unknown role: did you mean `status.failed`?"
    ),
    ("[roles]\nzebra = {}", "mine.toml:2: zebra: unknown role; there are text text.muted"),
    (
      "[roles]\ntitle = {}\n\n[roles.status.failed]\nfg = \"rde\"",
      "mine.toml:4: status.failed: unknown colour `rde`: did you mean `red`?"
    ),
    (
      "[palette]\nink = 1\n[roles]\n\ntitle = { fg = \"imk\" }",
      "mine.toml:5: title: unknown colour `imk`: did you mean `ink`?"
    ),
    (
      "roles.title.fg = \"mauve\"",
      "mine.toml:1: title: unknown colour `mauve`: write a name of the 16"
    ),
    (
      "[roles]\n[roles.title]\nattributes = [\n  \"blod\"]",
      "mine.toml:3: title: unknown attribute `blod`: did you mean `bold`?"
    ),
    ("[roles]\ntitle = { fgg = 1 }", "mine.toml:2: title: unknown key `fgg`: did you mean `fg`?"),
    ("[roles]\ntitle = \"red\"", "mine.toml:2: title: `title` is a table, not string"),
    ("[roles]\ntitle = { fg = true }", "mine.toml:2: title: `fg` is a colour"),
    ("[roles]\ntitle = { fg = 1.5 }", "not floating-point number"),
    ("[roles]\ntitle = { fg = 256 }", "mine.toml:2: title: 256 is no colour"),
    ("[roles]\ntitle = { fg = -1 }", "mine.toml:2: title: -1 is no colour"),
    ("[roles]\ntitle = { fg = \"99999999999999999999\" }", "is no colour"),
    ("[roles]\ntitle = { fg = \"#12345\" }", "mine.toml:2: title: `#12345` is no colour"),
    ("[roles]\ntitle = { fg = \"#+1+2+3\" }", "`#+1+2+3` is no colour: write #rrggbb"),
    ("[roles]\ntitle = { attributes = \"bold\" }", "`attributes` is a list, not string"),
    ("[roles]\ntitle = { attributes = [1] }", "`attributes` is text, not integer"),
    ("[roles]\ntitle = { gradient = [\"#zzzzzz\"] }", "mine.toml:2: title: `#zzzzzz` is no"),
    ("\n[pallete]\n", "mine.toml:2: unknown key `pallete`: did you mean `palette`?"),
    ("[palette]\na = 1\nb = \"a\"", "mine.toml:3: unknown colour `a`"),
    ("palette = 1", "mine.toml:1: `palette` is a table, not integer"),
    ("name = 1", "mine.toml:1: `name` is text, not integer"),
    ("[roles\n", "mine.toml:"), ("a = \n", "mine.toml:"), ("[roles]\n[roles]", "mine.toml:"),
    ("name = \"a\u{0}\"", "mine.toml: this is no text: it holds a NUL"),
    (
      "\nextends = \"defualt\"",
      "mine.toml:2: no theme is called `defualt`: did you mean `default`?"
    ),
  ])
  func `a problem names file, line and role`(text: String, expected: String) throws {
    let problem = try #require(try ThemeFixtures.problem(in: text))
    #expect(problem.description.contains(expected), "\(problem)")
  }

  @Test(arguments: [
    ("[=]", "a key is missing after the `[`"), ("[ .a]", "a key is missing"),
    ("[[#", "a key is missing"), ("[é]", "a key is missing"), (" \t[ {a", "a key is missing"),
    ("[\u{301}", "a key is missing"), ("\u{FEFF}", "has no place here"), ("é = 1", "`é` has no"),
    ("a = [}", "this `}` closes nothing"), ("a = ]", "this `]` closes nothing"),
    ("a = [\u{2028}1]", "has no place here"), ("a = 1979-05-27Tf", "a date has no place"),
    ("a = +1979-05-27", "a date has no place"), ("a = \u{1}", "has no place here"),
    ("a = 07:32:00", "`:` has no place here"), ("[]", "blank bare keys"), ("[", "a key is missing"),
    ("a = \"", "while parsing string"),
  ])
  func `what TOMLKit must not see is refused with its line`(text: String, reason: String) throws {
    let problem = try #require(
      try ThemeFixtures.problem(in: "name = \"\"\"é\n[}\\\"\"\"\"\"\r\n# ]\n\(text)\n"))
    #expect(problem.line == 4, "\(problem)")
    #expect(reason.isEmpty || problem.message.contains(reason), "\(problem)")
  }

  @Test func `lists of many lines are no headers`() throws {
    let roles = try ThemeFixtures.roles(
      in: "[roles]\nmatch = { attributes = [\n\"bold\",\n  \"dim\"\n] }\n[roles.title]\n")
    #expect(roles[.match]?.attributes == [.bold, .dim])
  }

  @Test func `a syntax error has its line`() throws {
    let problem = try #require(try ThemeFixtures.problem(in: "name = \"a\"\n\n[roles]\ntitle = {"))
    #expect(problem.line ?? 0 >= 4)
  }

  @Test func `what a file says never holds control characters`() throws {
    let problem = try #require(
      try ThemeFixtures.problem(in: "[roles]\n\"a\\u001b]0;x\\u0007\" = {}"))
    #expect(!problem.description.unicodeScalars.contains { $0.value < 0x20 })
    let folder = try ThemeFolder(["mine.toml": "name = \"a\\u001b[2Jb\""])
    #expect(try ThemeFixtures.library(folder).load("mine").theme.name == "a[2Jb")
  }

  @Test func `no text crashes the reader`() throws {
    let pieces = [
      "[", "]", "roles", ".", "title", "=", "{", "}", "fg", "\"red\"", "'x'", "\n", " ", ",", "1",
      "\"\"\"", "#", "status.failed", "palette", "extends", "true", "1979-05-27", "é", "\u{FEFF}",
      "\u{2028}", ":", "\\", "'", "\"", "\r\n", "0x", "T", "_", "+", "\u{1}", "[[", "a = [", "}",
    ]
    // Park and Miller's generator: the same texts in every run.
    var number = 1
    func next(below limit: Int) -> Int {
      number = number * 48_271 % 2_147_483_647
      return number % limit
    }
    for _ in 0..<3000 {
      let text = (0..<next(below: 15)).map { _ in pieces[next(below: pieces.count)] }.joined()
      do throws(ThemeProblem) {
        _ = try ThemeReader.read(text, path: "mine.toml", name: "mine")
      } catch {
        #expect(!error.message.isEmpty)
        #expect(error.line ?? 1 >= 1)
      }
      _ = TOMLLines(text)
    }
  }

  @Test func `the lines of keys are found below headers and past texts of many lines`() {
    let lines = TOMLLines(
      """
      name = "x"
      note = \"\"\"
      [roles]
      title = 1
      \"\"\"
        [ roles . "status.failed" ]
      fg = 1
      # bg = 2
      list = [
        "a = b",
      ]
      'bg' = 2
      [palette]
      a.b = 1
      """)
    #expect(lines.line(of: ["name"]) == 1)
    #expect(lines.line(of: ["roles", "status.failed"]) == 6)
    #expect(lines.line(of: ["roles", "status.failed", "fg"]) == 7)
    #expect(lines.line(of: ["roles", "status.failed", "bg"]) == 12)
    #expect(lines.line(of: ["roles", "status.failed", "none"]) == 6)
    #expect(lines.line(of: ["roles", "title"]) == 6)
    #expect(lines.line(of: ["palette", "a", "b"]) == 14)
    #expect(lines.line(of: ["palette", "a"]) == 14)
    #expect(lines.line(of: ["nothing"]) == 1)
  }
}
