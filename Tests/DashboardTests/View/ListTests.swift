import Canvas
import Dashboard
import Foundation
import RDSExports
import Testing
import Tracking

struct ListTests {
  private func draw(_ state: State, _ columns: Int, _ rows: Int, unicode: Bool = true) -> Frame {
    var state = state
    state.size = Size(columns: columns, rows: rows)
    state.abilities = Abilities(unicode: unicode)
    return view(state, at: Fleet.moment).frame
  }

  private func styles(_ frame: Frame, row: Int) -> [Style] {
    (0..<frame.size.columns).map { frame[$0, row].style }
  }

  @Test(arguments: [40, 60, 80, 100, 120, 160, 200])
  func `identifier, status and progress are there at every width`(columns: Int) {
    let frame = draw(Fleet.state(), columns, 24)
    #expect(frame.text(row: 3).contains("IDENTIFIER"))
    #expect(frame.text(row: 3).contains("STATUS"))
    #expect(frame.text(row: 4).contains("▶ running"))
    #expect(frame.text(row: 4).contains(" 64 %"))
  }

  @Test func `an identifier that is cut keeps its date`() {
    let frame = draw(Fleet.state(), 40, 10)
    #expect(frame.text(row: 4).contains("…"))
    #expect(frame.text(row: 4).contains("-11-22 "))
  }

  @Test func `the selected row has its surface, a mark that needs no colour, and the cursor`() {
    var state = Fleet.state()
    state.list.selected = Fleet.active[2].id
    let frame = draw(state, 80, 24)
    #expect(frame.cursor == Point(column: 0, row: 6))
    #expect(frame.text(row: 6).hasPrefix("▌"))
    #expect(styles(frame, row: 6).allSatisfy { $0.surface == .rowSelected })
    #expect(styles(frame, row: 5).allSatisfy { $0.surface == nil })
    #expect(draw(state, 80, 24, unicode: false).text(row: 6).hasPrefix(">"))
  }

  @Test func `marked rows, leaving rows and rows no longer listed can be told apart`() {
    var state = Fleet.state()
    state.list.selected = nil
    state.list.marks = [Fleet.active[1].id]
    state.list.letLeave(2)
    let frame = draw(state, 120, 31)
    #expect(frame.text(row: 5).hasPrefix(" ●"))
    #expect(styles(frame, row: 5).allSatisfy { $0.surface == .rowMarked })
    #expect(styles(frame, row: 6).dropLast(1).allSatisfy { $0.role == .rowLeaving })
    #expect(styles(frame, row: 13).dropLast(1).allSatisfy { $0.role == .rowLeaving })
    #expect(frame.text(row: 13).contains("not listed"))
    #expect(draw(state, 200, 31).text(row: 13).contains("no longer listed"))
  }

  @Test func `only what is visible is drawn, wherever that is`() {
    var state = Fleet.state()
    state.list.top = 400
    let frame = draw(state, 80, 24)
    #expect(frame.text(row: 4).contains("nightly-orders-2609"))
    #expect(frame.text(row: 15).contains("nightly-orders-2598"))
    #expect(frame.text(row: 16).trimmingCharacters(in: ["┃", " "]).isEmpty)
    state.list.top = 5000
    #expect(draw(state, 80, 24).text(row: 4).contains("nightly-orders-2598"))
    state.list.top = -3
    #expect(draw(state, 80, 24).text(row: 4).contains("nightly-orders-2026-11-22"))
  }

  @Test(arguments: [
    (0, "······", "------"), (1, "▏·····", "#-----"), (50, "███···", "###---"),
    (64, "███▊··", "###---"), (99, "█████▉", "#####-"), (100, "██████", "######"),
    (250, "██████", "######"), (-4, "······", "------"),
  ])
  func `a bar is never empty once there is progress and never full before the end`(
    percent: Int, unicode: String, ascii: String
  ) {
    let state = Fleet.state([
      Fleet.task(
        "nightly-orders-2026-11-22", .inProgress, percent: percent, started: 9,
        evidence: Fleet.pace(30))
    ])
    #expect(draw(state, 80, 24).text(row: 4).contains(unicode))
    #expect(draw(state, 80, 24, unicode: false).text(row: 4).contains(ascii))
  }

  @Test func `a task that starts shows no percentage`() {
    let state = Fleet.state([Fleet.task("a", .starting, percent: 0, started: 14)])
    let row = draw(state, 200, 24).text(row: 4)
    #expect(row.contains("restoring ▒▒▒"))
    #expect(row.contains("14 m"))
    #expect(!row.contains("%"))
  }

  @Test func `what the program has asked for and AWS has not answered yet shows on the row`() {
    var state = Fleet.state()
    state.acting = [1: Fleet.cancel(Fleet.active[0]), 2: Fleet.cancel(Fleet.active[1])]
    let frame = draw(state, 80, 24)
    #expect(frame.text(row: 4).contains("cancel sent"))
    #expect(frame.text(row: 5).contains("failed"))
  }

  @Test func `the title says how old the data is, and when that is too old`() {
    func title(_ change: (inout Feed) -> Void) -> String {
      draw(Fleet.state(feed: Fleet.feed(change)), 120, 24).text(row: 0)
    }
    #expect(title { _ in }.contains("● live  5s ago   every 5s   12:04 UTC"))
    #expect(title { $0.lastAnswer = Fleet.minutesAgo(3) }.contains("stale  3m"))
    #expect(title { $0.isThrottled = true }.contains("throttled  5s ago"))
    #expect(title { $0.isPaused = true }.contains("paused  5s ago"))
    #expect(!title { $0.isPaused = true }.contains("every"))
    #expect(title { $0.interval = .seconds(120) }.contains("every 2m"))
    #expect(title { $0.interval = .seconds(90) }.contains("every 90s"))
    #expect(title { $0.interval = .milliseconds(500) }.contains("every 0.5s"))
  }
}
