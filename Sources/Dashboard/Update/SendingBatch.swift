import Ground
import Planning
import RDSExports
import Tracking
import Words

/// Sending exports that were confirmed together, one after the other.
extension State {
  /// Begins to send what was confirmed. What is left out keeps its mark.
  mutating func startAll(_ batch: StartBatch, at moment: Moment) -> [Effect] {
    startBatch = batch
    for entry in batch.entries {
      if case .leftOut = entry.outcome { continue }
      list.marks.remove(entry.original)
    }
    put(RepeatResults(), at: moment)
    return sendNextStart(at: moment)
  }

  /// Sends the next export, once the one before it is answered, and then queues what is to wait: by
  /// then it is known which slots are left. Everything is checked again.
  mutating func sendNextStart(at moment: Moment) -> [Effect] {
    guard var batch = startBatch, leavingBy == nil else { return [] }
    defer { startBatch = batch }
    for index in batch.entries.indices {
      switch batch.entries[index].outcome {
      case .sent: return []
      case .started, .refused, .leftOut, .toBeQueued, .queueing, .queued: continue
      case .waiting: break
      }
      let entry = batch.entries[index]
      if let reason = reasonNotToSend(entry, of: batch) {
        batch.entries[index].outcome = .refused(because: reason)
        continue
      }
      let (ticket, effect) = act(
        .start(entry.request), at: entry.original.site, shown: entry.shown, moment)
      batch.entries[index].outcome = .sent(ticket: ticket)
      return [effect]
    }
    return queueTheRest(of: &batch)
  }

  private mutating func queueTheRest(of batch: inout StartBatch) -> [Effect] {
    var orders: [QueueingOrder] = []
    for index in batch.entries.indices where batch.entries[index].outcome == .toBeQueued {
      let entry = batch.entries[index]
      if let reason = reasonNotToSend(entry, of: batch) {
        batch.entries[index].outcome = .refused(because: reason)
        continue
      }
      orders.append(
        QueueingOrder(
          ticket: nextTicket, site: entry.original.site, shown: entry.shown,
          request: entry.request))
      batch.entries[index].outcome = .queueing(ticket: nextTicket)
      nextTicket += 1
    }
    return orders.isEmpty ? [] : [.enqueue(orders)]
  }

  /// Why what was confirmed may not be sent any more; nil where it may.
  private func reasonNotToSend(_ entry: StartBatch.Entry, of batch: StartBatch) -> String? {
    let site = entry.original.site
    guard snapshot(of: site) != nil else { return "not sent: its site is watched no longer" }
    if isReadOnly(site) { return "not sent: read-only" }
    if isProduction(site), !batch.hasWord {
      return "not sent: this is production by now, and no word was typed"
    }
    if let reason = reasonTooMany(batch.wanted) { return "not sent: \(reason)" }
    return entry.request.problems().first.map { "not sent: \($0.message)" }
  }

  /// Takes AWS's answer to one of several starts.
  /// - Returns: Whether it was one.
  mutating func takeStartedOfSeveral(
    _ ticket: Int, _ result: Result<ExportTask, ExportTasksError>, at moment: Moment
  ) -> Bool {
    guard let index = entryOfBatch(.sent(ticket: ticket)) else { return false }
    switch result {
    case .success: startBatch?.entries[index].outcome = .started
    case .failure(.modelled(.exportTaskLimitReached, _)) where startBatch?.queuesTheRest == true:
      // Whoever wants the rest to wait wants this to wait, too.
      startBatch?.entries[index].outcome = .toBeQueued
    case .failure(let error):
      startBatch?.entries[index].outcome = .refused(because: words(for: error))
    }
    tellOfBatch(at: moment)
    return true
  }

  /// Takes the queue's answer to an export that was to wait.
  mutating func takeEnqueued(_ ticket: Int, _ answer: QueueingAnswer, at moment: Moment) {
    guard let index = entryOfBatch(.queueing(ticket: ticket)) else { return }
    switch answer {
    case .waits(let number): startBatch?.entries[index].outcome = .queued(number: number)
    case .refused(let reason): startBatch?.entries[index].outcome = .refused(because: reason)
    }
    tellOfBatch(at: moment)
  }

  private func entryOfBatch(_ outcome: StartBatch.Outcome) -> Int? {
    startBatch?.entries.firstIndex { $0.outcome == outcome }
  }

  /// Says how all went, once it has and nobody looks at the page.
  private mutating func tellOfBatch(at moment: Moment) {
    guard !(dialog is RepeatResults), let batch = startBatch, !batch.isOpen else { return }
    notify(batch.hasRefusals ? .warning : .success, batch.words, at: moment)
  }
}
