import Canvas
import Testing

@Suite struct ThemeTests {
  private let theme = Theme(
    name: "test",
    roles: [
      .text: Appearance(foreground: .indexed(7), background: .indexed(0)),
      .rowSelected: Appearance(
        foreground: .indexed(15), background: .indexed(4), attributes: .bold),
      .rowMarked: Appearance(attributes: [.reverse, .underline]),
      .statusFailed: Appearance(foreground: .indexed(1), attributes: .italic),
      .progressFill: Appearance(
        background: .terminal,
        gradient: [
          .rgb(red: 0, green: 0, blue: 0), .rgb(red: 100, green: 200, blue: 0),
          .rgb(red: 200, green: 200, blue: 200),
        ]),
    ])

  @Test func `a role stands on its surface, the surface on the text`() {
    #expect(
      theme.appearance(of: Style(.statusFailed, on: .rowSelected))
        == ResolvedAppearance(
          foreground: .indexed(1), background: .indexed(4), attributes: [.italic, .bold]))
    #expect(
      theme.appearance(of: Style(.title, on: .rowSelected))
        == ResolvedAppearance(
          foreground: .indexed(15), background: .indexed(4), attributes: .bold))
    #expect(
      theme.appearance(of: Style(.title))
        == ResolvedAppearance(foreground: .indexed(7), background: .indexed(0)))
    #expect(Theme(name: "", roles: [:]).appearance(of: .plain) == ResolvedAppearance())
  }

  @Test func `a role with a background of its own is not reversed by its surface`() {
    let bar = theme.appearance(of: Style(.progressFill, on: .rowMarked))
    #expect(bar.attributes == .underline)
    #expect(bar.background == .terminal)
    #expect(theme.appearance(of: Style(.title, on: .rowMarked)).attributes.contains(.reverse))
  }

  @Test(
    arguments: [
      (0, 0, 0, 0), (25, 50, 100, 0), (50, 100, 200, 0), (75, 150, 200, 100), (100, 200, 200, 200),
      (255, 200, 200, 200),
    ] as [(UInt8, UInt8, UInt8, UInt8)])
  func `a step lies between the stops`(_ step: UInt8, red: UInt8, green: UInt8, blue: UInt8) {
    let appearance = theme.appearance(of: Style(.progressFill, step: step))
    #expect(appearance.foreground == .rgb(red: red, green: green, blue: blue))
  }

  @Test func `palette stops don't mix`() {
    let theme = Theme(
      name: "", roles: [.progressFill: Appearance(gradient: [.indexed(1), .indexed(2)])])
    let colours = [0, 49, 50, 100].map {
      theme.appearance(of: Style(.progressFill, step: UInt8($0))).foreground
    }
    #expect(colours == [.indexed(1), .indexed(1), .indexed(2), .indexed(2)])
  }

  @Test func `on a reversed row nothing is dim but what leaves it`() {
    let dim = Theme(
      name: "dim",
      roles: [
        .textMuted: Appearance(attributes: .dim), .rowLeaving: Appearance(attributes: .dim),
        .rowSelected: Appearance(attributes: .reverse),
      ])
    #expect(dim.appearance(of: Style(.textMuted)).attributes == .dim)
    #expect(dim.appearance(of: Style(.textMuted, on: .rowSelected)).attributes == .reverse)
    #expect(
      dim.appearance(of: Style(.rowLeaving, on: .rowSelected)).attributes == [.dim, .reverse])
  }

  @Test func `without colours a selected row is reversed`() {
    let selected = theme.appearance(of: Style(.statusFailed, on: .rowSelected), depth: .mono)
    #expect(selected == ResolvedAppearance(attributes: [.italic, .bold, .reverse]))
    #expect(theme.appearance(of: .plain, depth: .mono) == ResolvedAppearance())
    #expect(
      theme.appearance(of: Style(.progressFill), depth: .mono) == ResolvedAppearance())
  }

  @Test func `colours that fall together are set apart`() {
    let close = Theme(
      name: "",
      roles: [
        .text: Appearance(
          foreground: .rgb(red: 200, green: 10, blue: 10),
          background: .rgb(red: 210, green: 0, blue: 0))
      ])
    let reduced = close.appearance(of: .plain, depth: .ansi8)
    #expect(reduced.background == .indexed(1))
    #expect(reduced.foreground == .indexed(7))
  }
}
