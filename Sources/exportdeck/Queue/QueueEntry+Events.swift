import FoundationEssentials
import Ground
import Journal
import Planning
import RDSExports
import Tracking
import Words

/// An entry of the queue as the events tell it.
extension QueueEntry {
  /// - Parameters:
  ///   - means: What did it.
  ///   - caller: Who AWS says did it; nil where AWS was not asked.
  func event(
    _ step: QueueStep, by means: ActionRecord.Means, caller: String? = nil, at now: Date
  ) -> Event {
    var record = ActionRecord(means: means)
    if case .added = step { record = ActionRecord(.start(request), by: means) }
    record.caller = caller
    return event(.queue(step), record, at: now)
  }

  /// That it is about to be sent.
  func sentEvent(at now: Date) -> Event {
    event(.startSent, ActionRecord(.start(request), by: .queue), at: now)
  }

  /// What AWS answered.
  func answeredEvent(
    _ answer: Result<ExportActionAnswer, ExportTasksError>, caller: String?, at now: Date
  ) -> Event {
    var record = ActionRecord(.start(request), by: .queue)
    record.caller = caller
    switch answer {
    case .success(let started):
      record.requestID = started.requestID
      return event(.startAccepted(status: started.task.status?.word), record, at: now)
    case .failure(let error):
      record.requestID = error.requestID
      return event(.startRefused(because: error.summary), record, at: now)
    }
  }

  private func event(_ kind: Event.Kind, _ record: ActionRecord, at now: Date) -> Event {
    Event(
      site: site, task: request.exportTaskIdentifier, at: now, kind: kind, action: record)
  }

  /// What became of it besides what AWS answered; nil where the answer says it all.
  var stepAfterSend: QueueStep? {
    switch state {
    case .started, .sending: nil
    case .held: heldStep
    // It meets the same again and again.
    case .waiting:
      setback.flatMap { $0.count == 1 ? .putBack(because: $0.words) : nil }
    }
  }

  /// What was found out about an earlier send; nil where nothing was.
  var stepAfterSettling: QueueStep? {
    switch state {
    case .sending: nil
    case .started: .found
    case .waiting: .notFound
    case .held: heldStep
    }
  }

  /// That it is held, and why.
  var heldStep: QueueStep? {
    guard case .held(let reason) = state else { return nil }
    if case .clash(let words) = reason { return .clash(because: words) }
    return .held(because: reason == .byUser ? nil : holdWords)
  }
}

extension QueueStore {
  /// Does what a person wants with an entry.
  /// - Parameter seen: Its state as the person saw it; nil where nobody could read it.
  /// - Returns: What is to be written down; nil where the entry can't be read.
  func carryOut(
    _ edit: QueueEdit, on id: Int, seen: QueueEntry.State?, by means: ActionRecord.Means,
    timekeeper: any Timekeeper
  ) async throws(QueueProblem) -> Event? {
    let before = try? await entries().first { $0.id == id }
    try await self.edit(id, edit, seen: seen)
    guard let before else { return nil }
    let step: QueueStep
    switch edit {
    case .hold: step = .held(because: nil)
    case .release: step = .released
    case .remove: step = .removed
    case .move, .moveToFirst, .moveToLast:
      let turn = try? await entries().filter { $0.isOpen && $0.site == before.site }
        .firstIndex { $0.id == id }
      step = .moved(turn: turn.map { $0 + 1 })
    }
    return before.event(step, by: means, at: timekeeper.wall)
  }
}
