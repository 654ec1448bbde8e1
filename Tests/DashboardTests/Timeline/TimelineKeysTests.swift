import Canvas
import Foundation
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What the keys of the timeline do.
@Suite struct TimelineKeysTests {
  private func rows(_ script: Script) -> [String] {
    let frame = view(script.state, at: script.moment).frame
    return (0..<frame.size.rows).map { frame.text(row: $0) }
  }

  private func page(_ script: Script) -> TimelinePage? { script.state.page as? TimelinePage }

  private func lanes(_ script: Script) -> [String] {
    let pool = script.state.list.arrangement.pool
    return page(script)?.lanes.map { pool[$0].identifier } ?? []
  }

  /// Three that ended two, four and six hours ago, one that runs, and one of three days ago.
  private var tasks: [TrackedTask] {
    [
      task(
        "now", percent: 40, started: -1800,
        progress: ProgressEvidence(expectedEnd: Script.start.addingTimeInterval(1800))),
      task("two", .complete, started: -9000, ended: -7200),
      task("four", .failed, started: -16_200, ended: -14_400),
      task("six", .complete, started: -23_400, ended: -21_600),
      task("old", .complete, started: -3 * 86_400 - 1800, ended: -3 * 86_400),
    ]
  }

  @Test func `T opens it with the selected task's lane selected, and T, q and Esc close it`() {
    for key in [Key.character("T"), .character("q"), .escape] {
      var script = Script(tasks)
      let before = rows(script)
      script.press(.character("T"))
      #expect(script.state.place == .timeline)
      #expect(lanes(script) == ["six", "four", "two", "now"])
      #expect(page(script)?.selected == 3)
      script.press(key)
      #expect(script.state.place == .list)
      #expect(script.selected == "now")
      #expect(rows(script) == before)
    }
  }

  @Test func `j and k go from lane to lane, and the list selects the same task`() {
    var script = Script(tasks)
    script.press(.character("T"), .character("k"))
    #expect(script.selected == "two")
    script.press(.character("g"))
    #expect(script.selected == "six")
    script.press(.up)
    #expect(script.selected == "six")
    script.press(.character("G"), .character("j"))
    #expect(script.selected == "now")
    script.press(.character("f"))
    #expect(script.selected == "four")
    script.press(.character("f"))
    #expect(script.selected == "four")
  }

  @Test func `Enter shows the details of the lane, and closing them goes back to the timeline`() {
    var script = Script(tasks)
    script.press(.character("T"), .character("k"), .character("h"), .character("l"), .enter)
    #expect(script.state.page is DetailsPage)
    #expect(rows(script)[1].contains("two"))
    script.press(.escape)
    #expect(script.state.place == .timeline)
    #expect(script.selected == "two")
    script.press(.character("J"))
    #expect(rows(script)[1].contains("[json]"))
    script.press(.character("q"), .character("q"))
    #expect(script.state.place == .list)
  }

  @Test func `arrows go through time, and 0 comes back to now`() throws {
    var script = Script(tasks)
    script.press(.character("T"))
    #expect(script.state.reasonDisabled(.now) != nil)
    let now = try #require(page(script)).window(Facts(script.state, at: script.moment))
    script.press(.left)
    let earlier = try #require(page(script)).window(Facts(script.state, at: script.moment))
    #expect(earlier.left == now.left.addingTimeInterval(-14_400))
    #expect(script.state.reasonDisabled(.now) == nil)
    for _ in 0..<40 { script.press(.character("h")) }
    #expect(lanes(script) == ["old"])
    #expect(script.says("nothing began earlier"))
    script.press(.character("0"))
    #expect(page(script)?.left == nil)
    for _ in 0..<40 { script.press(.character("l")) }
    #expect(script.says("nothing is later"))
    // Whoever comes back follows now again.
    for _ in 0..<40 where page(script)?.left != nil { script.press(.character("h")) }
    #expect(lanes(script) == ["six", "four", "two", "now"])
  }

