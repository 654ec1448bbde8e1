import FoundationEssentials
import RDSExports

/// What is known from an earlier run of the program, and what a later one is to know.
extension Store {
  /// Whether what an earlier program knew of the tasks is still to come.
  public var isMemoryAwaited: Bool { past.isAwaited }

  /// Takes in what an earlier program knew of the site's tasks, whether they are listed yet or not:
  /// from then on it is as if that program had gone on.
  public mutating func restore(_ memories: [TaskMemory]) {
    for memory in memories where !memory.isOver {
      if let slot = tasks.slot(of: memory.identifier) {
        recall(memory, at: slot)
      } else {
        past.keep(memory)
      }
    }
    past.endWaiting()
  }

  /// The memories that have changed since they were last taken. There are none while those of an
  /// earlier program are awaited.
  public mutating func takeMemories(of place: Site) -> [TaskMemory] {
    past.takeUnwritten().map { slot in
      let task = tasks[slot]
      let seenAt = sightings[slot].sentAt.addingTimeInterval(serverAhead)
      past.noteTaken(slot, seenAt: traces[slot].map { _ in seenAt })
      return TaskMemory(
        site: place, identifier: task.identifier, origin: TaskMemory.Origin(task), seenAt: seenAt,
        trace: traces[slot], usualRest: task.progress.usualRest)
    }
  }

  private mutating func recall(_ memory: TaskMemory, at slot: Int) {
    let known = tasks[slot]
    let task = known.task
    guard let looks = past.takeLooks(of: slot),
      memory.isPast(of: task, beginsNow: looks.contains(where: \.isBeginning)),
      var trace = memory.trace
    else { return }
    let later = looks.filter { $0.at > memory.seenAt }
    if let first = later.first {
      noteChange(of: slot, since: memory, to: first.task, at: first.at)
    } else if looks.isEmpty {
      noteChange(of: slot, since: memory, to: task, at: known.observedAt)
    }
    past.noteChange(of: slot)
    guard traces[slot] != nil else { return keepCourse(of: trace, at: slot) }
    var progress = memory.evidence
    for look in later where trace.note(look.task, at: look.at) { progress = trace.evidence }
    traces[slot] = trace
    replace(
      slot,
      with: TrackedTask(
        id: known.id, task: task, observedAt: known.observedAt, progress: progress,
        usual: known.usual, isListed: known.isListed, warningReport: known.keptWarningReport))
  }

  /// A task that has ended keeps how it moved while an earlier program saw it.
  private mutating func keepCourse(of trace: ProgressTrace, at slot: Int) {
    let known = tasks[slot]
    guard PhaseSet.ended.contains(known.phase), known.progress.course.isEmpty else { return }
    let course = keptCourse(trace.samples, of: slot)
    replace(
      slot,
      with: TrackedTask(
        id: known.id, task: known.task, observedAt: known.observedAt, progress: .past(course),
        isListed: known.isListed, warningReport: known.keptWarningReport))
  }

  /// What has happened to a task while no program saw it.
  mutating func noteChange(
    of slot: Int, since memory: TaskMemory, to task: ExportTask, at time: Date
  ) {
    guard let before = memory.trace, let from = before.status, let to = task.status else { return }
    if from != to {
      // AWS tells when a task has ended.
      let end = to.isFinal ? task.taskEndTime : nil
      note(.turned(from: from.word, to: to.word), of: slot, at: min(end ?? time, time))
    } else if to == .inProgress,
      let kind = Event.Kind(
        movementFrom: before.samples.last?.percent, to: task.percentProgress,
        stalledFor: memory.evidence.stalledFor(at: time))
    {
      note(kind, of: slot, at: time)
    }
  }
}
