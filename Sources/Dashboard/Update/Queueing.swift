import FoundationEssentials
import Ground
import Planning
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
  }

  mutating func updateQueue(at moment: Moment) {
    guard queue.openCount > 0 else { return }
    var queue = queue
    queue.update(self, at: moment.wall)
    self.queue = queue
  }

  /// Lets an export wait that was to be started.
  mutating func enqueue(_ form: StartForm, at moment: Moment) -> [Effect] {
    put(nil, at: moment)
    keptForm = form
    return [.queue(.add(form.request, at: form.site, shown: form.shown))]
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
    case .queueEarlier: return [.queue(.edit(entry.id, .move(by: -1)))]
    case .queueLater: return [.queue(.edit(entry.id, .move(by: 1)))]
    case .hold:
      let site = snapshot(at: entry.site)?.id
      // What is released starts by itself.
      let needsWord = entry.isHeld && (site.map(isProduction) ?? true)
      put(
        QueueQuestion(
          edit: entry.isHeld ? .release : .hold, entry: entry,
          word: needsWord ? entry.request.exportTaskIdentifier : nil), at: moment)
    case .unqueue: put(QueueQuestion(edit: .remove, entry: entry), at: moment)
    default: break
    }
    return []
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
    // The store looks at the time; nobody has it here.
    if let refusal = entry.refusal(of: edit, at: .distantFuture) { return refusal.words }
    guard edit == .move(by: -1) || edit == .move(by: 1) else { return nil }
    let open = queue.report?.open ?? []
    if edit == .move(by: -1), open.first?.id == entry.id { return "it is the first" }
    return edit == .move(by: 1) && open.last?.id == entry.id ? "it is the last" : nil
  }
}

extension QueueEditRefusal {
  fileprivate var words: String {
    switch self {
    case .sending: "it is being sent to AWS just now"
    case .started: "it has been started"
    case .held: "it is held already"
    case .notHeld: "it is not held"
    }
  }
}
