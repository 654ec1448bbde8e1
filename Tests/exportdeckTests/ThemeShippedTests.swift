import Canvas
import Dashboard
import Foundation
import Testing

@testable import exportdeck

@Suite struct ThemeShippedTests {
  static let names = [
    "default", "colour-blind-safe", "dracula", "gruvbox", "high-contrast", "light", "mono", "nord",
    "production", "slate", "solarized",
  ]
  private static let library = ThemeLibrary(
    folders: [ThemeFixtures.shipped], builtIn: ThemeFixtures.builtIn)

  private func roles(_ name: String) throws -> [Role: Appearance] {
    try Self.library.load(name).theme.roles
  }

  @Test func `these are shipped, and nothing is wrong with them`() {
    #expect(Self.library.names == Self.names)
    #expect(Self.library.checkAll().flatMap(\.problems) == [])
  }

  @Test func `the default and that of production are there without any file`() throws {
    let bare = ThemeLibrary(folders: [], builtIn: .builtIn, others: [.production])
    #expect(bare.names == ["default", "production"])
    for name in bare.names { #expect(try bare.load(name).theme.roles == roles(name), "\(name)") }
    #expect(bare.checkAll().flatMap(\.problems) == [])
    #expect(bare.table.contains("production  built in"))
    #expect(
      throws: ThemeProblem(message: "no theme is called `nord`; there are default production alone")
    ) {
      try bare.load("nord")
    }
  }

  @Test(arguments: names)
  func `a theme is called like its file and defines every role`(name: String) throws {
    let theme = try Self.library.load(name).theme
    #expect(theme.name == name)
    for role in Role.allCases { #expect(theme.roles[role] != nil, "\(role.rawValue)") }
  }

  @Test(arguments: names)
  func `what a theme colours can be read on every surface`(name: String) throws {
    let roles = try roles(name)
    let base = roles[.text]
    let quiet: Set<Role> = [
      .textMuted, .rowLeaving, .statusCanceled, .statusComplete, .progressEmpty, .slotFree,
      .paneRule, .tabInactive,
      .inputPlaceholder, .hintDisabled, .columnHeader,
    ]
    for (role, appearance) in roles {
      let colours = [appearance.foreground ?? base?.foreground].compactMap { $0 }
      for colour in colours + appearance.gradient {
        for surface in [Role.text, .dialogSurface, .rowSelected] {
          let below = appearance.background ?? roles[surface]?.background ?? base?.background
          guard let below, let ratio = ThemeContrast.ratio(colour, below) else { continue }
          // A selected row is marked by the cursor as well, and one row of many.
          let wanted = quiet.contains(role) ? 3 : surface == .rowSelected ? 3.5 : 4.5
          #expect(
            ratio >= wanted, "\(role.rawValue) on \(surface.rawValue): \(ratio) of \(colour)")
        }
      }
    }
  }

  @Test func `high contrast means seven to one`() throws {
    let roles = try roles("high-contrast")
    for (role, appearance) in roles {
      let colour = try #require(appearance.foreground ?? roles[.text]?.foreground)
      let below = try #require(appearance.background ?? roles[.text]?.background)
      #expect(try #require(ThemeContrast.ratio(colour, below)) >= 7, "\(role.rawValue)")
      #expect(!appearance.attributes.contains(.dim))
    }
  }

  @Test(arguments: names)
  func `a selected row, an error and danger stand out without colours`(name: String) throws {
    let roles = try roles(name)
    for role in [Role.rowSelected, .dialogDanger, .toastError] {
      let appearance = try #require(roles[role])
      let isReversed = appearance.attributes.contains(.reverse)
      // Without colours a background of its own becomes reverse video.
      let hasBackground =
        appearance.background != nil && appearance.background != roles[.text]?.background
      #expect(isReversed || hasBackground, "\(role.rawValue)")
    }
    #expect(roles[.statusFailed]?.attributes.contains(.bold) == true)
    #expect(roles[.tabActive]?.attributes != roles[.tabInactive]?.attributes)
  }

