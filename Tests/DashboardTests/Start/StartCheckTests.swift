import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What is checked of an export before it is sent, on the screen.
@Suite struct StartCheckTests {
  private func asked(
    isProduction: Bool = false, checks: Preflight.Level = .full, rows: Int = 40
  ) -> Script {
    var script = Script(
      running("a"), rows: rows, columns: 120, settings: Settings(checks: checks),
      isProduction: isProduction)
    script.openEmptyForm()
    script.fill()
    script.press(.control("s"))
    return script
  }

  private static let source = Lookup.dbSnapshots(
    named: "arn:aws:rds:eu-west-1:123456789012:snapshot:orders")

  @Test func `C-s asks AWS, says that it is checking, and goes on by itself`() {
    var script = asked()
    #expect(!script.looks.isEmpty)
    #expect(script.screen.contains("Checking this export"))
    let before = script.looks.count
    for (ticket, lookup) in script.looks {
      script.send(
        .found(ticket: ticket, .failure(LookupProblem(.denied, "you may not ask \(lookup)"))))
    }
    while let (ticket, _) = script.looks.first(where: { script.isUnderWay($0.value) }) {
      script.send(.found(ticket: ticket, .failure(LookupProblem(.denied, "no"))))
    }
    #expect(script.looks.count >= before)
    #expect(script.screen.contains("Start this export?"))
    #expect(script.screen.contains("not checked"))
    #expect(script.screen.contains("you may not ask"))
  }

  @Test func `what AWS would refuse is said plainly, and can be started all the same`() {
    var script = Script([task("NEW-export", .complete)], rows: 40, columns: 120)
    script.openEmptyForm()
    script.fill()
    var form = script.form
    form?.set(.exportTaskIdentifier, "NEW-export")
    script.state.dialog = form
    script.press(.control("s"))
    #expect(script.screen.contains("✖ fail"))
    #expect(script.screen.contains("AWS refuses this export or fails it"))
    script.press(.control("y"))
    #expect(script.starts.count == 1)
  }

  @Test func `with the checks off nothing is asked but for the list of the field`() {
    let script = asked(checks: .off)
    #expect(Set(script.looks.values) == [.dbSnapshots(), .dbClusterSnapshots(), .dbClusters()])
    #expect(script.screen.contains("Start this export?"))
  }

  @Test func `production wants the identifier typed`() {
    var script = asked(isProduction: true, checks: .off)
    #expect(script.screen.contains("PRODUCTION"))
    script.press(.control("y"))
    #expect(script.starts == [])
    #expect(script.screen.contains("type new-export first"))
    script.type("new-export")
    script.press(.enter)
    #expect(script.starts == [])
    script.press(.control("y"))
    #expect(script.starts == [Script.request])
  }

  @Test func `a long list of checks scrolls, and its answer keeps its place`() {
    var script = asked(rows: 16)
    let before = script.screen
    script.press(.pageDown)
    #expect(script.asksForStart)
    #expect(script.screen != before)
    #expect(script.screen.contains("yes, start it"))
    script.press(.pageUp)
    #expect(script.screen == before)
  }

  @Test func `C-r checks again what was denied`() {
    var script = asked()
    // A list is asked again by its field.
    guard let (ticket, lookup) = script.looks.first(where: { ShelfKind($0.value) == nil }) else {
      return #expect(Bool(false))
    }
    script.send(.found(ticket: ticket, .failure(LookupProblem(.denied, "no"))))
    script.press(.escape, .control("s"))
    #expect(script.times(lookup) == 1)
    script.press(.control("r"))
    #expect(script.times(lookup) == 2)
  }

  @Test func `a field is checked when it is left, and what is being typed is not`() {
    var script = Script(running("a"))
    script.openEmptyForm()
    script.press(.tab, .tab)
    script.type("lake-raw")
    #expect(!script.looks.values.contains(.bucket("lake-raw")))
    script.press(.tab)
    #expect(script.looks.values.contains(.bucket("lake-raw")))
  }
}

extension Script {
  fileprivate func isUnderWay(_ lookup: Lookup) -> Bool {
    state.lookups.answer(to: lookup, at: Script.site)?.isUnderWay == true
  }
}
