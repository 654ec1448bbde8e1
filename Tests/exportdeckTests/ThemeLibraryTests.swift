import AWSCore
import Canvas
import Foundation
import Glibc
import Testing

@testable import exportdeck

@Suite struct ThemeLibraryTests {
  @Test func `an earlier folder's theme comes before a later one's of the name`() throws {
    let own = try ThemeFolder(["nord.toml": "roles.title.fg = 1"])
    let shipped = try ThemeFolder([
      "nord.toml": "roles.title.fg = 2", "mono.toml": "", "notes.txt": "",
    ])
    let library = ThemeFixtures.library(own, shipped)
    #expect(try library.load("nord").theme.roles[.title]?.foreground == .indexed(1))
    #expect(try library.load("nord").theme.name == "nord")
    #expect(try library.load("nord").files == [own.file("nord.toml")])
    #expect(library.names == ["default", "mono", "nord"])
  }

  @Test func `a path is loaded wherever it is, and may extend what is beside it`() throws {
    let elsewhere = try ThemeFolder([
      "mine.toml": "name = \"My own\"\nextends = \"base\"", "base.toml": "roles.title.fg = 3",
    ])
    let library = ThemeFixtures.library()
    let loaded = try library.load(elsewhere.file("mine.toml"))
    #expect(loaded.theme.name == "My own")
    #expect(loaded.theme.roles == [.title: Appearance(foreground: .indexed(3))])
    #expect(loaded.files == [elsewhere.file("mine.toml"), elsewhere.file("base.toml")])
    #expect(ThemeFixtures.problem("base", in: library) != nil)
  }

