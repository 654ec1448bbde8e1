import FoundationEssentials
import Ground
import Planning
import Tracking
import Words

extension State {
  mutating func take(_ report: QueueReport, at moment: Moment) {
    // What was typed is kept until it is in the queue.
    let isQueued = report.entries.contains { entry in
      keptForm?.ticket == nil && keptForm?.shown == entry.site
        && keptForm?.request == entry.request
    }
    if isQueued { keptForm = nil }
    var queue = queue
    queue.take(report, self, at: moment.wall)
    self.queue = queue
    listWaiting(at: moment)
    reviewQueueQuestion(at: moment)
  }

  /// Shows what has become of the exports that are asked about. Nobody may say yes to what changed
  /// just now.
  private mutating func reviewQueueQuestion(at moment: Moment) {
    guard var question = dialog as? QueueQuestion, let report = queue.report else { return }
    let entries = question.entries.compactMap { entry in
      report.entries.first { $0.id == entry.id }
    }
    guard entries.map(\.state) != question.entries.map(\.state) else { return }
    let able = entries.filter {
      $0.refusal(of: question.edit, isRun: isRun($0.site)) == nil
    }
    if able.isEmpty {
      let reason = entries.first?.refusal(of: question.edit, isRun: true)?.words
      put(nil, at: moment)
      notify(.info, reason.map { "nothing was done: \($0)" } ?? "it has left the queue", at: moment)
      return
    }
    question.leftOut.add(
      question.entries.filter { entry in !able.contains { $0.id == entry.id } }.map { entry in
        let now = report.entries.first { $0.id == entry.id }
        return (
          entry.request.exportTaskIdentifier,
          now?.refusal(of: question.edit, isRun: true)?.gist ?? "no longer in the queue"
        )
      })
    question.entries = able
    let word = wordToRemove(able) ?? (entries.count == 1 ? question.word.wanted : nil)
    if word != question.word.wanted { question.word = TypedWord(word) }
    change(question, at: moment)
  }

  /// What has to be typed before several are taken out of the queue.
  func wordToRemove(_ entries: [QueueEntry]) -> String? {
    entries.count > 1 ? "remove \(entries.count)" : nil
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
    keptForm = form
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
    if case .waits(let number) = answer { queuedHere.insert(number) }
    if takeEnqueuedOfSeveral(ticket, answer, at: moment) { return }
    guard let form = queueing.removeValue(forKey: ticket) else { return }
    let name = form.request.exportTaskIdentifier
    switch answer {
    case .waits(let number):
      notify(.success, "\(name) waits in the queue, as number \(number)", at: moment)
    case .refused(let reason):
      notify(.error, "\(name) was not queued: \(reason)", at: moment)
    }
  }

  /// The page of the queue, where it is up.
  var queuePage: QueuePage? { page as? QueuePage }

  mutating func openQueue() {
    page = QueuePage(below: page is OverviewPage || page is BoardPage ? page : nil)
  }

  /// Asks whether to do to the selected entry what a key means. Only moving it needs no answer: its
  /// keys are no text, and the way back is the other key.
  mutating func editQueue(_ action: Action, at moment: Moment) -> [Effect] {
    guard let row = queuePage?.selectedRow(self) else { return [] }
    let entry = row.entry
    switch action {
    case .queueEarlier: return [move(entry, by: -1)]
    case .queueLater: return [move(entry, by: 1)]
    case .hold:
      let site = snapshot(at: entry.site)?.id
      // What is released starts by itself.
      let needsWord = entry.isHeld && (site.map(isProduction) ?? true)
      put(
        QueueQuestion(
          edit: entry.isHeld ? .release : .hold, entries: [entry],
          word: needsWord ? entry.request.exportTaskIdentifier : nil), at: moment)
    case .unqueue: put(QueueQuestion(edit: .remove, entries: [entry]), at: moment)
    default: break
    }
    return []
  }

  private func move(_ entry: QueueEntry, by places: Int) -> Effect {
    .queue(.edit(entry.id, .move(by: places), seen: entry.state))
  }

  /// Why the selected entry can't be edited so; nil where it can.
  func reasonNotToEditQueue(_ action: Action) -> String? {
    guard let row = queuePage?.selectedRow(self) else { return "nothing waits" }
    let entry = row.entry
    let edit: QueueEdit =
      switch action {
      case .hold: entry.isHeld ? .release : .hold
      case .unqueue: .remove
      case .queueEarlier: .move(by: -1)
      default: .move(by: 1)
      }
    if let refusal = entry.refusal(of: edit, isRun: isRun(entry.site)) { return refusal.words }
    guard edit == .move(by: -1) || edit == .move(by: 1) else { return nil }
    let open = queue.report?.open ?? []
    if edit == .move(by: -1), open.first?.id == entry.id { return "it is the first" }
    return edit == .move(by: 1) && open.last?.id == entry.id ? "it is the last" : nil
  }
}

extension State {
  /// Whether a program starts what waits for a site.
  private func isRun(_ site: Site) -> Bool { queue.report?.runners[site] != nil }

  /// Why an entry can't be taken out of the queue; nil where it can.
  func reasonNotToRemove(_ entry: QueueEntry) -> String? {
    entry.refusal(of: .remove, isRun: isRun(entry.site))?.words
  }

  /// What can be taken out of the queue: of what is marked, else of what is selected, what is in
  /// sight.
  var removable: [QueueEntry] {
    let ids = list.marks.isEmpty ? Set([list.selected].compactMap(\.self)) : list.marks
    return list.arrangement.pool.waiting.lazy.filter { export in
      ids.contains(export.id) && self.list.index(of: export.id) != nil
        && self.reasonNotToRemove(export.entry) == nil
    }.map(\.entry).sorted { ($0.place, $0.id) < ($1.place, $1.id) }
  }

  /// Whether the key that cancels takes something out of the queue now: where nothing that was chosen
  /// can be canceled. Of very many marks that isn't looked for.
  var isRemoving: Bool {
    guard list.marks.count <= Self.marksChecked, !removable.isEmpty else { return false }
    return !list.marks.contains { id in
      self.list.index(of: id) != nil
        && self.task(id).map { self.reasonNotToCancel($0) == nil } ?? false
    }
  }

  /// Why what waits is not asked about together with what runs.
  func reasonNotAsked(_ entry: QueueEntry) -> String {
    entry.refusal(of: .remove, isRun: isRun(entry.site))?.gist ?? "waiting in the queue"
  }
}

extension QueueEditRefusal {
  /// The same as the words, of one among several.
  fileprivate var gist: String {
    switch self {
    case .sending: "being sent to AWS just now"
    case .started: "already started"
    case .held: "held already"
    case .notHeld: "not held"
    case .startedMeanwhile: "started meanwhile"
    case .sentMeanwhile: "sent to AWS meanwhile"
    case .heldMeanwhile: "held for another reason by now"
    }
  }

  fileprivate var words: String {
    switch self {
    case .sending: "it is being sent to AWS just now"
    case .started: "it has been started"
    case .held: "it is held already"
    case .notHeld: "it is not held"
    case .startedMeanwhile: "it has been started meanwhile"
    case .sentMeanwhile: "it has been sent to AWS meanwhile"
    case .heldMeanwhile: "it is held for another reason by now"
    }
  }
}
