import Canvas
import Foundation
import Ground
import Listing
import RDSExports
import Support
import Testing
import Tracking

@testable import Dashboard

@Suite struct ColumnTests {
  private func plan(
    _ width: Int, isWide: Bool = false, offset: Int = 0, needs: [ColumnID: Int] = [:]
  ) -> ColumnPlan {
    ColumnPlan(
      ColumnPlan.Wish(
        width: width, isWide: isWide, offset: offset, sorted: .progress, needs: needs))
  }

  private func ids(_ plan: ColumnPlan) -> [ColumnID] { plan.slots.map(\.column) }

  private func cells(of column: ColumnID, _ plan: ColumnPlan) -> Int {
    plan.slots.first { $0.column == column }?.width ?? 0
  }

  private static let needs: [[ColumnID: Int]] = [
    [:], [.identifier: 3, .source: 2, .bucket: 1], [.identifier: 25, .source: 15, .bucket: 8],
    [.identifier: 60, .source: 60, .bucket: 40],
  ]

  @Test(arguments: needs)
  func `nothing overlaps, nothing is off the screen, and the first column is always there`(
    needs: [ColumnID: Int]
  ) {
    for columns in 40...250 {
      for isWide in [false, true] {
        for offset in 0...9 {
          let plan = plan(columns, isWide: isWide, offset: offset, needs: needs)
          #expect(plan.slots.first?.column == .identifier)
          for (left, right) in zip(plan.slots, plan.slots.dropFirst()) {
            #expect(left.start + left.width < right.start)
          }
          let last = plan.slots[plan.slots.count - 1]
          #expect(last.start + last.width < columns, "\(columns) \(isWide) \(offset)")
        }
      }
    }
  }

