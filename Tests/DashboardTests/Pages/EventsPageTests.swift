import Canvas
import Foundation
import Testing
import Tracking

@testable import Dashboard

@Suite struct EventsPageTests {
  private func hours(_ hours: Double) -> Date { Script.start.addingTimeInterval(hours * 3600) }

  /// Noon on Sunday, with a night behind it.
  private func opened(rows: Int = 24, columns: Int = 80) -> Script {
    var script = Script(running("orders", "users"), rows: rows, columns: columns)
    script.send(
      .recalled([
        event("stock", .turned(from: "STARTING", to: "IN_PROGRESS"), at: hours(-14)),
        event("stock", .turned(from: "IN_PROGRESS", to: "FAILED"), at: hours(-11)),
        event(nil, .troubleBegan(.unreachable, summary: "RDS can't be reached."), at: hours(-5)),
        event("users", .cancelRefused(because: "denied"), at: hours(-2)),
      ]))
    script.press(.character("E"))
    return script
  }

  @Test func `the newest comes first, day by day`() {
    let script = opened()
    let shown = script.rows().dropFirst(1).map { $0.split(separator: " ").joined(separator: " ") }
    #expect(shown[0].contains("all events") && shown[0].contains("4 events, UTC"))
    #expect(
      Array(shown[1...6]) == [
        "Sunday 2026-11-22, today", "▌10:00 users ✖ here: cancel refused: denied",
        "07:00 ✖ RDS can't be reached.", "01:00 stock ✖ IN_PROGRESS → FAILED",
        "Saturday 2026-11-21, yesterday", "22:00 stock ▶ STARTING → IN_PROGRESS",
      ])
  }

  @Test func `what is typed narrows it at once, Enter keeps and Esc gives all back`() {
    var script = opened()
    script.press(.character("/"))
    script.type("stock failed")
    #expect(script.rows()[1].contains("1 of 4 events"))
    #expect(script.rows()[3].contains("IN_PROGRESS → FAILED"))
    script.press(.enter)
    #expect(script.state.place == .events)
    #expect(script.rows()[1].contains("1 of 4 events"))
    script.press(.escape)
    #expect(script.rows()[1].contains("4 events, UTC"))
    #expect(script.state.place == .events)
    script.press(.escape)
    #expect(script.state.place == .list)
    script.press(.character("E"), .character("/"))
    script.type("nothing like it")
    #expect(script.rows().contains { $0.contains("No event has these words in it.") })
    script.press(.escape)
    #expect(script.rows()[1].contains("4 events, UTC"), "what was typed is taken back")
  }

  @Test func `Enter goes to the export, and a filter that hides it is cleared`() {
    var script = opened()
    script.press(.escape, .character("/"))
    script.type("orders")
    script.press(.enter, .character("E"), .enter)
    #expect(script.state.place == .list)
    #expect(script.selected == "users")
    #expect(script.state.filter.text == "")
    #expect(script.says("the filter is cleared"))
  }

  @Test func `Enter says why it goes nowhere`() {
    var script = opened()
    script.press(.down, .enter)
    #expect(script.state.place == .events)
    #expect(script.says("about the way to AWS"))
    script.press(.down, .enter)
    #expect(script.says("stock is not among the exports"))
  }

  @Test func `the cursor stays with its event while others come, and with the newest at the top`() {
    var script = opened()
    script.press(.down, .down)
    func come(_ name: String) {
      script.data(
        running("orders", "users"), changes: Changes(events: [event(name, .appeared)]))
    }
    func cursor(_ script: Script) -> String? { script.rows().first { $0.hasPrefix(" ▌") } }
    #expect(cursor(script)?.contains("FAILED") == true)
    come("new")
    #expect(cursor(script)?.contains("FAILED") == true)
    script.press(.character("g"))
    come("newer")
    #expect(cursor(script)?.contains("newer") == true)
  }

  @Test func `it scrolls from end to end, and no event is out of reach`() {
    for (rows, columns) in [(24, 80), (40, 120), (60, 200), (10, 40)] {
      var script = opened(rows: rows, columns: columns)
      script.send(
        .recalled(
          (0..<300).map { event("task-\($0)", .appeared, at: hours(-Double($0) * 1.1 - 20)) }))
      script.press(.character("G"))
      #expect(script.rows().contains { $0.hasPrefix(" ▌") && $0.contains("task-299") })
      var seen: Set<String> = []
      script.press(.character("g"))
      for _ in 0..<304 {
        let row = script.rows().first { $0.hasPrefix(" ▌") }
        #expect(row != nil)
        seen.insert(row ?? "")
        script.press(.down)
      }
      #expect(seen.count >= 300)
    }
  }

  @Test func `opening it asks what other dashboards have written`() {
    var script = Script(running("a"))
    script.recalls = []
    script.press(.character("E"))
    #expect(script.recalls == [Script.place])
  }

  @Test func `nothing of the list can be canceled, started or marked from here`() {
    var script = opened()
    for key in ["x", "n", "c", "y", " ", "V"] { script.press(.character(Character(key))) }
    #expect(script.state.dialog == nil)
    #expect(script.effects == [])
    #expect(script.marked == [])
  }

  @Test func `that nothing survives is said, and stays on the events page`() {
    var script = Script(running("a"))
    script.send(.forgetful(because: "/home/ana is on a network (NFS)"))
    #expect(script.says("is on a network (NFS)"))
    script.wait(.seconds(3600))
    script.press(.character("E"))
    #expect(script.rows().contains { $0.contains("forgotten when exportdeck ends: /home/ana") })
  }
}
