import Foundation
import RDSExports
import Support
import Testing

@testable import Tracking

/// A program that is killed and begun again knows what one that goes on knows.
@Suite struct StoreMemoryTests {
  private struct Look {
    var task: ExportTask
    var at: TimeInterval
    var source: Store.Source
  }

  /// How one task is seen, from its first look to its last.
  private func life(_ identifier: String, _ random: inout SeededGenerator) -> [Look] {
    var looks: [Look] = []
    var time = TimeInterval.random(in: 0...50, using: &random)
    let start = TimeInterval.random(in: 60...400, using: &random)
    var (percent, gigabytes) = (0, 0)
    let isOurs = random.chance(0.3)
    let end = random.chance(0.7) ? TimeInterval.random(in: 500...9000, using: &random) : 1e9
    while time < 8000 {
      var task = export(identifier, time < start ? .starting : .inProgress)
      task.sourceArn = "arn:aws:rds:eu-west-3:123456789012:snapshot:s"
      if time >= start {
        task.taskStartTime = at(start)
        if random.chance(0.4) { percent = min(100, percent + .random(in: 0...4, using: &random)) }
        if random.chance(0.4) { gigabytes += .random(in: 0...3, using: &random) }
        if random.chance(0.01) { percent = max(0, percent - 5) }
        (task.percentProgress, task.totalExtractedDataInGB) = (percent, gigabytes)
      }
      if time >= end {
        task.status = random.chance(0.5) ? .complete : .failed
        task.taskEndTime = at(end)
      }
      let isFirst = looks.isEmpty
      looks.append(
        Look(
          task: task, at: time,
          source: isFirst && isOurs && task.status == .starting ? .operation : .fastLane))
      if time >= end { break }
      time += random.chance(0.02) ? .random(in: 300...3000, using: &random) : 5
    }
    return looks
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<60)
  func `killed at any point and begun again, it goes on as if nothing had been`(
    seed: Seed, round: Int
  ) throws {
    var random = seed.generator("killed \(round)")
    let looks = (0..<4).flatMap { life("task-\($0)", &random) }.sorted { $0.at < $1.at }
    var whole = Store(site: SiteID(1))
    var store = Store(site: SiteID(1))
    var wholeTold: [Event] = []
    var told: [Event] = []
    var kept: [String: TaskMemory] = [:]
    var untilMemory = 0
    var seen: Set<String> = []
    for look in looks {
      if random.chance(0.01), !store.isMemoryAwaited {
        // Only what was written is left of it, and it comes some looks after the rows.
        kept = try kept.mapValues { memory in
          try #require(
            TaskMemory(site: paris, identifier: memory.identifier, text: memory.text))
        }
        store = Store(site: SiteID(1), awaitsMemory: true)
        seen = []
        untilMemory = .random(in: 0...10, using: &random)
      }
      seen.insert(look.task.exportTaskIdentifier)
      let observation = Observation(sentAt: at(look.at))
      whole.merge([look.task], observation, seenAt: at(look.at), from: look.source)
      store.merge([look.task], observation, seenAt: at(look.at), from: look.source)
      if store.isMemoryAwaited {
        if untilMemory == 0 { store.restore(Array(kept.values)) }
        untilMemory -= 1
      }
      for memory in store.takeMemories(of: paris) {
        kept[memory.identifier] = memory.isOver ? nil : memory
      }
      wholeTold += whole.look().changes.events
      told += store.look().changes.events
    }
    store.restore(Array(kept.values))
    let (last, changes) = store.look()
    told += changes.events
    for task in whole.look().snapshot.tasks where seen.contains(task.identifier) {
      let same = try #require(last.tasks.first { $0.identifier == task.identifier })
      #expect(same.task == task.task)
      let (now, was) = (same.progress, task.progress)
      #expect(now.expectedEnd == was.expectedEnd, "\(task.identifier)")
      #expect(now.percentPerHour == was.percentPerHour)
      #expect(now.gigabytesPerHour == was.gigabytesPerHour)
      #expect(now.samples == was.samples)
      #expect(now.lastMovement == was.lastMovement)
      #expect(now.firstLook == was.firstLook)
      #expect(now.knownSince == was.knownSince)
      #expect(now.isBeginningKnown == was.isBeginningKnown)
      #expect(same.elapsed(at: at(20_000)) == task.elapsed(at: at(20_000)))
      // The rhythm of our looks is written once a minute.
      if let rest = was.usualRest {
        #expect(try abs(#require(now.usualRest) - rest) <= rest * 0.5 + 200, "\(task.identifier)")
      }
    }
    let turns = { (events: [Event]) in
      events.filter { if case .turned = $0.kind { true } else { false } }.map {
        "\($0.task ?? "") \($0.kind)"
      }
    }
    #expect(Set(turns(told)) == Set(turns(wholeTold)))
    #expect(turns(told).count == turns(wholeTold).count)
  }

  private func running(_ identifier: String, percent: Int, started: TimeInterval? = -60)
    -> ExportTask
  {
    var task = export(identifier, percent: percent, started: started.map(at))
    task.sourceArn = "arn:aws:rds:eu-west-3:123456789012:snapshot:s"
    return task
  }

  private func past(_ task: ExportTask, at seconds: TimeInterval = 0) -> [TaskMemory] {
    var store = Store.empty
    store.see(task, sent: seconds, from: .fastLane)
    return store.takeMemories(of: paris)
  }

  @Test func `what came to pass while no program saw it is told, at AWS's own time`() {
    var failed = running("a", percent: 40)
    failed.status = .failed
    failed.taskEndTime = at(3000)
    for isEarly in [true, false] {
      var store = Store(site: SiteID(1), awaitsMemory: true)
      if isEarly { store.restore(past(running("a", percent: 38))) }
      store.see(failed, sent: 9000)
      if !isEarly { store.restore(past(running("a", percent: 38))) }
      #expect(
        store.look().changes.events == [
          Event(
            site: paris, task: "a", at: at(3000),
            kind: .turned(from: "IN_PROGRESS", to: "FAILED"))
        ])
      #expect(store.takeMemories(of: paris).map(\.isOver) == [true], "it is forgotten")
    }
  }

  @Test func `another task of the same name inherits nothing`() {
    let memories = past(running("a", percent: 38))
    var others = [running("a", percent: 50, started: 600)]
    others.append(running("a", percent: 50))
    others[1].sourceArn = "arn:aws:rds:eu-west-3:123456789012:snapshot:t"
    others.append(running("a", percent: 50))
    others[2].snapshotTime = at(-9999)
    for other in others {
      for isEarly in [true, false] {
        var store = Store(site: SiteID(1), awaitsMemory: true)
        if isEarly { store.restore(memories) }
        store.see(other, sent: 1000, from: .fastLane)
        if !isEarly { store.restore(memories) }
        #expect(store.task("a")?.progress.samples == 1)
        #expect(store.task("a")?.progress.knownSince == at(1000))
      }
    }
  }

  @Test func `a task that was started here just now has no past`() {
    var starting = running("a", percent: 0, started: nil)
    starting.status = .starting
    for isEarly in [true, false] {
      var store = Store(site: SiteID(1), awaitsMemory: true)
      if isEarly { store.restore(past(starting)) }
      store.see(starting, sent: 500, from: .operation)
      if !isEarly { store.restore(past(starting)) }
      #expect(store.task("a")?.progress.knownSince == at(500))
      #expect(store.task("a")?.progress.isBeginningKnown == true)
    }
  }

  @Test func `what another dashboard saw a moment later is no step back`() {
    let memories = past(running("a", percent: 41), at: 10)
    for isEarly in [true, false] {
      var store = Store(site: SiteID(1), awaitsMemory: true)
      if isEarly { store.restore(memories) }
      store.see(running("a", percent: 40), sent: 9, from: .fastLane)
      if !isEarly { store.restore(memories) }
      #expect(store.task("a")?.progress.lastMovement == at(10))
      store.see(running("a", percent: 42), sent: 14, from: .fastLane)
      #expect(store.task("a")?.progress.samples == 2)
    }
  }

  @Test func `nothing is written while the past is awaited, and then only what is news`() {
    var store = Store(site: SiteID(1), awaitsMemory: true)
    store.see(running("a", percent: 1), sent: 0, from: .fastLane)
    #expect(store.takeMemories(of: paris) == [])
    store.restore([])
    #expect(store.takeMemories(of: paris).map(\.seenAt) == [at(0)])
    store.see(running("a", percent: 1), sent: 5, from: .fastLane)
    store.see(running("b", percent: 1), sent: 5, from: .fastLane)
    #expect(store.takeMemories(of: paris).map(\.identifier) == ["b"])
    store.see(running("a", percent: 2), sent: 10, from: .fastLane)
    #expect(store.takeMemories(of: paris).map(\.identifier) == ["a"])
    store.see(running("a", percent: 2), sent: 69, from: .fastLane)
    #expect(store.takeMemories(of: paris) == [])
    store.see(running("a", percent: 2), sent: 70, from: .fastLane)
    #expect(store.takeMemories(of: paris).map(\.seenAt) == [at(70)], "that it was looked at")
  }

  @Test func `a text that is none of ours is no memory`() {
    for text in ["", "{}", "null", #"{"origin":{},"seenAt":"x"}"#] {
      #expect(TaskMemory(site: paris, identifier: "a", text: text) == nil)
    }
    let wrong = #"""
      {"origin":{},"seenAt":0,"trace":{"isBeginning":false,"looks":[-1,5],"status":"IN_PROGRESS",
      "samples":[{"at":0,"percent":7,"gigabytes":1},{"at":1,"percent":3,"gigabytes":1},
      {"at":2,"percent":900,"gigabytes":1},{"at":3,"percent":8,"gigabytes":-4}]}}
      """#
    let memory = TaskMemory(site: paris, identifier: "a", text: wrong)
    #expect(memory?.trace?.samples.map(\.percent) == [7])
    #expect(memory?.trace?.looks == [5])
  }
}
