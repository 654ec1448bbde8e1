import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct UpdateDetailsTests {
  @Test func `Enter opens the details and gives the keys back, Esc closes them`() {
    var script = Script(running("a", "b"))
    script.press(.enter)
    #expect(script.state.details == DetailsState())
    script.press(.enter)
    #expect(script.state.details?.hasFocus == false)
    script.press(.down)
    #expect(script.selected == "b")
    script.press(.character("d"))
    #expect(script.state.details?.hasFocus == true)
    script.press(.escape)
    #expect(script.state.details == nil)
  }

  @Test func `the pages turn both ways and by number`() {
    var script = Script(running("a"))
    script.press(.enter, .tab)
    #expect(script.state.details?.page == .json)
    script.press(.tab, .tab)
    #expect(script.state.details?.page == .overview)
    script.press(.backTab)
    #expect(script.state.details?.page == .events)
    script.press(.character("2"))
    #expect(script.state.details?.page == .json)
    script.press(.character("1"), .character("3"))
    #expect(script.state.details?.page == .events)
    script.press(.character("J"))
    #expect(script.state.details?.page == .json)
  }

  @Test func `J opens the JSON from the list`() {
    var script = Script(running("a"))
    script.press(.character("J"))
    #expect(script.state.details == DetailsState(page: .json))
  }

  @Test func `j and k scroll the details, and another task or page begins at its top`() {
    // So low that a task's JSON does not fit.
    var script = Script(running("a", "b"), rows: 14)
    script.press(.character("J"), .character("j"), .character("j"), .character("k"))
    #expect(script.state.details?.scroll == 1)
    #expect(script.selected == "a")
    script.press(.tab)
    #expect(script.state.details?.scroll == 0)
    script.press(.character("2"), .down, .enter, .down)
    #expect(script.selected == "b")
    #expect(script.state.details?.scroll == 0)
  }

  @Test func `what does not fill the pane does not scroll`() {
    var script = Script(running("a"))
    script.press(.enter, .character("3"), .down, .pageDown, .character("G"))
    #expect(script.state.details?.scroll == 0)
  }

  @Test func `Esc closes one thing at a time`() {
    var script = Script(running("a", "b"))
    script.press(.character("/"))
    script.paste("a")
    script.press(.enter, .character(" "), .enter, .character("?"))
    script.press(.escape)
    #expect(script.state.dialog == nil)
    #expect(script.state.details != nil)
    script.press(.escape)
    #expect(script.state.details == nil)
    #expect(script.marked == ["a"])
    script.press(.escape)
    #expect(script.marked == [])
    #expect(script.state.filter.text == "a")
    script.press(.escape)
    #expect(script.state.filter.text == "")
    script.press(.escape)
    #expect(script.effects == [])
  }

  @Test func `what happens to tasks is remembered, up to a limit`() {
    var script = Script(running("a"))
    let at = Script.start
    script.data(
      running("a"),
      changes: Changes(events: [
        event("a", .appeared),
        event("a", .turned(from: "STARTING", to: "IN_PROGRESS")),
        event("a", .noLongerListed),
      ]))
    #expect(
      script.state.events.map(\.words) == [
        "appeared", "STARTING → IN_PROGRESS", "no longer listed",
      ])
    #expect(Set(script.state.events.map(\.at)) == [at])
    let flood = (0..<5500).map { event("a\($0)", .appeared) }
    script.data(running("a"), changes: Changes(events: flood))
    #expect(script.state.events.count == 5000)
    #expect(script.state.events.last?.task == "a5499")
  }

  private func events(_ script: Script) -> [String] {
    var facts = Facts(script.state, at: script.moment)
    guard let item = script.state.selectedItem else { return [] }
    return facts.detailLines(item, .events, columns: 90).map { $0.map(\.text).joined() }
  }

  @Test func `a task that has moved tells where it was, where it is and since when`() {
    let start = Script.start
    var progress = ProgressEvidence(
      lastMovement: start.addingTimeInterval(-600), usualRest: 300, samples: 30,
      knownSince: start.addingTimeInterval(-7200))
    progress.firstLook = .init(at: start.addingTimeInterval(-7200), percent: 8)
    var script = Script([task("a", percent: 73, started: -9000, progress: progress)])
    #expect(
      events(script) == [
        "2026-11-22 11:50 UTC  stalled at 73 % since then",
        "2026-11-22 10:00      8 % when first seen in progress",
        "2026-11-22 10:00      first seen by exportdeck",
        "2026-11-22 09:30      started, says AWS",
      ])
    progress.lastMovement = start.addingTimeInterval(-60)
    script = Script([task("a", percent: 74, started: -9000, progress: progress)])
    #expect(events(script).first == "2026-11-22 11:59 UTC  74 %, the last progress")
    script.data(
      [task("a", percent: 80, started: -9000, progress: progress)],
      changes: Changes(events: [
        event("a", .reached(percent: 80), at: start.addingTimeInterval(-60))
      ]))
    #expect(events(script).first == "2026-11-22 11:59 UTC  80 %", "and not a second time")
  }

  @Test func `STARTING says since when, and that it has stalled`() {
    let seen = Script.start.addingTimeInterval(-10_800)
    let progress = ProgressEvidence(lastMovement: seen, usualRest: 3600, knownSince: seen)
    let script = Script([task("a", .starting, percent: 0, progress: progress)])
    #expect(events(script).contains { $0.contains("09:00") && $0.contains("stalled at STARTING") })
    #expect(script.state.selectedTask?.sentence(at: Script.start).contains("3 h 00 m") == true)
  }

  @Test func `what AWS says of a task that is over is told too, in the zone of the clock`() {
    var script = Script([task("a", .complete, started: -7200, ended: -3600)])
    script.moment.utcOffset = 3600
    script.moment.zone = "CET"
    #expect(
      events(script) == [
        "2026-11-22 12:00 CET  ended, says AWS", "2026-11-22 11:00      started, says AWS",
      ])
    script = Script([task("b", .complete)])
    #expect(events(script).first?.contains("AWS gives no times") == true)
  }

  @Test func `what was done here stands in its place by the servers' clock`() {
    var script = Script([])
    script.data(running("a")) { $0.serverAhead = 600 }
    script.press(.character("x"), .control("y"))
    #expect(script.state.events.map(\.kind) == [.cancelSent])
    let ahead = script.state.events.first?.at.timeIntervalSince(script.moment.wall)
    #expect(ahead == 600)
  }
}

