import Canvas
import Dashboard
import Foundation
import RDSExports
import Simulator
import Support
import Testing
import Tracking

@testable import exportdeck

/// Ordinary text, typed at any speed in any place, with the simulator behind: nothing is started,
/// nothing is canceled, and nothing is put on the clipboard but from the menu that is there for it.
@Suite(.serialized) @MainActor struct `Text that somebody types` {
  /// Where the text is typed: what is pressed to get there from the bare list.
  struct Spot: CustomTestStringConvertible {
    var name: String
    var keys: [Key]
    var testDescription: String { name }

    init(_ name: String, _ keys: [Key]) {
      self.name = name
      self.keys = keys
    }
  }

  static let spots: [Spot] = [
    Spot("the list", []),
    Spot("a list with a filter", [.character("/"), .character("e"), .enter]),
    Spot("the overview", [.enter]), Spot("the JSON page", [.character("J")]),
    Spot("the events page", [.enter, .character("3")]),
    Spot("the list beside the details", [.enter, .enter]),
    Spot("the filter", [.character("/")]),
    Spot("the filter from the details", [.enter, .character("/")]),
    Spot("the help", [.character("?")]), Spot("the sort menu", [.character("s")]),
    Spot("the theme menu", [.character("t")]), Spot("the menu of actions", [.character("a")]),
    Spot("the cancel in the menu of actions", [.character("a"), .down, .down]),
    Spot("the copy menu", [.character("y")]), Spot("the form", [.character("n")]),
    Spot("a filled form", [.character("c")]),
    Spot("the end of a filled form", [.character("c"), .backTab, .up, .up, .down, .down, .down]),
    Spot("the question of a start", [.character("c"), .control("s")]),
    Spot("the question of a cancel", [.character("x")]),
    Spot("the question of a cancel from the details", [.enter, .character("x")]),
    Spot("marks", [.character(" "), .character(" "), .character(" ")]),
    Spot("a range", [.character("V"), .down, .down]),
    Spot(
      "the question of three cancels",
      [.character(" "), .character(" "), .character(" "), .character("x")]),
  ]

  /// Seconds between two keys; none for a text that is read at once.
  static let speeds: [Double] = [0, 0.01, 0.12, 0.25, 0.5, 1]

  /// The commonest words, the help's own sentences, and what people type about exports: each of
  /// them in some places here, and in every place in `DashboardTests`.
  static let texts: [String] =
    OrdinaryText.lines + Array(Set(Keymap.standard.entries.map(\.help))).sorted()
    + OrdinaryText.aboutExports

  @Test(arguments: [false, true])
  func `starts, cancels and writes nothing`(isProduction: Bool) async throws {
    let app = try await ScriptedApp(
      size: Size(columns: 60, rows: 14),
      options: SimulatorOptions(tasks: 40, seed: 1, speed: 0.5),
      settings: Settings(), isProduction: isProduction)
    app.screen.keepsFrames = false
    // What is typed into the filter looks like a name that was cut.
    app.screen.words = { [] }
    try await app.until("40 exports")
    try await app.until("the first sweep has ended") {
      app.state.snapshots.values.first?.feed.hasSwept == true
    }
    try #require(app.state.counts[.running] > 2)
    var typist = Typist(app: app)
    var turn = 0
    let spots = Self.spots.filter { !isProduction || $0.keys.last == .character("x") }
    for spot in spots {
      for speed in Self.speeds {
        let texts = turn.isMultiple(of: 2) ? Self.texts : OrdinaryText.aboutExports
        typist.type(texts[turn * 7 % texts.count], in: spot, every: speed)
        turn += 1
      }
    }
    try await app.until("nothing is under way") { app.loop.isIdle }
    try await app.pass(.seconds(2))
    #expect(app.server.calls(of: "CancelExportTask") == 0)
    #expect(app.server.calls(of: "StartExportTask") == 0)
    #expect(typist.typed > 20 * turn)
    print("typed: \(typist.typed) keys, \(typist.copies) copies from the menu")
    await app.end()
  }
}

/// Types texts into the program and notes at once what came of each key.
@MainActor struct Typist {
  let app: ScriptedApp
  private(set) var typed = 0
  private(set) var copies = 0

  init(app: ScriptedApp) { self.app = app }

  mutating func type(
    _ text: String, in spot: `Text that somebody types`.Spot, every seconds: Double
  ) {
    goBack()
    for key in spot.keys { press([key], after: 0.15, in: spot) }
    let keys = (text + "\n").map { $0 == "\n" ? Key.enter : .character($0) }
    typed += keys.count
    if seconds == 0 {
      press(keys, after: 0.15, in: spot, text)
      return
    }
    for key in keys where !app.loop.isOver { press([key], after: seconds, in: spot, text) }
  }

  /// To the bare list, whatever is open; a program that was left is opened again.
  private mutating func goBack() {
    if app.loop.isOver { app.openAgain() }
    for _ in 0..<12 where !isBare { press([.escape], after: 0.15) }
    press([.character("g")], after: 0.15)
    #expect(isBare)
  }

  private var isBare: Bool {
    let state = app.state
    return state.place == .list && state.details == nil && state.list.marks.isEmpty
      && state.list.rangeAnchor == nil && state.filter.text.isEmpty
  }

  private var copied: Int {
    app.screen.emitted.count { if case .clipboard = $0 { true } else { false } }
  }

  private mutating func press(
    _ keys: [Key], after seconds: Double, in spot: `Text that somebody types`.Spot? = nil,
    _ text: String = ""
  ) {
    let before = (app.state.place, app.state.details == nil, copied)
    app.read(keys.map { .key($0) }, after: .seconds(seconds))
    #expect(
      app.state.acting.isEmpty,
      "\(spot?.name ?? ""), \(text), every \(seconds) s")
    if copied > before.2 {
      copies += 1
      #expect(
        before.0 == .copy,
        "copied in \(before.0): \(spot?.name ?? ""), \(text), every \(seconds) s")
    }
    if app.loop.isOver, keys.count == 1 {
      #expect(before.0 == .list && before.1, "left from \(before.0): \(spot?.name ?? ""), \(text)")
    }
  }
}
