import Ground
import Planning
import RDSExports
import Tracking
import Words

/// Sending exports that were confirmed together, one after the other.
extension State {
  /// Begins to send what was confirmed. What is left out keeps its mark.
  mutating func startAll(
    _ batch: StartBatch, hasWord: Bool, at moment: Moment
  ) -> [Effect] {
    var batch = batch
    batch.agreed = agree(to: batch.wanted, hasWord: hasWord)
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
    guard var batch = startBatch, let agreed = batch.agreed, leavingBy == nil else { return [] }
    defer { startBatch = batch }
    for index in batch.entries.indices {
      switch batch.entries[index].outcome {
      case .sent: return []
      case .started, .refused, .leftOut, .toBeQueued, .queueing, .queued: continue
      case .waiting: break
      }
      let entry = batch.entries[index]
      if let reason = reasonNotToSend(entry.request, at: entry.original.site, agreed) {
        batch.entries[index].outcome = .refused(because: "not sent: \(reason)")
        continue
      }
      let (ticket, effect) = act(
        .start(entry.request), at: entry.original.site, shown: entry.shown, agreed: agreed, moment)
      batch.entries[index].outcome = .sent(ticket: ticket)
      return [effect]
    }
    return queueTheRest(of: &batch, agreed)
  }

  private mutating func queueTheRest(
    of batch: inout StartBatch, _ agreed: Agreement
  ) -> [Effect] {
    var orders: [QueueingOrder] = []
    for index in batch.entries.indices where batch.entries[index].outcome == .toBeQueued {
      let entry = batch.entries[index]
      if let reason = reasonNotToSend(entry.request, at: entry.original.site, agreed) {
        batch.entries[index].outcome = .refused(because: "not queued: \(reason)")
        continue
      }
      orders.append(
        QueueingOrder(
          ticket: nextTicket, site: entry.original.site, shown: entry.shown,
          request: entry.request, agreed: agreed))
      batch.entries[index].outcome = .queueing(ticket: nextTicket)
      nextTicket += 1
    }
    return orders.isEmpty ? [] : [.enqueue(orders)]
  }

  /// Why what was confirmed may not be sent any more; nil where it may.
  func reasonNotToSend(
    _ request: StartExportTaskRequest, at site: SiteID, _ agreed: Agreement
  ) -> String? {
    guard snapshot(of: site) != nil else { return "its site is watched no longer" }
    return reasonBarred(site, agreed) ?? reasonTooMany(agreed.count)
      ?? request.problems().first?.message
  }

  /// Why nothing may be done at a site with this yes; nil where it may.
  func reasonBarred(_ site: SiteID, _ agreed: Agreement) -> String? {
    if isReadOnly(site) { return "read-only" }
    return isProduction(site) && !agreed.hasWord
      ? "this is production by now, and no word was typed" : nil
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

  /// Takes the queue's answer to one of several that were to wait.
  /// - Returns: Whether it was one.
  mutating func takeEnqueuedOfSeveral(
    _ ticket: Int, _ answer: QueueingAnswer, at moment: Moment
  ) -> Bool {
    guard let index = entryOfBatch(.queueing(ticket: ticket)) else { return false }
    switch answer {
    case .waits(let number): startBatch?.entries[index].outcome = .queued(number: number)
    case .refused(let reason): startBatch?.entries[index].outcome = .refused(because: reason)
    }
    tellOfBatch(at: moment)
    return true
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
