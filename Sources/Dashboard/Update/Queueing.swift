import FoundationEssentials
import Ground
import Planning
import Tracking
import Words

extension State {
  mutating func take(_ report: QueueReport, at moment: Moment) {
    // Nobody knows what is in a queue that can't be read.
    if report.problem == nil {
      forgetMarks(ofWhatLeaves: report)
      tellOfRemoved(report, at: moment)
      forgetUnseen(report)
    }
    var queue = queue
    queue.take(report, self, at: moment.wall)
    self.queue = queue
    listWaiting(at: moment)
  }

  /// What was taken out of the queue has no mark, which would stick to whatever takes its name.
  private mutating func forgetMarks(ofWhatLeaves report: QueueReport) {
    guard !list.marks.isEmpty, let before = queue.report else { return }
    let left = Set(report.entries.map(\.id))
    for entry in before.open where !left.contains(entry.id) {
      guard let site = snapshot(at: entry.site)?.id else { continue }
      let id = TaskID(site: site, identifier: entry.request.exportTaskIdentifier)
      if task(id) == nil { list.marks.remove(id) }
    }
  }

  /// Says what was taken out of the queue from here, once the queue is without it.
  private mutating func tellOfRemoved(_ report: QueueReport, at moment: Moment) {
    guard !removing.isEmpty else { return }
    let left = Dictionary(report.entries.map { ($0.id, $0.state) }) { $1 }
    let gone = removing.values.filter { left[$0.id] == nil }.sorted { $0.id < $1.id }
    // Of what has gone on since it was asked for, the answer was another.
    removing = removing.filter { left[$0.key] == $0.value.state }
    guard let first = gone.first else { return }
    notify(
      .success,
      gone.count == 1
        ? "\(first.request.exportTaskIdentifier) was taken out of the queue"
        : "\(grouped(gone.count)) exports were taken out of the queue", at: moment)
  }

  mutating func updateQueue(at moment: Moment) {
    guard queue.openCount > 0 || !list.arrangement.pool.waiting.isEmpty else { return }
    var queue = queue
    queue.update(self, at: moment.wall)
    self.queue = queue
    listWaiting(at: moment)
  }

  /// Lets an export wait that was to be started.
  mutating func enqueue(_ form: StartForm, hasWord: Bool, at moment: Moment) -> [Effect] {
    let agreed = agree(hasWord: hasWord)
    if let reason = reasonNotToSend(form.request, at: form.site, agreed) {
      var form = form
      form.refusal = (nil, "nothing was queued: \(reason)")
      put(form, at: moment)
      return []
    }
    put(nil, at: moment)
    let ticket = nextTicket
    nextTicket += 1
    queueing[ticket] = form
    return [
      .enqueue([
        QueueingOrder(
          ticket: ticket, site: form.site, shown: form.shown, request: form.request,
          agreed: agreed)
      ])
    ]
  }

  /// Takes the queue's answer to an export that was to wait.
  mutating func takeEnqueued(_ ticket: Int, _ answer: QueueingAnswer, at moment: Moment) {
    if case .waits(let number) = answer { noteQueued(number, of: ticket) }
    if takeEnqueuedOfSeveral(ticket, answer, at: moment) { return }
    guard var form = queueing.removeValue(forKey: ticket) else { return }
    let name = form.request.exportTaskIdentifier
    switch answer {
    case .waits(let number):
      notify(.success, "\(name) waits in the queue, as number \(number)", at: moment)
    case .refused(let reason):
      notify(.error, "\(name) was not queued: \(reason)", at: moment)
      form.refusal = (nil, "it was not queued: \(Format.line(reason))")
      // Nothing else may be covered, nor lost for it.
      if dialog == nil, place != .text, place != .search {
        put(form, at: moment)
      } else {
        keep(form)
      }
    }
  }

  /// Notes what was put into the queue until a report has it.
  private mutating func noteQueued(_ number: Int, of ticket: Int) {
    queuedHere.insert(number)
    guard queue.report?.entries.contains(where: { $0.id == number }) != true else { return }
    let site =
      queueing[ticket]?.shown
      ?? startBatch?.entries.first { $0.outcome == .queueing(ticket: ticket) }?.shown
    queuedUnseen[number] = site
  }

  /// Numbers only grow: where a report has a later one, those before it have come and gone.
  private mutating func forgetUnseen(_ report: QueueReport) {
    guard !queuedUnseen.isEmpty, let newest = report.entries.map(\.id).max() else { return }
    queuedUnseen = queuedUnseen.filter { $0.key > newest }
  }
}
