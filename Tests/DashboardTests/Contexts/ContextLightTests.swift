import Canvas
import Testing
import Tracking

@testable import Dashboard

/// What is wrong with some contexts is told beside what the others show.
@Suite struct ContextLightTests {
  private func trouble(_ summary: String = "RDS can't be reached.") -> Trouble {
    Trouble(
      kind: .unreachable, summary: summary, advice: "Check the network.", since: Script.start)
  }

  @Test func `the title names the selected row's context and says how many others there are`() {
    let script = Several.script(3)
    #expect(script.rows()[0].contains("prod · eu-west-1 · 111111111111  +2 contexts"))
    #expect(script.rows()[0].contains("● live"))
  }

  @Test func `live is said only where all that are shown are live`() {
    var script = Several.script(3, columns: 140)
    script.answer(2, trouble: trouble())
    script.wait(.seconds(125))
    for number in [1, 3] { script.answer(number) }
    #expect(script.rows()[0].contains("✖ staging stale 2m"))
    #expect(!script.rows()[0].contains("live"))
    script.press(.character("P"))
    script.select(2)
    script.press(.enter)
    #expect(script.rows()[0].contains("● live"))
  }

  @Test func `one that stands by is no trouble, unless it is in trouble itself`() {
    var script = Several.script(2)
    script.standBy(3, behind: 1, of: 1)
    #expect(script.rows()[0].contains("● live"))
    script.standBy(3, behind: 1, of: 1, trouble: trouble())
    #expect(script.rows()[0].contains("✖ dev no answer yet"))
  }

  @Test(arguments: [40, 60, 80, 100, 120, 200])
  func `lights are named as far as there is room, and counted beyond`(columns: Int) {
    var script = Several.script(20, rows: 40, columns: columns)
    for number in 2...20 { script.answer(number, trouble: trouble()) }
    let title = script.rows()[0]
    #expect(title.contains("+18 not live") || title.contains("19 of 20 not live"))
    #expect(title.contains("✖"))
    #expect(title.contains("prod"))
  }

  @Test func `the same trouble of several contexts is told once, with their names`() {
    var script = Several.script(4)
    for number in [2, 3] { script.answer(number, trouble: trouble()) }
    script.answer(4, trouble: trouble("The token has expired."))
    let rows = script.rows().joined(separator: "\n")
    #expect(rows.contains("✖ 2 contexts: RDS can't be reached (staging, dev)"))
    #expect(rows.contains("✖ lab: The token has expired"))
    script.press(.character("!"))
    let all = script.rows().joined(separator: "\n")
    #expect(all.contains("staging, dev") && all.contains("lab"))
  }

  @Test func `many troubles leave room for rows, and each is named in whole by a key`() {
    var script = Several.script(50)
    for number in 1...50 { script.answer(number, trouble: trouble("Trouble \(number).")) }
    #expect(script.state.layout.listRows >= 10)
    #expect(script.rows().contains { $0.contains("! shows all") })
    #expect(!script.rows().contains { $0.contains("Check the network") })
    script.press(.character("!"), .end)
    #expect(script.rows().contains { $0.contains("Trouble 50") })
  }

  @Test func `four troubles take one line, which counts them and names the worst`() {
    var script = Several.script(6, rows: 24, columns: 80)
    let listRows = script.state.layout.listRows
    script.answer(2, trouble: throttled)
    for number in [3, 4, 5] {
      script.answer(number, trouble: trouble("Trouble \(number) is this one."))
    }
    #expect(script.state.layout.listRows == listRows - 1)
    let line = script.rows()[3]
    #expect(line.contains("✖ 4 contexts in trouble, dev: Trouble 3 is this one "))
    #expect(line.hasSuffix("… ! shows all"))
    script.press(.character("!"))
    let all = script.rows().joined(separator: "\n")
    #expect(all.contains("Trouble 3") && all.contains("Check the network"))
  }

  private var throttled: Trouble {
    Trouble(
      kind: .throttled, summary: "AWS throttles.", advice: "It is asked less often.",
      since: Script.start)
  }

  @Test func `one context without credentials does not cover the others`() {
    var script = Several.script(2)
    script.data([], context: ContextID(1), site: Several.place(1), label: Several.label(1))
    script.data(
      [], context: ContextID(2), site: Several.place(2), label: Several.label(2),
      trouble: Trouble(
        kind: .noCredentials, summary: "No credentials.", advice: "Log in.", since: Script.start))
    let rows = script.rows().joined(separator: "\n")
    #expect(rows.contains("✖ staging: No credentials"))
    #expect(rows.contains("no exports yet"))
    #expect(!rows.contains("What to do"))
  }

  @Test func `a context that can't be read does not make the others partial`() {
    var script = Several.script(2)
    script.data(
      [], context: ContextID(3), site: Several.place(3), label: Several.label(3), hasSwept: false,
      trouble: trouble())
    #expect(script.rows()[1].contains("6 exports "))
    script.data(
      [], context: ContextID(3), site: Several.place(3), label: Several.label(3), hasSwept: false)
    #expect(script.rows()[1].contains("6 exports so far"))
  }

  @Test func `details name the context where there are several`() {
    var script = Several.script(2, rows: 40)
    script.press(.home, .enter)
    #expect(script.rows().contains { $0.contains("Context     prod · eu-west-1 · 111111111111") })
    var alone = Several.script(1, rows: 40)
    alone.press(.home, .enter)
    #expect(!alone.rows().contains { $0.contains("Context     ") })
  }
}
