import Canvas
import Foundation
import Support
import Testing

@testable import exportdeck

@Suite struct `The default theme` {
  @Test func `is built in as its file says`() throws {
    let file = Judge.root.appendingPathComponent("themes/default.toml")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(String(decoding: PackageResources.default_toml, as: UTF8.self) == text)
    let read = try ThemeReader.read(text, path: file.path, name: "default")
    #expect(try ThemeLibrary.theme(of: [read]) == Theme.builtIn)
  }

  @Test func `defines every role with the terminal's own colours`() {
    for role in Role.allCases {
      #expect(Theme.builtIn.roles[role] != nil, "\(role.rawValue)")
      let appearance = Theme.builtIn.appearance(of: Style(role))
      #expect(appearance.background == .terminal)
      if case .rgb = appearance.foreground { Issue.record("\(role.rawValue) is no palette colour") }
    }
  }

  @Test func `tells states apart without colours`() {
    func attributes(_ style: Style) -> Attributes {
      Theme.builtIn.appearance(of: style, depth: .mono).attributes
    }
    #expect(attributes(Style(.text, on: .rowSelected)).contains(.reverse))
    #expect(attributes(Style(.statusFailed)) != attributes(.plain))
    #expect(attributes(Style(.tabActive)) != attributes(Style(.tabInactive)))
    #expect(attributes(Style(.inputFocused)) != attributes(Style(.inputText)))
    #expect(attributes(Style(.hintKey)) != attributes(Style(.hintText)))
    #expect(attributes(Style(.dialogDanger)).contains(.reverse))
    #expect(attributes(Style(.match)) != attributes(.plain))
  }
}
