import Canvas
import RDSExports
import Tracking

extension State {
  /// Opens the form, with what was in it when it was closed.
  mutating func openForm(at moment: Moment) {
    guard let place = snapshotForStart, let site = place.site else { return }
    var form =
      keptForm ?? StartForm(site: place.id, shown: site, openedAt: moment.monotonic)
    if form.ticket == nil { form.move(to: place.id, site) }
    keptForm = nil
    form.openedAt = moment.monotonic
    form.isConfirming = false
    open(.start(form), at: moment)
  }

  mutating func cloneSelected(at moment: Moment) {
    guard let task = selectedTask, let place = snapshot(of: task.id.site), let site = place.site
    else { return }
    // A request under way keeps its form: its answer is still to come.
    if let keptForm, keptForm.ticket != nil { return openForm(at: moment) }
    let today = Format.dateTime(moment.wall, utcOffset: moment.utcOffset).prefix(10)
    let form = StartForm(
      cloning: task, shown: site, known: Set(place.tasks.map(\.id.identifier)),
      today: String(today), openedAt: moment.monotonic)
    open(.start(form), at: moment)
  }

  mutating func edit(_ form: StartForm, _ key: Key, _ action: Action?, at moment: Moment)
    -> [Effect]
  {
    // It was typed before the form, or what it asks, could be seen.
    if moment.monotonic <= form.openedAt { return [] }
    var form = form
    if form.isConfirming { return confirm(form, action, at: moment) }
    if action == .closeOne {
      overlay = nil
      keptForm = form.isBlank ? nil : form
      return []
    }
    if form.ticket != nil { return [] }
    switch action {
    case .nextField:
      if let next = form.neighbour(by: 1) {
        form.go(to: next)
      } else if key == .enter {
        form.submit(at: moment.monotonic)
      } else {
        form.go(to: StartForm.order[0])
      }
    case .previousField:
      form.go(to: form.neighbour(by: -1) ?? StartForm.order[StartForm.order.count - 1])
    case .confirm: form.submit(at: moment.monotonic)
    default:
      guard var field = form.fields[form.focus] else { return [] }
      let before = field.text
      guard field.apply(key) else { return [] }
      form.fields[form.focus] = field
      if field.text != before { form.forgetRefusal() }
    }
    overlay = .start(form)
    return []
  }

  mutating func paste(_ text: String, into form: StartForm, at moment: Moment) {
    guard !form.isConfirming, form.ticket == nil, moment.monotonic > form.openedAt else { return }
    var form = form
    form.fields[form.focus]?.paste(text)
    form.forgetRefusal()
    overlay = .start(form)
  }

  private mutating func confirm(_ form: StartForm, _ action: Action?, at moment: Moment)
    -> [Effect]
  {
    var form = form
    switch action {
    case .closeOne: form.isConfirming = false
    case .confirm:
      form.isConfirming = false
      if settings.isReadOnly {
        form.refusal = (nil, "nothing was started: read-only")
        break
      }
      let request = form.request
      let (ticket, effect) = act(.start(request), at: form.site, shown: form.shown, moment)
      form.ticket = ticket
      overlay = .start(form)
      return [effect]
    default: return []
    }
    overlay = .start(form)
    return []
  }

  mutating func takeStarted(
    _ ticket: Int, _ id: TaskID, _ result: Result<ExportTask, ExportTasksError>, at moment: Moment
  ) {
    switch result {
    case .success(let task):
      if case .start(let form) = overlay, form.ticket == ticket { overlay = nil }
      if keptForm?.ticket == ticket { keptForm = nil }
      let status = task.status?.word ?? "no status"
      log(LoggedEvent(id: id, at: moment, text: "start accepted: \(status)"))
      notify(.success, "\(id.identifier) was started", at: moment)
      awaited = id
      selectAwaited(at: moment)
    case .failure(let error):
      let words = words(for: error)
      log(LoggedEvent(id: id, at: moment, text: "start refused: \(Format.line(words))"))
      if case .start(var form) = overlay, form.ticket == ticket {
        form.refuse(error, words)
        overlay = .start(form)
      } else {
        notify(.error, "\(id.identifier) was not started: \(words)", at: moment)
      }
      if keptForm?.ticket == ticket { keptForm?.refuse(error, words) }
    }
  }
}

extension StartForm {
  /// Everything that was typed stays; the field that AWS complains of has the focus.
  fileprivate mutating func refuse(_ error: ExportTasksError, _ words: String) {
    ticket = nil
    isConfirming = false
    refusal = (error.field, Format.line(words))
    if let field = error.field { focus = field }
  }

  /// What AWS said of a field is history once the field is another.
  fileprivate mutating func forgetRefusal() {
    if refusal?.field == focus { refusal = nil }
  }
}
