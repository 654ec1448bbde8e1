import Foundation
import RDSExports
import Support
import Testing

@testable import Tracking

/// Whatever the order in which answers come in, the last word is the newest observation's.
@Suite struct StoreHistoryTests {
  private struct Answer {
    var task: ExportTask
    var sent: TimeInterval
  }

  /// The life of one task: it starts, runs and maybe ends.
  private func life(_ identifier: String, _ random: inout SeededGenerator) -> [Answer] {
    var answers: [Answer] = []
    var time = TimeInterval.random(in: 0...50, using: &random)
    func tell(_ task: ExportTask) {
      answers.append(Answer(task: task, sent: time))
      time += .random(in: 0.1...20, using: &random)
    }
    for _ in 0..<Int.random(in: 0...3, using: &random) { tell(export(identifier, .starting)) }
    var percent = 0
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      percent += .random(in: 0...8, using: &random)
      tell(export(identifier, .inProgress, percent: percent, started: noon))
    }
    let endings: [ExportTaskStatus?] = [.complete, .failed, .canceled, .canceling, nil]
    if let ending = endings.randomElement(using: &random) ?? nil {
      for _ in 0...Int.random(in: 0...2, using: &random) {
        tell(export(identifier, ending, percent: percent))
      }
    }
    if answers.isEmpty { tell(export(identifier, .starting)) }
    return answers
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<200)
  func `the newest observation wins in any order`(seed: Seed, round: Int) throws {
    var random = seed.generator("lives \(round)")
    let lives = (0..<6).map { life("task-\($0)", &random) }
    var store = Store.empty
    for answer in lives.joined().shuffled(using: &random) {
      store.see(
        answer.task, sent: answer.sent, seen: answer.sent + .random(in: 0...30, using: &random))
      if Bool.random(using: &random) { _ = store.look() }
    }
    let snapshot = store.look().snapshot
    let tasks = snapshot.tasks
    for phase in Phase.allCases {
      #expect(
        snapshot.tasks.counts[phase] == tasks.count { Phase(of: $0.task) == phase }, "\(phase)")
    }
    for life in lives {
      let newest = try #require(life.max { $0.sent < $1.sent })
      let row = try #require(tasks.first { $0.id.identifier == newest.task.exportTaskIdentifier })
      #expect(row.task == newest.task)
      #expect(
        (row.task.status == .inProgress) == (row.progress.samples > 0)
          || row.task.percentProgress == nil)
    }
    #expect(
      Set(store.active.map(\.identifier))
        == Set(tasks.filter { $0.task.status?.isActive == true }.map(\.id.identifier)))
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<100)
  func `in the order of sending, events tell the whole story`(seed: Seed, round: Int) {
    var random = seed.generator("life \(round)")
    let life = life("a", &random)
    var store = Store.empty
    store.endSweep(begunAt: noon)
    var told: [Event.Kind] = []
    for answer in life {
      store.see(answer.task, sent: answer.sent)
      if Bool.random(using: &random) { told += store.look().changes.events.map(\.kind) }
    }
    told += store.look().changes.events.map(\.kind)
    let words = life.compactMap { $0.task.status?.word }
    let turns = zip(words, words.dropFirst()).filter { $0 != $1 }
    told.removeAll { event in
      switch event {
      case .reached, .movedOn: true
      default: false
      }
    }
    #expect(told == [.appeared] + turns.map { .turned(from: $0, to: $1) })
  }
}
