import Foundation
import RDSExports
import Support
import Testing
import Tracking

@testable import Planning

/// A simulated account that the queue's policy is let loose on: exports end at random, people start
/// their own, answers are lost, programs die between any two steps.
private struct QueueWorld {
  struct Export {
    var identifier: String
    var source: String
    var start: Date
    var end: Date
  }

  var random: SeededGenerator
  var now = ten
  var entries: [QueueEntry]
  /// All that ever ran.
  var exports: [Export] = []
  var problems: [String] = []

  init(_ seed: Seed, round: Int, entries count: Int) {
    random = seed.generator("queue world \(round)")
    let sources = (0..<14).map { "source-\($0)" }
    entries = []
    for id in 1...count {
      var new = entry(id, of: random.pick(sources))
      if random.chance(0.2) {
        new = entry(
          id, of: random.pick(sources),
          schedule: QueueSchedule(
            start: after(Double(Int.random(in: 0...7200, using: &random))), zone: "UTC",
            latest: after(400_000)))
      }
      entries.append(new)
    }
    entries.shuffle(using: &random)
    for place in entries.indices { entries[place].place = place }
  }

  var active: [Export] { exports.filter { $0.start <= now && now < $0.end } }

  mutating func pass() {
    let rest = Double(Int.random(in: 1...60, using: &random))
    now += rest
  }

  /// AWS's side of a start.
  mutating func receive(_ request: StartExportTaskRequest) -> ExportTasksError? {
    let name = request.exportTaskIdentifier
    if exports.contains(where: { $0.identifier == name }) {
      return fault("ExportTaskAlreadyExists")
    }
    if active.contains(where: { $0.source == request.sourceArn }) {
      return fault("InvalidExportSourceState")
    }
    if active.count >= 5 { return fault("ExportTaskLimitReachedFault") }
    exports.append(
      Export(
        identifier: name, source: request.sourceArn, start: now,
        end: now + Double(Int.random(in: 60...3600, using: &random))))
    if active.count > 5 { problems.append("more than five at \(now)") }
    return nil
  }

  func described(_ request: StartExportTaskRequest) -> ExportTask? {
    exports.contains { $0.identifier == request.exportTaskIdentifier } ? task(of: request) : nil
  }

  /// What runs, as the runner was last told.
  var use: TakenSlots {
    TakenSlots(
      running: active.map { RunningExport(identifier: $0.identifier, sourceArn: $0.source) })
  }

  /// One turn of a runner, which may die at any point of it.
  mutating func turn() {
    // What a dead runner has left.
    for index in entries.indices where entries[index].isSending {
      entries[index].settle(described(entries[index].request), at: now)
    }
    // A person is quicker than the runner now and then.
    let use = use
    if random.chance(0.05) {
      let source = "source-\(Int.random(in: 0..<14, using: &random))"
      _ = receive(request("by-hand-\(exports.count)", of: source))
    }
    let verdicts = QueuePolicy.verdicts(entries, use, at: now)
    guard let index = entries.indices.first(where: { verdicts[entries[$0].id] == .start }) else {
      return
    }
    check(index, use)
    entries[index].begin(at: now, by: "runner")
    if random.chance(0.1) { return }
    let refusal = receive(entries[index].request)
    if random.chance(0.1) { return }
    if random.chance(0.1) {
      entries[index].fail(.call(.cancelled), at: now)
    } else if let refusal {
      entries[index].fail(refusal, at: now)
    } else {
      entries[index].succeed(at: now)
    }
  }

  /// Whoever has an earlier place and was passed over could not start either.
  private mutating func check(_ index: Int, _ use: TakenSlots) {
    let busy = Set(use.running?.compactMap(\.sourceArn) ?? [])
    for other in entries where other.isWaiting && other.place < entries[index].place {
      let isEarly = other.schedule.map { $0.start > now } ?? false
      let rests = other.setback.map { $0.restsUntil > now } ?? false
      if !busy.contains(other.request.sourceArn), !isEarly, !rests {
        problems.append("\(other.id) was passed over")
      }
    }
  }
}

@Suite struct `The queue in a random world` {
  @Test(.tags(.generated), arguments: Seed.run())
  func `starts each of forty once and in order, never six at once or two of one source`(
    seed: Seed
  ) {
    for round in 0..<25 {
      var world = QueueWorld(seed, round: round, entries: 40)
      var turns = 0
      while world.entries.contains(where: \.isOpen), turns < 200_000 {
        world.turn()
        turns += 1
        if world.random.chance(0.5) { world.pass() }
      }
      #expect(world.entries.filter(\.isOpen) == [])
      #expect(world.problems == [])
      let names = world.exports.map(\.identifier)
      #expect(Set(names).count == names.count)
      #expect(Set(names).isSuperset(of: world.entries.map(\.request.exportTaskIdentifier)))
      for (place, export) in world.exports.enumerated() {
        let beside = world.exports[..<place].filter { $0.end > export.start }
        #expect(beside.count < 5)
        #expect(!beside.contains { $0.source == export.source })
      }
    }
  }
}
