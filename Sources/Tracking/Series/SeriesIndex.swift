import FoundationEssentials

/// Which tasks are runs of one series, and which are of one source.
struct SeriesIndex: Sendable {
  private(set) var series = RunTable()
  /// By source and by what of it is exported. A series whose tasks were given other names still has
  /// its source.
  private(set) var sources = RunTable()
  /// How long tasks were STARTING, by slot, where that was watched from its beginning.
  private(set) var startings: [Int: TimeInterval] = [:]

  /// Takes in the task of the next slot.
  mutating func append(_ task: TrackedTask, startOf: (Int) -> Date, slot: Int) {
    var text: [UInt8] = []
    text.reserveCapacity(192)
    task.texts.writeSource(to: &text)
    // No name has a NUL in it.
    text.append(0)
    var source = Hasher()
    source.combine(text)
    source.combine(task.exportOnly)
    _ = task.texts.with(.identifier) { bytes in
      VaryingText(bytes).write(.everyNumber, to: &text)
      return true
    }
    var name = Hasher()
    name.combine(text)
    series.append(name.finalize())
    sources.append(source.finalize())
    if let start = task.taskStartTime {
      insert(slot, start, startOf)
    } else {
      series.note(slot, isUnstarted: true)
    }
    if task.isOver { touch(slot) }
  }

  /// Takes in what is new of a task.
  mutating func replace(
    _ slot: Int, _ known: TrackedTask, with task: TrackedTask, startOf: (Int) -> Date
  ) {
    if known.taskStartTime != task.taskStartTime {
      if known.taskStartTime != nil {
        series.remove(slot)
        sources.remove(slot)
      }
      if let start = task.taskStartTime { insert(slot, start, startOf) }
      if (known.taskStartTime == nil) != (task.taskStartTime == nil) {
        series.note(slot, isUnstarted: task.taskStartTime == nil)
      }
    }
    if task.isOver, !known.isOver { touch(slot) }
  }

  mutating func note(starting span: TimeInterval, of slot: Int) { startings[slot] = span }

  private mutating func insert(_ slot: Int, _ start: Date, _ startOf: (Int) -> Date) {
    series.insert(slot, startedAt: start, startOf: startOf)
    sources.insert(slot, startedAt: start, startOf: startOf)
  }

  private mutating func touch(_ slot: Int) {
    series.touch(slot)
    sources.touch(slot)
  }

  /// Whether a run that ended is new in a slot's series, or of its source.
  func isTouched(_ slot: Int) -> Bool { series.isTouched(slot) || sources.isTouched(slot) }

  var isTouched: Bool { series.isTouched }

  mutating func forgetTouched() {
    series.forgetTouched()
    sources.forgetTouched()
  }

  var forReading: SeriesIndex {
    var copy = self
    copy.series = series.forReading
    copy.sources = sources.forReading
    return copy
  }
}

extension TrackedTask {
  var isOver: Bool { PhaseSet.ended.contains(phase) }
}

extension TrackedTasks {
  /// The newest runs of a task's series, by their start, the oldest first. A task that has started
  /// is one of them, unless there are many newer ones.
  public func runs(of task: TrackedTask) -> [TrackedTask] {
    slot(of: task.identifier).map { tasks(series.series.runs(series.series.number(of: $0))) } ?? []
  }

  /// What is usual for the task of a slot, from the runs of its series before it. A series that is
  /// too young to tell goes by its source's other runs.
  func usual(ofSlot slot: Int) -> Usual? {
    let task = self[slot]
    let series = series.series.runs(self.series.series.number(of: slot))
    if let usual = Usual(of: task, evidence(series, before: slot)) { return usual }
    let source = self.series.sources.runs(self.series.sources.number(of: slot))
    return Usual(of: task, evidence(source, before: slot), isOfSource: true)
  }

  /// What was usual for a task when it began; nil where too few runs before it are known.
  public func usual(of task: TrackedTask) -> Usual? {
    task.usual ?? slot(of: task.identifier).flatMap(usual(ofSlot:))
  }

  func tasks(_ slots: [Int]) -> [TrackedTask] { slots.map { self[$0] } }

  private func evidence(_ slots: [Int], before slot: Int) -> [Usual.Run] {
    let start = self[slot].taskStartTime ?? .distantFuture
    return slots.compactMap { other in
      guard other != slot else { return nil }
      return Usual.Run(self[other], starting: series.startings[other]).flatMap {
        $0.start < start ? $0 : nil
      }
    }
  }
}
