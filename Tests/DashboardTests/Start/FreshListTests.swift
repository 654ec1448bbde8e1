import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// Which snapshot is the newest is said by a list that was read just now, not hours ago.
@Suite struct FreshListTests {
  private static func list(_ day: Int) -> Found {
    .sources(
      ["a", "b"].map {
        snapshot(
          "rds:\($0)-prod-2026-11-\(day)-01-00", of: "\($0)-prod", hours: Double(22 - day) * 24 + 11
        )
      })
  }

  /// With a list that was read hours before the question.
  private func later() -> Script {
    var script = Script(
      Script.three, rows: 40, columns: 120, settings: Settings(checks: .off))
    script.openEmptyForm()
    script.found(.dbSnapshots(), Self.list(21))
    script.press(.escape, .escape)
    script.wait(.seconds(7200))
    script.data(Script.three)
    script.state.list.marks = Set(Script.three.map(\.id))
    script.press(.character("c"))
    return script
  }

  @Test func `several starts ask for the list anew, and say so until it is there`() {
    var script = later()
    #expect(script.times(.dbSnapshots()) == 2)
    #expect(script.screen.contains("looking for newer snapshots"))
    #expect(!script.screen.contains("none newer"))
    script.found(.dbSnapshots(), Self.list(22))
    #expect(script.screen.contains("newer: rds:a-prod-2026-11-22-01-00"))
  }

  @Test func `what is on its way is not asked for twice, and what was denied not again`() {
    var script = Script.repeating()
    script.send(.input(.due))
    #expect(script.times(.dbSnapshots()) == 1)
    script.failed(.dbSnapshots(), .denied)
    script.press(.escape)
    script.wait(.seconds(7200))
    script.state.list.marks = Set(Script.three.map(\.id))
    script.press(.character("c"))
    #expect(script.times(.dbSnapshots()) == 1)
    script.press(.control("r"))
    #expect(script.times(.dbSnapshots()) == 2)
  }

  @Test func `asked again, the newest may be another, and that is shown before it is sent`() {
    var script = later()
    script.found(.dbSnapshots(), Self.list(21))
    #expect(script.screen.contains("none newer"))
    script.press(.control("r"))
    #expect(script.times(.dbSnapshots()) == 3)
    script.found(.dbSnapshots(), Self.list(22))
    script.press(.control("n"))
    #expect(script.repeatedNames.first == "a-2026-11-22")
    script.press(.control("r"))
    #expect(script.screen.contains("looking for newer snapshots"))
    #expect(script.repeatedNames.first == "a-2026-11-22", "what stands here stays until then")
    script.found(.dbSnapshots(), Self.list(23))
    #expect(script.repeatedNames.first == "a-2026-11-23")
    // What changed just now has to be read first.
    script.send(.input(.key(.control("y"))))
    #expect(script.starts == [])
    script.press(.control("y"))
    #expect(script.starts.first?.sourceArn.hasSuffix("a-prod-2026-11-23-01-00") == true)
  }

  // MARK: n on a row

  private func onRow() -> Script {
    var script = Script([Script.night("a")], rows: 40, settings: Settings(checks: .off))
    script.press(.character("n"))
    script.found(.dbSnapshots(), Self.list(21))
    return script
  }

  @Test func `a row's form asks anew after a minute`() {
    var script = onRow()
    script.press(.escape)
    script.wait(.seconds(30))
    script.press(.character("n"))
    #expect(script.times(.dbSnapshots()) == 1)
    script.press(.escape)
    script.wait(.seconds(61))
    script.press(.character("n"))
    #expect(script.times(.dbSnapshots()) == 2)
    #expect(script.screen.contains("looking for a newer snapshot"))
  }

  @Test func `a form that was open for hours looks again before it is sent`() {
    var script = onRow()
    script.wait(.seconds(7200))
    script.press(.control("s"))
    #expect(script.times(.dbSnapshots()) == 2)
    script.press(.control("y"))
    #expect(script.starts == [])
    script.found(.dbSnapshots(), Self.list(22))
    script.press(.control("y"))
    #expect(script.starts.map(\.exportTaskIdentifier) == ["a-2026-11-22"])
  }

  @Test func `the word of production is the name that is sent, whichever snapshot is found`() {
    var script = Script(
      [Script.night("a")], rows: 40, settings: Settings(checks: .off), isProduction: true)
    script.press(.character("n"), .control("s"))
    script.typeWord("a-2026-11-21-2")
    script.found(.dbSnapshots(), Self.list(22))
    script.press(.control("y"))
    #expect(script.starts == [])
    #expect(script.screen.contains("type a-2026-11-22 and press C-y"))
    script.typeWord("a-2026-11-22")
    script.press(.control("y"))
    #expect(script.starts.map(\.exportTaskIdentifier) == ["a-2026-11-22"])
  }

  @Test func `checking again looks for a newer one again`() {
    var script = onRow()
    script.press(.control("s"), .control("r"))
    #expect(script.times(.dbSnapshots()) == 2)
    script.found(.dbSnapshots(), Self.list(22))
    #expect(script.form?.request.exportTaskIdentifier == "a-2026-11-22")
    script.press(.escape, .control("r"))
    script.found(.dbSnapshots(), Self.list(23))
    #expect(script.form?.request.exportTaskIdentifier == "a-2026-11-23")
  }
}