  @Test func `a pipe is no theme, whatever leads to it`() throws {
    let folder = try ThemeFolder([:])
    mkfifo(folder.file("pipe.toml"), 0o600)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.toml"), withDestinationPath: folder.file("pipe.toml"))
    for name in ["pipe", "link"] {
      #expect(
        ThemeFixtures.problem(name, in: ThemeFixtures.library(folder))?.description
          == "\(folder.file("\(name).toml")): the file can't be read: it is a pipe, not a file")
    }
  }

  @Test func `the default works without any file, and a file of the name replaces it`() throws {
    #expect(try ThemeFixtures.library().load("default").theme == ThemeFixtures.builtIn)
    #expect(ThemeFixtures.library().names == ["default"])
    let folder = try ThemeFolder(["default.toml": "extends = \"default\"\nroles.title.fg = 5"])
    let theme = try ThemeFixtures.library(folder).load("default").theme
    #expect(theme.roles[.title] == Appearance(foreground: .indexed(5)))
    #expect(theme.roles[.statusFailed] == ThemeFixtures.builtIn.roles[.statusFailed])
  }

  @Test func `a role replaces the whole of the extended one, and a palette recolours it`() throws {
    let folder = try ThemeFolder([
      "base.toml": """
      palette = { ink = "#000000", paper = 15 }
      [roles]
      title = { fg = "ink", bg = "paper", attributes = ["bold"] }
      match = { fg = "ink", bg = "paper" }
      """,
      "child.toml": """
      extends = "base"
      palette = { ink = 4 }
      roles.match.fg = "paper"
      """,
    ])
    let roles = try ThemeFixtures.library(folder).load("child").theme.roles
    #expect(
      roles[.title]
        == Appearance(
          foreground: .indexed(4), background: .indexed(15), attributes: .bold))
    #expect(roles[.match] == Appearance(foreground: .indexed(15)))
  }

  @Test func `a theme of the same name extends the next one of that name`() throws {
    let own = try ThemeFolder(["nord.toml": "extends = \"nord\"\nroles.title.fg = 1"])
    let shipped = try ThemeFolder(["nord.toml": "roles.title.fg = 2\nroles.match.fg = 2"])
    let roles = try ThemeFixtures.library(own, shipped).load("nord").theme.roles
    #expect(roles[.title]?.foreground == .indexed(1))
    #expect(roles[.match]?.foreground == .indexed(2))
  }

  @Test func `themes that extend one another in a circle are refused`() throws {
    let folder = try ThemeFolder([
      "a.toml": "extends = \"b\"", "b.toml": "\nextends = \"c\"", "c.toml": "extends = \"a\"",
      "self.toml": "extends = \"self\"",
    ])
    let library = ThemeFixtures.library(folder)
    let problem = try #require(ThemeFixtures.problem("a", in: library))
    #expect(problem.file == folder.file("c.toml"))
    #expect(problem.line == 1)
    #expect(problem.message.hasSuffix("in a circle: a → b → c → a"))
    #expect(ThemeFixtures.problem("self", in: library)?.message.contains("circle") == true)
  }

  @Test func `a problem in an extended theme names that theme's file`() throws {
    let folder = try ThemeFolder([
      "child.toml": "extends = \"base\"", "base.toml": "\n[roles]\ntitle = { fg = \"rd\" }",
    ])
    let problem = try #require(ThemeFixtures.problem("child", in: ThemeFixtures.library(folder)))
    #expect(problem.file == folder.file("base.toml"))
    #expect(problem.line == 3)
    #expect(problem.role == "title")
  }

  @Test func `a theme that isn't there is told with a guess`() throws {
    let folder = try ThemeFolder(["gruvbox.toml": ""])
    let library = ThemeFixtures.library(folder)
    #expect(
      ThemeFixtures.problem("grubvox", in: library)?.description
        == "no theme is called `grubvox`: did you mean `gruvbox`?")
    #expect(
      ThemeFixtures.problem("zzzz", in: library)?.description
        == "no theme is called `zzzz`; there are default gruvbox")
    #expect(
      ThemeFixtures.problem("production", in: ThemeFixtures.library())?.message
        == "no theme is called `production`; there is default alone")
    let bare = try ThemeFolder([:])
    #expect(
      ThemeFixtures.problem("production", in: ThemeFixtures.library(bare))?.message
        == "no theme is called `production`; there is default alone, and no theme in \(bare.path)")
    #expect(
      ThemeFixtures.problem("/nowhere/x.toml", in: library)?.description
        == "/nowhere/x.toml: there is no such file")
  }

  @Test func `what is no theme file is told as such`() throws {
    let folder = try ThemeFolder(["big.toml": String(repeating: "#", count: 300_000)])
    try Data([0x23, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: folder.file("latin.toml")))
    try FileManager.default.createDirectory(
      atPath: folder.file("folder.toml"), withIntermediateDirectories: true)
    let library = ThemeFixtures.library(folder)
    #expect(ThemeFixtures.problem("big", in: library)?.message.contains("256 KB") == true)
    #expect(ThemeFixtures.problem("latin", in: library)?.message.contains("UTF-8") == true)
    #expect(ThemeFixtures.problem("folder", in: library)?.message.contains("read") == true)
    #expect(library.checkAll().filter { !$0.problems.isEmpty }.count == 3)
  }

  @Test func `a link to a theme is a theme`() throws {
    let folder = try ThemeFolder(["nord.toml": "roles.title.fg = 2"])
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("mine.toml"), withDestinationPath: folder.file("nord.toml"))
    #expect(
      try ThemeFixtures.library(folder).load("mine").theme.roles[.title]?.foreground
        == .indexed(2))
  }

  @Test
  func `themes are looked for in the user's folder, beside the program and in its repository`()
    throws
  {
    func candidates(_ variables: [String: String], _ program: String) -> [String] {
      ThemeFolders.candidates(environment: Environment(variables: variables), program: program)
    }
    #expect(
      candidates(["HOME": "/home/ann"], "/usr/local/bin/exportdeck") == [
        "/home/ann/.config/exportdeck/themes", "/usr/local/share/exportdeck/themes",
      ])
    #expect(
      candidates(["HOME": "/home/ann", "XDG_CONFIG_HOME": "/etc/ann"], "/opt/x/bin/exportdeck")
        == ["/etc/ann/exportdeck/themes", "/opt/x/share/exportdeck/themes"])
    #expect(
      candidates(["HOME": "/home/ann", "XDG_CONFIG_HOME": "relative"], "/bin/exportdeck")
        == ["/home/ann/.config/exportdeck/themes", "/share/exportdeck/themes"])
    #expect(candidates([:], "").isEmpty)

    let root = try ThemeFolder(["Package.swift": ""])
    for folder in ["themes", ".build/x86/debug"] {
      try FileManager.default.createDirectory(
        atPath: root.file(folder), withIntermediateDirectories: true)
    }
    try root.write("themes/default.toml", "")
    #expect(
      candidates([:], root.file(".build/x86/debug/exportdeck")).last == root.file("themes"))
  }
}