@Suite struct UpdateFilterInDetailsTests {
  @Test(arguments: ["1", "2", "3"])
  func `a slash filters the list from every page of the details`(page: Character) {
    var script = Script(running("abc", "xyz"))
    script.press(.enter, .character(page), .character("/"))
    #expect(script.state.place == .text)
    script.type("xyz")
    #expect(script.names == ["xyz"])
    #expect(script.state.details?.page.rawValue == Int(String(page)).map { $0 - 1 })
    script.press(.enter)
    #expect(script.state.place == .list)
    #expect(script.state.details?.hasFocus == false)
    #expect(script.state.filter.text == "xyz")
  }

  @Test func `Esc takes the filter back and leaves the keys to the details`() {
    var script = Script(running("abc", "xyz"))
    script.press(.character("J"), .character("/"))
    script.type("xyz")
    script.press(.escape)
    #expect(script.names == ["abc", "xyz"])
    #expect(script.state.place == .details)
  }

  @Test(arguments: [120, 250, 500])
  func `what somebody types to filter in the details cancels nothing`(milliseconds: Int) {
    var script = Script(running("export-daily", "b"))
    script.press(.character("g"), .enter)
    var all: [Effect] = []
    for character in "/export-daily" {
      script.wait(.milliseconds(milliseconds))
      script.send(.input(.key(.character(character))))
      all += script.effects
    }
    #expect(all == [])
    #expect(script.state.filter.text == "export-daily")
  }
}
