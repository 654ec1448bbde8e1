import Canvas
import Foundation
import Ground
import Planning
import Testing
import Tracking

@testable import Dashboard

/// The board says of each expected run how it stands.
@Suite struct BoardPageTests {
  private func lines(_ script: Script) -> [String] {
    script.rows().map { $0.split(separator: " ").joined(separator: " ") }
  }

  private func row(_ series: String, _ script: Script) -> String? {
    lines(script).dropFirst(3).first { $0.contains(series) }
  }

  private func opened(rows: Int = 40, columns: Int = 160) -> Script {
    var script = ExpectedNights.script(rows: rows, columns: columns)
    script.press(.character("B"))
    return script
  }

  @Test func `what is in trouble comes first, with its deadline and its last good export`() {
    let script = opened()
    #expect(
      script.state.shownExpected.map(\.state) == [
        .missing, .missing, .failed, .late, .willBeLate, .warnings, .waiting, .done, .retired,
      ])
    #expect(lines(script)[1].hasPrefix("9 expected runs ☐ 2 missing ✖ 1 failed ◔ 1 late"))
    #expect(row("nightly-events-*", script)?.contains("☐ missing") == true)
    #expect(row("nightly-events-*", script)?.contains("3 times in a row") == true)
    #expect(row("nightly-events-*", script)?.contains("19 Nov 2d ago daily 03:00") == false)
    #expect(row("nightly-events-*", script)?.contains("daily 03:00") == true)
    #expect(row("nightly-orders-*", script)?.contains("will be late") == true)
    #expect(row("nightly-orders-*", script)?.contains("ends ≈ 13:") == true)
    #expect(row("nightly-search-*", script)?.contains("◔ late") == true)
    #expect(row("nightly-search-*", script)?.contains("not begun") == true)
    #expect(row("monthly-close-*", script)?.contains("nothing is called so") == true)
    #expect(row("nightly-users-*", script)?.contains("daily by 06:00") == true)
    #expect(row("audit-*", script)?.contains("Sun 06:00") == true)
    #expect(row("ledger-for", script)?.contains("Mon–Fri 04:00") == true)
    #expect(row("archive-*", script)?.contains("– ended") == true)
    #expect(!lines(script).contains { $0.contains("adhoc-billing") })
  }

  @Test func `what is typed narrows it, Enter goes to the export, and Esc comes back`() {
    var script = opened()
    script.press(.character("/"))
    script.type("stock")
    #expect(lines(script)[1].contains("1 of 9 expected runs"))
    script.press(.enter, .enter)
    #expect(script.state.place == .list)
    #expect(script.selected == "nightly-stock-100120")
    script.press(.character("B"), .character("/"))
    script.type("events")
    script.press(.enter, .enter)
    #expect(script.selected == "nightly-events-95860", "the last one that there was")
    script.press(.character("B"), .character("/"))
    script.type("monthly")
    script.press(.enter, .enter)
    #expect(script.state.place == .board)
    #expect(script.says("no export is known"))
    script.press(.escape)
    #expect(script.state.place == .board)
    script.press(.escape)
    #expect(script.state.place == .list)
  }

  @Test func `the cursor stays with its row, and every row is within reach`() {
    for (rows, columns) in [(24, 80), (40, 120), (60, 200), (10, 40)] {
      var script = opened(rows: rows, columns: columns)
      var seen: [String] = []
      for _ in 0..<9 {
        let row = script.rows().first { $0.hasPrefix("▌") }
        seen.append(row ?? "none")
        script.press(.down)
      }
      #expect(Set(seen).count == 9)
      #expect(!seen.contains("none"))
      script.press(.character("g"), .down, .down)
      let before = script.rows().first { $0.hasPrefix("▌") }
      script.data(ExpectedNights.tasks)
      #expect(script.rows().first { $0.hasPrefix("▌") } == before)
    }
  }

  @Test func `opened from the overview it goes back there, and keys of the list do nothing`() {
    var script = ExpectedNights.script()
    script.press(.character("O"), .character("B"))
    #expect(script.state.place == .board)
    for key in ["x", "n", "c", "y", " ", "V"] { script.press(.character(Character(key))) }
    #expect(script.state.dialog == nil)
    #expect(script.effects == [])
    script.press(.character("B"))
    #expect(script.state.place == .overview)
  }

  @Test func `a run turns late and missing when its time has come, without a key`() {
    var script = ExpectedNights.script()
    func state(_ series: String) -> ExpectedRun.State? {
      script.state.expected.rows.first { $0.series.pattern == series }?.state
    }
    // 12:04:30; by the rule of its runs it has to be through by 15:00.
    #expect(state("nightly-search-*") == .late)
    let due = script.state.expected.rows.first { $0.series.pattern == "nightly-search-*" }?.deadline
    let rest = due?.timeIntervalSince(script.moment.wall) ?? 0
    #expect(rest > 3600)
    while script.moment.wall.addingTimeInterval(20) < due ?? .distantPast {
      script.idle(.seconds(20))
      script.data(ExpectedNights.tasks)
      #expect(state("nightly-search-*") == .late)
    }
    script.idle(.seconds(21))
    #expect(state("nightly-search-*") == .missing)
    #expect(script.state.expected.rows.first?.since ?? .distantPast <= script.moment.wall)
  }

  @Test func `nothing is missing while nobody answers`() {
    var script = ExpectedNights.script()
    script.idle(.seconds(4 * 3600))
    let search = script.state.expected.rows.first { $0.series.pattern == "nightly-search-*" }
    #expect(search?.state == .unknown)
    script.data(ExpectedNights.tasks) { $0.mayHaveMissed = true }
    #expect(
      !script.state.expected.rows.contains { $0.state == .missing && $0.hasRun },
      "what began and ended meanwhile isn't known")
    script.data(ExpectedNights.tasks)
    #expect(
      script.state.expected.rows.first { $0.series.pattern == "nightly-search-*" }?.state
        == .missing)
  }

  @Test func `it goes by the server's clock`() {
    var script = ExpectedNights.script()
    script.data(ExpectedNights.tasks) { $0.serverAhead = 3 * 3600 }
    let search = script.state.expected.rows.first { $0.series.pattern == "nightly-search-*" }
    #expect(search?.state == .missing)
  }

  @Test func `before the list was read to its end there is nothing on it`() {
    var script = Script(rows: 24, columns: 80)
    script.moment = Fleet.moment
    script.data(ExpectedNights.tasks, hasSwept: false)
    script.press(.character("B"))
    #expect(script.rows().contains { $0.contains("still being read") })
    script.data(ExpectedNights.tasks)
    #expect(script.rows().contains { $0.contains("nightly-events-*") })
  }

  @Test func `a hidden context's rows are not on it, nor are those of one that is gone`() {
    var script = Script(rows: 40, columns: 160)
    script.state = ExpectedNights.twoSites()
    script.moment = Fleet.moment
    #expect(script.state.shownExpected.contains { $0.series.pattern == "nightly-carts-*" })
    script.state.watch[ContextID(2)]?.isHidden = true
    #expect(!script.state.shownExpected.contains { $0.series.pattern == "nightly-carts-*" })
    #expect(script.state.expected.rows.contains { $0.series.pattern == "nightly-carts-*" })
    script.state.forget(SiteID(2))
    #expect(!script.state.expected.rows.contains { $0.series.pattern == "nightly-carts-*" })
  }

  @Test func `the summary counts what is overdue, and the overview names it`() {
    var script = ExpectedNights.script(rows: 40, columns: 160)
    #expect(script.rows()[1].contains("☐ 2 missing"))
    #expect(script.rows()[1].contains("◔ 1 late"))
    script.press(.character("O"))
    let line = lines(script).first { $0.contains("2 missing") }
    #expect(line?.contains("monthly-close-*") == true && line?.contains("nightly-events-*") == true)
    #expect(line?.contains("1 late nightly-search-*") == true)
    script.press(.character("W"))
    #expect(lines(script).contains { $0.contains("2 missing") })
  }

  @Test func `a lane of the timeline has its deadline`() throws {
    var script = ExpectedNights.script(rows: 40, columns: 160)
    script.press(.character("T"))
    let lane = script.rows().first { $0.contains("nightly-orders-100675") }
    #expect(try #require(lane).contains("┋"))
  }
}
