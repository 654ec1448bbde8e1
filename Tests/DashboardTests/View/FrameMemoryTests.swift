import Canvas
import Foundation
import Ground
import Listing
import RDSExports
import Support
import Testing
import Tracking

@testable import Dashboard

@Suite struct FrameMemoryTests {
  private static let keys: [Key] =
    "jkgGfF wslhIUVZqzdT[]0".map { .character($0) }
    + [.pageDown, .pageUp, .enter, .escape, .control("d"), .tab, .control("y")]

  private static func anyTask(
    _ number: Int, of context: Int, _ random: inout SeededGenerator
  ) -> TrackedTask {
    let status = random.pick([
      ExportTaskStatus.inProgress, .starting, .failed, .complete, .canceling, .canceled,
    ])
    let moved = Script.start.addingTimeInterval(-Double.random(in: 0...900, using: &random))
    let task = task(
      "task-\(number)\(number.isMultiple(of: 7) ? "-with-a-much-longer-name-ü" : "")", status,
      percent: Int.random(in: 0...100, using: &random),
      started: -Double.random(in: 0...90_000, using: &random),
      ended: status.isFinal ? -Double.random(in: 0...900, using: &random) : nil,
      context: ContextID(context),
      progress: status == .inProgress
        ? ProgressEvidence(
          expectedEnd: Script.start.addingTimeInterval(.random(in: -60...9000, using: &random)),
          lastMovement: moved, usualRest: 300, samples: 9) : .none)
    return TrackedTask(
      id: task.id, task: task.task, observedAt: task.observedAt, progress: task.progress,
      usual: status.isActive && random.chance(0.5)
        ? usual(afterNightsOf: [9, 11, 10, 12, 10]) : nil,
      isListed: !random.chance(0.05))
  }

  private static func anyFeed(
    _ feed: inout Feed, at moment: Moment, _ random: inout SeededGenerator
  ) {
    feed.isPaused = random.chance(0.2)
    feed.isThrottled = random.chance(0.1)
    feed.isAccountUnsure = random.chance(0.1)
    feed.interval = .seconds(random.pick([2, 5, 60]))
    feed.serverAhead = random.pick([0, -3.5, 7])
    if random.chance(0.6) {
      feed.nextPoll = moment.monotonic + .seconds(Double.random(in: 0...9, using: &random))
    }
    if random.chance(0.2) {
      feed.trouble = Trouble(
        kind: .unreachable, summary: "gone", advice: "", since: Script.start)
    }
  }

  /// Keys, answers, sizes and time in any order; each frame is drawn with the memory of the ones
  /// before and with none.
  @Test(.tags(.generated), arguments: Seed.run(), 0..<6)
  func `a frame looks the same with the memory of the last one and without`(
    seed: Seed, round: Int
  ) {
    var random = seed.generator("frame memory \(round)")
    var tasks = [1, 2].map { context in
      (0..<40).map { Self.anyTask($0, of: context, &random) }
    }
    var script = Script(tasks[0], rows: 24, columns: 120)
    if round > 1 { script.data(tasks[1], context: ContextID(2)) }
    var memory = FrameMemory()
    for step in 0..<160 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0, 1:
        let context = random.pick(script.state.contexts.map(\.number))
        for _ in 0..<3 {
          let index = Int.random(in: 0..<40, using: &random)
          tasks[context - 1][index] = Self.anyTask(index, of: context, &random)
        }
        let moment = script.moment
        let event = Event(
          site: Script.place, task: tasks[context - 1][7].identifier, at: Script.start,
          kind: .movedOn(percent: 5, after: 600))
        script.data(
          tasks[context - 1], context: ContextID(context),
          changes: Changes(events: random.chance(0.5) ? [event] : [])
        ) {
          Self.anyFeed(&$0, at: moment, &random)
        }
      case 2: script.wait(.seconds(Double.random(in: 0.1...100, using: &random)))
      case 3:
        let size = Size(
          columns: random.pick([40, 80, 99, 120, 170]), rows: random.pick([10, 24, 40]))
        script.send(.input(.resized(size)))
      case 4 where random.chance(0.3):
        script.moment.utcOffset = random.pick([0, 3600, -34_200])
      case 4 where random.chance(0.3):
        script.state.settings.slots = Int.random(in: 1...6, using: &random)
      case 4: script.state.settings.isReadOnly.toggle()
      case 5:
        script.press(.character("/"))
        script.type(random.pick(["task-1", "status=failed", "nothing", "ü"]))
        script.press(random.pick([.enter, .escape]))
      default: script.press(random.pick(Self.keys))
      }
      let fresh = view(script.state, at: script.moment)
      let kept = view(script.state, at: script.moment, &memory)
      #expect(kept.frame == fresh.frame, "step \(step)")
      // Instants that were computed at two moments differ by what a number of seconds can't hold.
      let apart = (kept.due ?? .zero) - (fresh.due ?? .zero)
      #expect(
        (kept.due == nil) == (fresh.due == nil) && abs(apart.seconds) < 0.001, "step \(step)")
      if kept.frame != fresh.frame { return }
    }
  }

  /// What is remembered is written over, so that the frame says what was taken from there.
  @Test func `a key that moves the selection draws two rows and no more`() {
    var script = Script(many(100), rows: 24, columns: 120)
    var memory = FrameMemory()
    _ = view(script.state, at: script.moment, &memory)
    let cross = Cell(glyph: Glyph("X"))
    for (line, drawn) in memory.lines.drawn {
      var crossed = drawn
      crossed.cells = drawn.cells.map { _ in cross }
      memory.lines.keep(line, crossed)
    }
    for row in script.state.visibleRows {
      let look = RowMemory.Look(
        item: row.item.object, isSelected: false, isMarked: false,
        isChanged: false)
      guard var crossed = memory.rows[look] else { continue }
      crossed.cells = crossed.cells.map { _ in cross }
      memory.rows.keep(crossed, look)
    }
    func drawn(by key: Key) -> [Int] {
      script.press(key)
      let frame = view(script.state, at: script.moment, &memory).frame
      return (0..<frame.size.rows).filter { row in
        frame.text(row: row).contains { !" X/allexportsorderheld┃".contains($0) }
      }
    }
    let area = script.state.layout.list
    #expect(drawn(by: .down) == [area.origin.row, area.origin.row + 1])
    // The second row was crossed out before it was selected, and so it comes back; the first has been
    // drawn without the selection.
    #expect(drawn(by: .down) == [area.origin.row, area.origin.row + 2])
  }
}