  @Test(arguments: names)
  func `what has failed is loudest, what is finished is quiet`(name: String) throws {
    let roles = try roles(name)
    let failed = try #require(roles[.statusFailed])
    let complete = try #require(roles[.statusComplete])
    #expect(failed.attributes.contains(.bold))
    // Only what fails and what may need help is bold.
    let calm: [Role] = [
      .statusRunning, .statusStarting, .statusCanceling, .statusCanceled, .statusComplete,
      .statusWarning, .rowMarked,
    ]
    for role in calm {
      #expect(roles[role]?.attributes.contains(.bold) == false, "\(role.rawValue)")
    }
    let muted = roles[.textMuted]
    #expect(complete.foreground == nil || complete.foreground == muted?.foreground)
    #expect(complete.foreground != nil || complete.attributes.contains(.dim))
    #expect(roles[.statusRunning] != complete)
    #expect(roles[.paneFocused] != roles[.paneRule])
    if name != "mono" { #expect(failed.foreground != roles[.statusWarning]?.foreground) }
  }

  @Test(arguments: names)
  func `the bar of a selected row is one piece, whatever the task does`(name: String) throws {
    let theme = try Self.library.load(name).theme
    let bars: [Role] = [
      .progressFill, .progressEmpty, .statusFailed, .statusWarning, .statusStalled,
      .statusCanceled, .statusComplete, .statusCanceling,
    ]
    for depth in [ColourDepth.mono, .ansi8, .indexed256] {
      let looks = bars.map { theme.appearance(of: Style($0, on: .rowSelected), depth: depth) }
      #expect(Set(looks.map { $0.attributes.contains(.reverse) }).count == 1)
      #expect(Set(looks.map(\.background)).count == 1)
    }
  }

  @Test func `mono has no colours and tells apart by attributes what no symbol tells`() throws {
    let roles = try roles("mono")
    for (role, appearance) in roles {
      #expect(appearance.foreground == nil && appearance.background == nil, "\(role.rawValue)")
      #expect(appearance.gradient.isEmpty)
    }
    let groups: [[Role]] = [
      [.text, .textMuted, .textStrong], [.columnHeader, .columnSorted],
      [.text, .rowSelected, .rowMarked, .rowLeaving], [.progressFill, .progressEmpty],
      [.slotUsed, .slotFree], [.ageLive, .ageStale, .agePaused], [.tabActive, .tabInactive],
      [.fieldLabel, .fieldValue], [.inputText, .inputFocused, .inputError, .inputPlaceholder],
      [.text, .match], [.hintKey, .hintText, .hintDisabled], [.dialogTitle, .dialogDanger],
      [.toastInfo, .toastWarning, .toastError],
    ]
    for group in groups {
      let looks = Set(group.compactMap { roles[$0]?.attributes.rawValue })
      #expect(looks.count == group.count, "\(group)")
    }
    // Statuses have a symbol and a word each; those that ask for a look stand out besides.
    let calm = roles[.statusComplete]?.attributes
    for role in [Role.statusFailed, .statusWarning, .statusStalled] {
      #expect(roles[role]?.attributes != calm)
    }
  }

  @Test func `the default leaves the terminal its background and uses no fixed colour`() throws {
    for (role, appearance) in try roles("default") {
      #expect(appearance.background == nil || appearance.background == .terminal)
      for case .rgb in [appearance.foreground].compactMap({ $0 }) {
        Issue.record("\(role.rawValue) has a fixed colour")
      }
      // Black, white and their bright halves vanish on one kind of terminal or the other.
      if case .indexed(let index) = appearance.foreground { #expect((1...6).contains(index)) }
    }
  }

  @Test func `production has a red title and is else the default`() throws {
    let production = try roles("production")
    let usual = try roles("default")
    guard case .rgb(let red, let green, let blue) = production[.title]?.background else {
      Issue.record("the title has no background")
      return
    }
    #expect(red > 150 && green < 60 && blue < 60)
    #expect(production[.statusFailed] == usual[.statusFailed])
    #expect(production[.text] == usual[.text])
  }

  @Test func `failed and complete differ in more than red and green for the colour-blind`() throws {
    let roles = try roles("colour-blind-safe")
    guard case .rgb(let failed, _, let failedBlue) = roles[.statusFailed]?.foreground,
      case .rgb(let complete, _, let completeBlue) = roles[.statusComplete]?.foreground
    else {
      Issue.record("both have colours of their own")
      return
    }
    #expect(completeBlue > 150 && failedBlue < 100 && failed > complete)
  }
}
