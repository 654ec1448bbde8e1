import Canvas
import Foundation
import Ground
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
    #expect(shown[0].contains("[all events]") && shown[0].contains("4 events, UTC"))
    #expect(
      Array(shown[1...6]) == [
        "Sunday 2026-11-22, today", "▌10:00 users ✖ here: cancel refused: denied",
        "07:00 ✖ RDS can't be reached.", "01:00 stock ✖ IN_PROGRESS → FAILED",
        "Saturday 2026-11-21, yesterday", "22:00 stock ▶ STARTING → IN_PROGRESS",
      ])
  }

  @Test func `the steps of an export are one line until each is wanted`() {
    var script = Script(running("orders", "users"), rows: 24, columns: 100)
    script.send(
      .recalled(
        (1...6).map { event("orders", .reached(percent: $0 * 10), at: hours(Double($0) / 10 - 1)) }
          + [
            event("users", .reached(percent: 10), at: hours(-0.3)),
            event("orders", .turned(from: "STARTING", to: "IN_PROGRESS"), at: hours(-1)),
          ]))
    script.press(.character("E"))
    func lines() -> [String] {
      script.rows()[3..<16].filter { $0.contains("orders") || $0.contains("users") }
        .map { $0.split(separator: " ").joined(separator: " ") }
    }
    #expect(
      lines() == [
        "▌11:42 users • 10 %", "11:36 orders ▸ 60 % 6 steps since 11:06",
        "11:00 orders ▶ STARTING → IN_PROGRESS",
      ])
    #expect(script.rows()[1].contains("8 events"), "all of them count")
    script.press(.character("z"))
    #expect(lines().count { $0.contains("orders") && $0.contains("%") } == 6)
    script.press(.character("z"))
    #expect(lines().count { $0.contains("orders") && $0.contains("%") } == 1)
  }

  @Test func `the cursor stays with an export that moves on`() {
    var script = Script(running("orders", "users"), rows: 24, columns: 100)
    script.send(
      .recalled([
        event("orders", .reached(percent: 10), at: hours(-2)),
        event("users", .appeared, at: hours(-1)),
      ]))
    script.press(.character("E"), .down)
    func cursor() -> String { script.rows().first { $0.hasPrefix(" ▌") } ?? "" }
    #expect(cursor().contains("orders"))
    script.data(
      running("orders", "users"),
      changes: Changes(events: [event("orders", .reached(percent: 20), at: hours(-0.5))]))
    #expect(cursor().contains("orders") && cursor().contains("20 %"))
  }

  @Test func `Tab goes through what events are about, and kind= asks for it`() {
    var script = opened(columns: 120)
    func shown() -> [String] {
      script.rows()[2..<20].filter { $0.contains(":") && !$0.contains("2026") }
    }
    #expect(script.rows()[1].contains("[all events]"))
    script.press(.tab)
    #expect(script.rows()[1].contains("[status]") && script.rows()[1].contains("2 of 4 events"))
    #expect(shown().allSatisfy { $0.contains("stock") })
    script.press(.backTab, .backTab)
    #expect(script.rows()[1].contains("[trouble]") && script.rows()[1].contains("1 of 4 events"))
    script.press(.backTab)
    #expect(script.rows()[1].contains("[here]") && script.rows()[1].contains("1 of 4 events"))
    script.press(.escape)
    #expect(script.rows()[1].contains("[all events]") && script.state.place == .events)
    script.press(.character("/"))
    script.type("kind=here,tr")
    #expect(script.rows()[1].contains("2 of 4 events"))
    script.press(.control("u"))
    script.type("kind=trx")
    #expect(script.rows().contains { $0.contains("No kind of event is called `trx`") })
  }

  @Test func `a notice leaves the selected event in sight`() {
    for key in [Key.character("g"), .character("G")] {
      var script = opened()
      script.send(
        .recalled((0..<60).map { event("task-\($0)", .appeared, at: hours(-Double($0) - 20)) }))
      script.press(key)
      let before = script.rows().first { $0.hasPrefix(" ▌") }
      for number in 0..<3 {
        script.send(.notice(.warning, "something has to be said \(number)", nil))
      }
      #expect(script.rows().contains { $0.contains("something has to be said") })
      #expect(script.rows().first { $0.hasPrefix(" ▌") } == before)
    }
  }

  @Test func `days and hours are those that the clocks showed then`() {
    var script = Script(running("a"), rows: 24, columns: 80)
    // The clocks were set back by an hour at 01:00 UTC.
    let shift = LocalTime.Shift(at: hours(-11), utcOffset: 3600)
    script.moment = Moment(
      wall: script.moment.wall, monotonic: script.moment.monotonic, utcOffset: 3600,
      clocks: LocalTime(utcOffset: 7200, shifts: [shift]))
    script.send(
      .recalled([
        event("before", .appeared, at: hours(-13.5)), event("after", .appeared, at: hours(-10)),
      ]))
    script.press(.character("E"))
    #expect(script.rows().contains { $0.contains("03:00") && $0.contains("after") })
    #expect(script.rows().contains { $0.contains("00:30") && $0.contains("before") })
    #expect(!script.rows().contains { $0.contains("yesterday") })
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

extension Scene {
  /// A night: each export moved, one failed, and AWS was away for a while.
  private static let night: [Event] =
    Fleet.events
    + (1...6).map { step in
      Event(
        site: Fleet.place, task: "nightly-orders-2026-11-22",
        at: Fleet.minutesAgo(75 - Double(step) * 11), kind: .reached(percent: step * 10))
    } + [
      Event(
        site: Fleet.place, task: nil, at: Fleet.minutesAgo(700),
        kind: .troubleBegan(.unreachable, summary: "RDS in eu-west-1 can't be reached.")),
      Event(
        site: Fleet.place, task: nil, at: Fleet.minutesAgo(689),
        kind: .troubleEnded(.unreachable, after: 660)),
    ]

  static let events = [
    Scene("events") {
      $0.events = night.sorted { $0.at < $1.at }
      $0.page = EventsPage()
    },
    Scene(
      "events-ascii", sizes: ordinary, abilities: Abilities(unicode: false, colours: .mono)
    ) {
      $0.events = night.sorted { $0.at < $1.at }
      $0.page = EventsPage()
    },
  ]
}