  @Test func `STARTED is there from 100 columns on, ENDED where there is room`() {
    for columns in 100...250 { #expect(plan(columns).shows(.started), "\(columns)") }
    for columns in 40..<100 { #expect(!plan(columns).shows(.started)) }
    #expect(!plan(120).shows(.ended))
    #expect(plan(140).shows(.ended))
  }

  @Test(arguments: needs)
  func `w adds columns and takes none away`(needs: [ColumnID: Int]) {
    for columns in 40...250 {
      let (narrow, wide) = (plan(columns, needs: needs), plan(columns, isWide: true, needs: needs))
      #expect(Set(ids(wide)).isSuperset(of: ids(narrow)), "\(columns)")
      #expect(Set(wide.available) == Set(ColumnID.allCases).subtracting([.context]))
    }
  }

  @Test(arguments: needs)
  func `every column is reached sideways, at every width`(needs: [ColumnID: Int]) {
    for columns in 40...250 {
      for isWide in [false, true] {
        let first = plan(columns, isWide: isWide, needs: needs)
        var seen: Set<ColumnID> = []
        for offset in 0...first.lastOffset {
          let plan = plan(columns, isWide: isWide, offset: offset, needs: needs)
          seen.formUnion(ids(plan))
          #expect(plan.hasMoreLeft == (offset > 0))
          #expect(plan.hasMoreRight == (offset < first.lastOffset), "\(columns) \(offset)")
        }
        #expect(seen == Set(first.available), "\(columns) \(isWide)")
      }
    }
  }

  @Test func `no column is wider than its contents before the others have what they need`() {
    let needs: [ColumnID: Int] = [.identifier: 40, .source: 30]
    for columns in 100...250 {
      let plan = plan(columns, needs: needs)
      guard cells(of: .identifier, plan) < 40 || cells(of: .source, plan) < 30 else { continue }
      #expect(plan.barWidth <= 4 + 1, "\(columns)")
      #expect(cells(of: .identifier, plan) <= 40 && cells(of: .source, plan) <= 30)
    }
    let short = plan(130, needs: [.identifier: 10, .source: 14])
    let long = plan(130, needs: [.identifier: 34, .source: 14])
    #expect(cells(of: .identifier, long) == 34)
    #expect(cells(of: .identifier, short) < 34)
  }

  @Test func `a column with nothing to show is left out before one that has something`() {
    func shown(_ width: Int, without empty: ColumnID...) -> [ColumnID] {
      let filled = Set(ColumnID.allCases).subtracting(empty)
      return ids(
        ColumnPlan(ColumnPlan.Wish(width: width, sorted: .progress, filled: filled)))
    }
    #expect(shown(66) == [.identifier, .status, .progress, .eta])
    #expect(shown(66, without: .eta) == [.identifier, .status, .progress, .elapsed])
    #expect(shown(200, without: .eta) == shown(200))
    for width in 40...250 {
      let (all, some) = (shown(width), shown(width, without: .eta))
      #expect(some.count >= all.count - 1)
      if some.contains(.eta) { #expect(all == some, "\(width)") }
    }
  }

  @Test func `ELAPSED stays where no row has an ETA, and gives way once one has`() {
    let quiet = [task("a", percent: 5, started: -60), task("b", .complete, started: -9, ended: 0)]
    var script = Script(quiet, columns: 66)
    #expect(script.state.columnPlan.shows(.elapsed) && !script.state.columnPlan.shows(.eta))
    let moving = task(
      "a", percent: 9, started: -60,
      progress: ProgressEvidence(expectedEnd: Script.start + 600, samples: 9))
    script.data([moving, quiet[1]])
    #expect(script.state.columnPlan.shows(.eta))
    // Nothing jumps back and forth.
    script.data(quiet)
    #expect(script.state.columnPlan.shows(.eta))
    script.press(.character("w"))
    script.press(.character("w"))
    #expect(!script.state.columnPlan.shows(.eta))
  }

  @Test func `columns grow with what is on the screen, and shrink with another list alone`() {
    var script = Script(
      [task("short"), task("shorter", .complete)], rows: 25, columns: 135)
    let before = cells(of: .identifier, script.state.columnPlan)
    let name = "a-name-that-is-much-longer-than-others"
    script.data([task("short"), task("shorter", .complete), task(name, percent: 3)])
    #expect(cells(of: .identifier, script.state.columnPlan) == name.count)
    script.data([task("short"), task("shorter", .complete)])
    #expect(cells(of: .identifier, script.state.columnPlan) == name.count)
    script.press(.character("w"))
    script.press(.character("w"))
    #expect(cells(of: .identifier, script.state.columnPlan) == before)
  }

  @Test func `what a frame shows is measured in view as in update`() {
    var script = Script(running("one", "two"), columns: 110)
    let frame = view(script.state, at: script.moment).frame
    script.state.list.needs = nil
    #expect(view(script.state, at: script.moment).frame == frame)
  }

  @Test func `the arrows go to the columns that find no room, and back`() {
    let moving = ProgressEvidence(expectedEnd: Script.start + 600, samples: 9)
    var script = Script(
      ["one", "two"].map { task($0, percent: 5, started: -60, progress: moving) }, columns: 80)
    func header() -> String { view(script.state, at: script.moment).frame.text(row: 3) }
    #expect(header().hasSuffix("›"))
    #expect(!header().contains("SOURCE"))
    #expect(script.state.reasonDisabled(.left) != nil)
    for _ in 0..<9 where script.state.reasonDisabled(.right) == nil {
      script.press(.character("l"))
    }
    #expect(header().contains("IDENTIFIER"))
    #expect(header().contains("SOURCE"))
    #expect(header().contains("‹") && !header().contains("›"))
    script.press(.right)
    #expect(script.says("w shows more columns"))
    for _ in 0..<9 where script.state.reasonDisabled(.left) == nil { script.press(.left) }
    #expect(header().contains("ETA"))
  }

  @Test(arguments: [
    (0, "12:00"), (-12 * 3600, "00:00"), (-12 * 3600 - 60, "yest 23:59"),
    (-36 * 3600, "yest 00:00"), (-36 * 3600 - 1, "20 Nov"), (-400 * 86_400, "2025-10-18"),
    (30, "12:00"), (86_400, "23 Nov"),
  ])
  func `a day is told as short as it can be`(seconds: Int, words: String) {
    let cell = ColumnSpec(.started).cell(
      task("a", started: Double(seconds)),
      Asof(now: Script.start, known: Script.start, local: LocalTime(utcOffset: 0)))
    #expect(cell.text == words)
    let changes: Double? = words.count > 9 && words.first == "2" ? nil : 12 * 3600
    #expect(cell.change?.inSeconds == changes)
  }

  @Test func `a time before the clocks were set is told as it was shown then`() {
    // Summer ends today at 01:00 UTC, and it is 02:30 for the second time.
    let end = CivilTime(year: 2026, month: 10, day: 25, hour: 1).date
    let clocks = LocalTime(
      utcOffset: 7200, shifts: [LocalTime.Shift(at: end, utcOffset: 3600)])
    func told(_ date: Date) -> String {
      ColumnSpec(.started).cell(
        task("a", started: date.timeIntervalSince(Script.start)),
        Asof(now: end + 1800, known: end + 1800, local: clocks)
      ).text
    }
    #expect(told(end - 7 * 3600) == "yest 20:00")
    #expect(told(end - 3 * 3600) == "00:00")
    #expect(told(end + 60) == "02:01")
  }

  @Test func `a frame with a day on it is true until midnight, and not longer`() throws {
    let done = task("a", .complete, started: -7200, ended: -3600)
    var script = Script([done], columns: 120)
    script.data([done])
    var state = script.state
    state.notices = []
    let due = try #require(view(state, at: script.moment).due)
    #expect(due <= script.moment.monotonic + .seconds(12 * 3600 + 1))
  }
}
