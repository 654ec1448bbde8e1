import Foundation
import Testing

@testable import exportdeck

@Suite struct ThemeCheckTests {
  private static let manyWrongs = """
    name = 1
    extends = "default"
    [palette]
    ink = "#12345"
    [roles]
    "status.fialed" = { fg = 1 }
    title = { fg = true, attributes = ["blod", "bold", 1], weight = 3 }
    "status.failed" = "red"
    match = { gradient = [300, "#000000"], bg = "ink" }
    """

  @Test func `every problem is told, in the order of the lines`() throws {
    let folder = try ThemeFolder(["mine.toml": Self.manyWrongs])
    let check = try #require(ThemeFixtures.library(folder).check("mine").first)
    #expect(check.place == folder.file("mine.toml"))
    let told = check.text.replacing(folder.path + "/", with: "")
    #expect(
      told == """
        mine.toml:1: `name` is text, not integer
        mine.toml:4: `#12345` is no colour: write #rrggbb
        mine.toml:6: status.fialed: unknown role: did you mean `status.failed`?
        mine.toml:7: title: `fg` is a colour (text or a number), not bool
        mine.toml:7: title: unknown attribute `blod`: did you mean `bold`?
        mine.toml:7: title: `attributes` is text, not integer
        mine.toml:7: title: unknown key `weight`; there are fg bg attributes gradient
        mine.toml:8: status.failed: `status.failed` is a table, not string
        mine.toml:9: match: 300 is no colour: the 256 are numbered 0–255

        """)
    // The screen tells the first of them.
    #expect(
      ThemeFixtures.problem("mine", in: ThemeFixtures.library(folder)) == check.problems.first)
  }

  @Test func `colours that a role names wrongly are told beside what else is wrong with roles`()
    throws
  {
    let folder = try ThemeFolder([
      "mine.toml": "[roles]\nmatch = { fg = \"rde\", bg = \"geren\" }\ntitle = { fgg = 1 }"
    ])
    let check = try #require(ThemeFixtures.library(folder).check("mine").first)
    #expect(check.problems.map(\.line) == [2, 2, 3])
    #expect(check.problems.map(\.role) == ["match", "match", "title"])
    // A palette that can't be read would make every colour unknown.
    try folder.write("mine.toml", "[palette]\nink = true\n[roles]\nmatch = { fg = \"ink\" }")
    #expect(ThemeFixtures.library(folder).check("mine").flatMap(\.problems).count == 1)
  }

  @Test func `a theme's own problems come before those of the theme that it extends`() throws {
    let folder = try ThemeFolder([
      "child.toml": "extends = \"base\"\n[roles]\ntitle = { fg = 256 }",
      "base.toml": "[roles]\nmatch = { fg = 257 }",
    ])
    let problems = ThemeFixtures.library(folder).check("child").flatMap(\.problems)
    #expect(problems.map(\.file) == [folder.file("child.toml"), folder.file("base.toml")])
  }

  @Test func `a name, a path, a folder and nothing at all can be checked`() throws {
    let own = try ThemeFolder(["a.toml": "", "b.toml": "x = 1", "notes.txt": "x"])
    let empty = try ThemeFolder()
    let library = ThemeFixtures.library(own)
    let (a, b) = (own.file("a.toml"), own.file("b.toml"))
    #expect(library.check("a").map(\.text) == ["\(a): nothing is wrong\n"])
    #expect(library.check(b).map(\.place) == [b])
    #expect(library.check(b).flatMap(\.problems).map(\.line) == [1])
    #expect(library.check(own.path).map(\.place) == [a, b])
    #expect(library.check(own.path + "/").map(\.place) == [a, b])
    #expect(library.check(empty.path).flatMap(\.problems).count == 1)
    #expect(library.check("default").map(\.text) == ["default (built in): nothing is wrong\n"])
    #expect(library.checkAll().map(\.place) == ["default (built in)", a, b])
    #expect(
      library.check("aa").map(\.text)
        == ["no theme is called `aa`: did you mean `a`?\n"])
    #expect(library.check("/nowhere/x.toml").flatMap(\.problems).count == 1)
  }

  @Test func `the list shows every file, and which of one name counts`() throws {
    let own = try ThemeFolder(["nord.toml": ""])
    let shipped = try ThemeFolder(["nord.toml": "", "mono\u{1B}.toml": ""])
    #expect(
      ThemeFixtures.library(own, shipped).table == """
        THEME    FILE
        default  built in
        mono     \(shipped.file("mono.toml"))
        nord     \(own.file("nord.toml"))
        nord     \(shipped.file("nord.toml")) (hidden by the one above)

        """)
  }
}
