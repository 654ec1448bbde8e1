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
    "jkgGfF wslhIUVZqzd".map { .character($0) }
    + [.pageDown, .pageUp, .enter, .escape, .control("d"), .tab, .control("y")]

  private static func anyTask(_ number: Int, _ random: inout SeededGenerator) -> TrackedTask {
    let status = random.pick([
      ExportTaskStatus.inProgress, .starting, .failed, .complete, .canceling, .canceled,
    ])
    let moved = Script.start.addingTimeInterval(-Double.random(in: 0...900, using: &random))
    let task = task(
      "task-\(number)\(number.isMultiple(of: 7) ? "-with-a-much-longer-name-ü" : "")", status,
      percent: Int.random(in: 0...100, using: &random),
      started: -Double.random(in: 0...90_000, using: &random),
      ended: status.isFinal ? -Double.random(in: 0...900, using: &random) : nil,
      progress: status == .inProgress
        ? ProgressEvidence(
          expectedEnd: Script.start.addingTimeInterval(.random(in: -60...9000, using: &random)),
          lastMovement: moved, usualRest: 300, samples: 9) : .none)
    return TrackedTask(
      id: task.id, task: task.task, observedAt: task.observedAt, progress: task.progress,
      isListed: !random.chance(0.05))
  }

  /// Keys, answers, sizes and time in any order; each frame is drawn with the memory of the ones
  /// before and with none.
  @Test(.tags(.generated), arguments: Seed.run())
  func `a frame looks the same with the memory of the last one and without`(seed: Seed) {
    var random = seed.generator("row memory")
    for _ in 0..<6 {
      var tasks = (0..<60).map { Self.anyTask($0, &random) }
      var script = Script(tasks, rows: 24, columns: 120)
      var memory = FrameMemory()
      for step in 0..<120 {
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
          for _ in 0..<3 {
            let index = Int.random(in: tasks.indices, using: &random)
            tasks[index] = Self.anyTask(index, &random)
          }
          script.data(
            tasks,
            trouble: random.chance(0.2)
              ? Trouble(kind: .unreachable, summary: "gone", advice: "", since: Script.start) : nil)
        case 1: script.wait(.seconds(Int.random(in: 1...100, using: &random)))
        case 2:
          script.send(
            .input(
              .resized(
                Size(
                  columns: random.pick([40, 80, 99, 120, 170]), rows: random.pick([10, 24, 40])))))
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
  }

  @Test func `a key that moves the selection draws two rows and no more`() {
    var script = Script(many(100), rows: 24, columns: 120)
    var memory = FrameMemory()
    _ = view(script.state, at: script.moment, &memory)
    func drawn(by key: Key) -> [RowMemory.Look] {
      let before = memory.rows
      script.press(key)
      _ = view(script.state, at: script.moment, &memory)
      return script.state.visibleRows.flatMap { row in
        [true, false].map { isSelected in
          RowMemory.Look(task: ObjectIdentifier(row.task), isSelected: isSelected, isMarked: false)
        }
      }.filter { before[$0] == nil && memory.rows[$0] != nil }
    }
    let tasks = script.state.visibleRows.map { ObjectIdentifier($0.task) }
    let first = drawn(by: .down)
    #expect(Set(first.map(\.task)) == [tasks[0], tasks[1]])
    #expect(first.count == 2)
    #expect(drawn(by: .down).map(\.task) == [tasks[2]])
    #expect(drawn(by: .up).isEmpty, "both rows have been drawn so before")
  }
}
