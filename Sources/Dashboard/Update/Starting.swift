import Ground
import RDSExports
import Tracking
import Words

extension State {
  /// Opens the form with the text that it had when it was closed.
  mutating func openForm(at moment: Moment) {
    guard let place = snapshotForStart, let site = place.site else { return }
    var form = keptForm ?? StartForm(site: place.id, shown: site)
    keptForm = nil
    if form.ticket == nil { form.move(to: place.id, site) }
    open(form, at: moment)
  }

  /// Keeps a closed form for the next `n`. A clone that nobody has typed into does not replace a
  /// form that somebody has.
  mutating func keep(_ form: StartForm) {
    if keptForm?.holdsTyping == true, form.ticket == nil, !form.holdsTyping { return }
    keptForm = form.isBlank ? nil : form
  }

  mutating func cloneSelected(at moment: Moment) {
    guard let task = selectedTask, let place = snapshot(of: task.siteID), let site = place.site
    else { return }
    // While a request is under way its form stays: the answer is still to come.
    if let keptForm, keptForm.ticket != nil { return openForm(at: moment) }
    let form = StartForm(
      cloning: task, shown: site, template: settings.identifierTemplate,
      known: Set(place.tasks.map(\.identifier)), at: moment)
    open(form, at: moment)
  }

  /// Sends what was confirmed; the form stays open until AWS answers.
  mutating func start(_ confirmed: StartForm, at moment: Moment) -> [Effect] {
    var form = confirmed
    defer { put(form, at: moment) }
    if isReadOnly(form.site) {
      form.refusal = (nil, "nothing was started: read-only")
      return []
    }
    let (ticket, effect) = act(.start(form.request), at: form.site, shown: form.shown, moment)
    form.ticket = ticket
    return [effect]
  }

  mutating func takeStarted(
    _ ticket: Int, _ pending: PendingAction, _ result: Result<ExportTask, ExportTasksError>,
    at moment: Moment
  ) {
    let (id, name) = (pending.task, name(of: pending))
    switch result {
    case .success(let task):
      if (dialog as? StartForm)?.ticket == ticket { put(nil, at: moment) }
      if keptForm?.ticket == ticket { keptForm = nil }
      log(.startAccepted(status: task.status?.word), of: pending, at: moment)
      notify(.success, "\(name) was started", at: moment)
      if snapshot(of: id.site) != nil { awaited = id }
      selectAwaited(at: moment)
    case .failure(let error):
      let words = words(for: error)
      log(.startRefused(because: words), of: pending, at: moment)
      if var form = dialog as? StartForm, form.ticket == ticket {
        // It was sent to a site that has been left since. The next attempt is for the one that is
        // shown.
        if snapshot(of: form.site) == nil, let place = snapshotForStart, let site = place.site {
          form.move(to: place.id, site)
        }
        form.refuse(error, words)
        dialog = form
      } else {
        notify(.error, "\(name) was not started: \(words)", at: moment)
      }
      if keptForm?.ticket == ticket { keptForm?.refuse(error, words) }
    }
  }
}
