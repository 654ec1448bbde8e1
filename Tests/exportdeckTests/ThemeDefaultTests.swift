import Canvas
import Support
import Testing

@testable import exportdeck

@Suite struct `The default theme` {
  @Test func `is the same built in and in its file`() throws {
    let shipped = ThemeLibrary(
      folders: [Judge.root.appendingPathComponent("themes").path], builtIn: .builtIn)
    let theme = try shipped.load("default").theme
    for role in Role.allCases {
      #expect(theme.roles[role] == Theme.builtIn.roles[role], "\(role.rawValue)")
    }
  }
}
