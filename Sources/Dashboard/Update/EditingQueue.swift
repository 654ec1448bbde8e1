import Ground
import Planning
import Tracking
import Words

/// What a person does with what waits in the queue.
extension State {
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
    case .queueEarlier: return carryOut(.move(by: -1), on: [entry], hasWord: false, at: moment)
    case .queueLater: return carryOut(.move(by: 1), on: [entry], hasWord: false, at: moment)
    case .hold: put(question(entry.isHeld ? .release : .hold, [entry]), at: moment)
    case .unqueue: put(question(.remove, [entry]), at: moment)
    default: break
    }
    return []
  }

  func question(_ edit: QueueEdit, _ entries: [QueueEntry]) -> QueueQuestion {
    QueueQuestion(edit: edit, entries: entries, word: word(to: edit, entries))
  }

  /// What has to be typed before this is done; nil where nothing has to.
  private func word(to edit: QueueEdit, _ entries: [QueueEntry]) -> String? {
    if entries.count > 1 { return "\(edit == .remove ? "remove" : "release") \(entries.count)" }
    // What is released starts by itself.
    guard edit == .release, entries.contains(where: { isProduction(at: $0.site) }) else {
      return nil
    }
    return entries.first?.request.exportTaskIdentifier
  }

  /// Does what was agreed to. Everything is checked again, because the question was drawn a while ago:
  /// all of it is done, or nothing.
  mutating func carryOut(
    _ edit: QueueEdit, on entries: [QueueEntry], hasWord: Bool, at moment: Moment
  ) -> [Effect] {
    let agreed = agree(to: entries.count, hasWord: hasWord)
    let reason =
      reasonTooMany(entries.count)
      ?? Set(entries.map(\.site)).compactMap { reasonBarred(edit, at: $0, agreed) }.first
    if let reason {
      notify(.warning, "nothing was done: \(reason)", at: moment)
      return []
    }
    if edit == .remove {
      for entry in entries {
        removing[entry.id] = entry
        guard let site = snapshot(at: entry.site)?.id else { continue }
        list.marks.remove(TaskID(site: site, identifier: entry.request.exportTaskIdentifier))
      }
    }
    return entries.map {
      .queue(.edit($0.id, edit, seen: $0.state), at: $0.site, agreed)
    }
  }

  /// Why this may not be done with this yes to what waits for a site; nil where it may.
  private func reasonBarred(_ edit: QueueEdit, at site: Site, _ agreed: Agreement) -> String? {
    if isReadOnly(at: site) { return "read-only" }
    return edit == .release && isProduction(at: site) && !agreed.hasWord
      ? "this is production by now, and no word was typed" : nil
  }

  /// Whether what waits for a site may not be changed.
  private func isReadOnly(at site: Site) -> Bool {
    settings.isReadOnly || snapshot(at: site).map { isReadOnly($0.id) } ?? false
  }

  /// Of a site that is not watched nobody knows better.
  private func isProduction(at site: Site) -> Bool {
    snapshot(at: site).map { isProduction($0.id) } ?? true
  }

  /// Why the selected entry can't be edited so; nil where it can.
  func reasonNotToEditQueue(_ action: Action) -> String? {
    guard let row = queuePage?.selectedRow(self) else { return "nothing waits" }
    let entry = row.entry
    if isReadOnly(at: entry.site) { return "read-only" }
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

  /// Shows what has become of the exports that are asked about, and of the place that they wait for.
  /// Nobody may say yes to what changed just now.
  mutating func reviewQueueQuestion(at moment: Moment) {
    // Nobody knows what is in a queue that can't be read.
    guard var question = dialog as? QueueQuestion, let report = queue.report,
      report.problem == nil
    else { return }
    let entries = question.entries.compactMap { entry in
      report.entries.first { $0.id == entry.id }
    }
    let isSame = entries.map(\.state) == question.entries.map(\.state)
    if !isSame {
      let able = entries.filter {
        $0.refusal(of: question.edit, isRun: isRun($0.site)) == nil
      }
      if able.isEmpty {
        let reason = entries.first?.refusal(of: question.edit, isRun: true)?.words
        put(nil, at: moment)
        notify(
          .info, reason.map { "nothing was done: \($0)" } ?? "it has left the queue", at: moment)
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
    }
    // Letters that are typed for a word must not become keys of the list, so one is asked for on.
    let word =
      word(to: question.edit, question.entries)
      ?? question.word.wanted.map { _ in question.entries[0].request.exportTaskIdentifier }
    if word != question.word.wanted {
      question.word = TypedWord(word)
    } else if isSame {
      return
    }
    change(question, at: moment)
  }
}

extension State {
  /// Whether a program starts what waits for a site.
  private func isRun(_ site: Site) -> Bool { queue.report?.runners[site] != nil }

  /// Why an entry can't be taken out of the queue; nil where it can.
  func reasonNotToRemove(_ entry: QueueEntry) -> String? {
    if isReadOnly(at: entry.site) { return "read-only" }
    return entry.refusal(of: .remove, isRun: isRun(entry.site))?.words
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
    if isReadOnly(at: entry.site) { return "read-only" }
    return entry.refusal(of: .remove, isRun: isRun(entry.site))?.gist ?? "waiting in the queue"
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