  @Test func `it goes no further into what is to come than something is foretold`() throws {
    let far = task(
      "far", percent: 1, started: -60,
      progress: ProgressEvidence(expectedEnd: Script.start.addingTimeInterval(12 * 3600)))
    for tasks in [tasks, tasks + [far]] {
      var script = Script(tasks)
      script.press(.character("T"))
      for _ in 0..<40 { script.press(.character("l")) }
      #expect(script.says("nothing is later"))
      let window = try #require(page(script)).window(Facts(script.state, at: script.moment))
      let last = Script.start.addingTimeInterval(tasks.count > 5 ? 12 * 3600 : 1800)
      #expect(window.right >= last)
      #expect(window.left < last, "it is not empty")
      #expect(lanes(script).isEmpty == false)
      if tasks.count == 5 { #expect(page(script)?.left == nil) }
    }
  }

  @Test func `a search goes from lane to lane, and says where there is none`() {
    var script = Script(tasks)
    script.press(.character("T"), .character("/"))
    #expect(script.state.place == .search)
    script.type("W")
    script.press(.enter)
    #expect(script.state.place == .timeline)
    #expect(script.selected == "now")
    script.press(.character("n"))
    #expect(script.selected == "two")
    script.press(.character("n"))
    #expect(script.selected == "now")
    script.press(.character("N"))
    #expect(script.selected == "two")
    script.press(.character("/"))
    script.type("nothing")
    script.press(.enter)
    #expect(script.selected == "two" && script.says("no export of this time has nothing"))
    script.press(.character("/"))
    script.type("six")
    script.press(.escape)
    #expect(script.state.place == .timeline && script.selected == "two")
  }

  @Test func `few lanes are two rows high, with the details of the selected one below them`() {
    var script = Script(tasks, rows: 60, columns: 200)
    script.press(.character("T"))
    let shown = rows(script)
    let lane = shown.firstIndex { $0.contains("▌ ▶ now") } ?? 0
    #expect(shown[lane + 1].contains("now-source") && shown[lane + 1].contains("█"))
    #expect(shown[(lane + 2)...].contains { $0.contains("Status") && $0.contains("running") })
    script.press(.character("k"))
    #expect(rows(script).contains { $0.contains("Status") && $0.contains("complete") })
    // Each lane is reached, and what is selected is what is marked.
    for name in ["six", "four", "two", "now"] {
      script.press(name == "six" ? .character("g") : .character("j"))
      #expect(script.selected == name)
      #expect(rows(script).contains { $0.hasPrefix("▌") && $0.contains(" \(name) ") })
    }
    var low = Script(tasks, rows: 12, columns: 80)
    low.press(.character("T"))
    #expect(!rows(low).contains { $0.contains("Status") })
  }

  @Test func `what follows now goes along with it, what was moved stays`() throws {
    var script = Script(tasks)
    script.press(.character("T"), .character("["), .character("["), .character("["))
    func left() throws -> Date {
      try #require(page(script)).window(Facts(script.state, at: script.moment)).left
    }
    let before = try left()
    script.wait(.seconds(7200))
    script.send(.input(.due))
    #expect(try left() == before.addingTimeInterval(7200))
    script.press(.character("h"))
    let moved = try left()
    script.wait(.seconds(7200))
    script.send(.input(.due))
    #expect(try left() == moved)
  }

  @Test func `zoom goes from an hour to 14 days, and keeps the selected lane in sight`() throws {
    var script = Script(tasks)
    script.press(.character("T"), .character("g"))
    for _ in 0..<12 {
      script.press(.character("["))
      #expect(page(script)?.selected != nil, "\(lanes(script))")
      #expect(lanes(script).contains("six"))
    }
    #expect(page(script)?.zoom.words == "1 h")
    #expect(script.says("there is no shorter time"))
    for _ in 0..<12 { script.press(.character("]")) }
    #expect(page(script)?.zoom.words == "14 d")
    #expect(lanes(script).contains("old"))
    #expect(script.says("there is no longer time"))
  }

  @Test func `the list's filter holds, and the slots count what it hides`() {
    var script = Script(tasks)
    script.press(.character("/"))
    script.type("complete")
    script.press(.enter, .character("T"))
    #expect(lanes(script) == ["six", "two"])
    #expect(rows(script)[1].contains("2 exports") && rows(script)[1].contains("/ complete"))
    let slots = rows(script).first { $0.contains("slots 1/5") } ?? ""
    #expect(slots.contains { "▁▂▃▄▅▆▇█".contains($0) })
    #expect(slots.count { "▁▂▃▄▅▆▇█".contains($0) } >= 4)
  }

  @Test func `x, c and y act on the selected lane, and on nothing that is out of sight`() {
    var script = Script(tasks)
    script.press(.character("T"), .character("x"))
    #expect(script.cancelDialog?.tasks.map(\.identifier) == ["now"])
    script.press(.escape)
    #expect(script.state.place == .timeline)
    for _ in 0..<40 { script.press(.character("h")) }
    #expect(script.selected == "now" && page(script)?.selected == nil)
    for key in ["x", "c", "y"] {
      script.press(.character(Character(key)))
      #expect(script.state.dialog == nil)
      #expect(script.says("no lane is selected"))
      script.state.notices = []
    }
    script.press(.down)
    #expect(script.selected == "old")
    script.press(.character("y"))
    #expect(script.state.dialog is CopyMenu)
  }

  @Test func `a task that waits for its row in the list has its lane, and can be selected`() {
    var script = Script(tasks)
    script.press(.character("j"), .character("T"))
    script.data(tasks + [task("fresh", percent: 1, started: -60)])
    #expect(lanes(script).last == "fresh")
    #expect(script.state.list.waiting == 1)
    script.press(.character("G"))
    #expect(script.selected == "fresh")
  }

  @Test func `a task that fails meanwhile stays in its lane, with its sign at its end`() {
    var script = Script(tasks, columns: 120)
    script.state.alerts.watch.rules = []
    script.press(.character("T"))
    var after = tasks
    after[0] = task("now", .failed, started: -1800, ended: -600)
    script.data(after)
    #expect(page(script)?.selected == 3)
    let lane = rows(script).first { $0.contains("✖ now") } ?? ""
    #expect(lane.count { $0 == "✖" } == 2)
    #expect(!lane.contains("█") && !lane.contains("┄"))
  }

  @Test func `more lanes than rows scroll, and say how many are above and below`() {
    let tasks = (0..<60).map { number in
      task(
        "t\(number + 10)", .complete, started: Double(number) * 600 - 40_000,
        ended: Double(number) * 600 - 39_000)
    }
    var script = Script(tasks, rows: 24)
    script.press(.character("T"), .character("g"))
    #expect(rows(script).contains { $0.contains("↓ 43 below") })
    #expect(!rows(script).contains { $0.contains("above") })
    script.press(.pageDown, .pageDown)
    #expect(script.selected == "t44")
    #expect(rows(script)[2].contains("↑ 18 above"))
    #expect(rows(script).contains { $0.contains("↓ 25 below") })
    script.press(.character("G"))
    #expect(rows(script)[2].contains("↑ 43 above"))
    #expect(!rows(script).contains { $0.contains("below") })
  }

  @Test func `one site's slots are shown, those of the selected lane`() {
    let other = ContextID(2)
    var script = Script(tasks, columns: 120)
    script.data(
      [
        task("there", percent: 5, started: -900, context: other),
        task("there-too", percent: 5, started: -300, context: other),
      ], context: other)
    script.press(.character("T"))
    #expect(lanes(script) == ["six", "four", "two", "now", "there", "there-too"])
    script.press(.character("g"))
    #expect(rows(script).contains { $0.contains("slots 1/5") })
    script.press(.character("G"))
    #expect(rows(script).contains { $0.contains("slots 2/5") })
  }

  @Test func `a feed that is silent is drawn up to its last answer`() throws {
    var script = Script(tasks, columns: 120)
    script.press(.character("T"), .character("["), .character("["), .character("["))
    func columns() -> (bar: Int, now: Int) {
      let row = rows(script).first { $0.contains("▶ now") } ?? ""
      let other = rows(script).first { $0.contains("✔ two") } ?? rows(script)[3]
      return (
        row.count { $0 == "█" },
        row.distance(from: row.startIndex, to: row.lastIndex(of: "█") ?? row.startIndex)
          - other.distance(
            from: other.startIndex, to: other.firstIndex(of: "│") ?? other.startIndex)
      )
    }
    let before = columns()
    script.data(tasks) { $0.isPaused = true }
    script.wait(.seconds(1200))
    script.send(.input(.due))
    #expect(abs(columns().bar - before.bar) <= 1)
    #expect(columns().now < before.now)
  }

  /// Woken for the clock each minute, and when now reaches another column.
  @Test func `nothing ticks`() throws {
    var script = Script(tasks, columns: 120)
    script.data(tasks) {
      $0.isPaused = true
      $0.lastAnswer = nil
    }
    script.press(.character("T"))
    script.state.notices = []
    script.idle(.seconds(10))
    var frames: [Frame] = []
    let end = script.moment.monotonic + .seconds(3600)
    while script.moment.monotonic < end {
      let (frame, due) = view(script.state, at: script.moment)
      #expect(frame != frames.last, "woken for nothing at \(script.moment.wall)")
      frames.append(frame)
      let next = try #require(due)
      try #require(next > script.moment.monotonic)
      script.wait(next - script.moment.monotonic)
      script.send(.input(.due))
    }
    #expect(frames.count <= 60 + 8)
  }
}
