import Ground
import Planning
import RDSExports
import Tracking
import Words

extension State {
  /// Opens the form: on a row filled with what the last export of its series used (of what waits:
  /// with what it will use), else empty. What is under way comes back as it is: its answer is still to come.
  mutating func openForm(at moment: Moment) -> [Effect] {
    guard let place = snapshotForStart, let site = place.site else { return [] }
    if keptForm?.ticket != nil { return bringFormBack(at: moment) }
    guard let last = selectedItem?.waiting?.described ?? lastOfSelectedSeries else {
      open(StartForm(site: place.id, shown: site), at: moment)
      return enterField(at: moment)
    }
    var form = StartForm(
      cloning: last, shown: site, template: settings.identifierTemplate,
      known: identifiers(of: place.id), at: moment)
    form.newest = NewestSource(last: form.text(.sourceArn))
    if let newest = form.newest {
      lookups.forgetList(
        newest.lookup, at: form.site, askedBefore: moment.monotonic - Lookups.newestHolds)
    }
    return openLooking(form, at: moment)
  }

  /// Opens a form whose newest source may have to be looked for.
  private mutating func openLooking(_ form: StartForm, at moment: Moment) -> [Effect] {
    var form = form
    let effects =
      form.newest.map { look($0.lookup, at: form.site, shown: form.shown, moment) } ?? []
    takeNewest(into: &form, at: moment)
    open(form, at: moment)
    return effects + enterField(at: moment)
  }

  /// The newest export of the selected one's series.
  private var lastOfSelectedSeries: TrackedTask? {
    guard let task = selectedTask, let tasks = snapshot(of: task.siteID)?.tasks,
      let slot = tasks.slot(of: task.identifier)
    else { return selectedTask }
    return tasks.runs(inSeries: tasks.seriesNumber(ofSlot: slot)).last ?? task
  }

  /// Every identifier that is known at a site: AWS never takes one twice, and those of the queue
  /// are to be sent.
  func identifiers(of site: SiteID) -> Set<String> {
    guard let snapshot = snapshot(of: site) else { return [] }
    var names = Set(snapshot.tasks.lazy.map(\.identifier))
    for entry in queue.report?.open ?? [] where entry.site == snapshot.site {
      names.insert(entry.request.exportTaskIdentifier)
    }
    for pending in acting.values where pending.site == site {
      names.insert(pending.action.exportTaskIdentifier)
    }
    return names
  }

  /// Brings back the form that was left. One that is open and holds typing takes its place.
  mutating func bringFormBack(at moment: Moment) -> [Effect] {
    guard var form = keptForm else { return [] }
    let open = dialog as? StartForm
    keptForm = open?.holdsTyping == true ? open : nil
    keptForm?.picker = nil
    if form.ticket == nil, snapshot(of: form.site) == nil, let place = snapshotForStart,
      let site = place.site
    {
      form.move(to: place.id, site)
    }
    return openLooking(form, at: moment)
  }

  /// Asks for the start with what was just taken for a field, and with what follows from that.
  mutating func submitForm(at moment: Moment) -> [Effect] {
    let isSource = (dialog as? StartForm)?.focus == .sourceArn
    let effects = isSource ? fillFromSource(at: moment) : []
    guard var form = dialog as? StartForm else { return effects }
    let outcome = form.submit()
    dialog = form
    guard case .decide(let decision) = outcome else { return effects }
    return effects + carryOut(decision, at: moment)
  }

  /// Keeps a closed form to be brought back. One that nobody has typed into does not replace a form
  /// that somebody has.
  mutating func keep(_ form: StartForm) {
    guard form.ticket != nil || form.holdsTyping || form.refusal != nil else { return }
    if keptForm?.holdsTyping == true, form.ticket == nil, !form.holdsTyping { return }
    keptForm = form
    keptForm?.picker = nil
  }

  mutating func cloneSelected(at moment: Moment) -> [Effect] {
    if !list.marks.isEmpty { return askToRepeat(at: moment) }
    guard let task = selectedTask ?? selectedItem?.waiting?.described,
      let site = snapshot(of: task.siteID)?.site
    else { return [] }
    // While a request is under way its form stays: the answer is still to come.
    if keptForm?.ticket != nil { return bringFormBack(at: moment) }
    let form = StartForm(
      cloning: task, shown: site, template: settings.identifierTemplate,
      known: identifiers(of: task.siteID), at: moment)
    open(form, at: moment)
    return enterField(at: moment)
  }

  /// Sends what was confirmed; the form stays open until AWS answers. Everything is checked again,
  /// because the question was drawn a while ago.
  mutating func start(
    _ confirmed: StartForm, hasWord: Bool, at moment: Moment
  ) -> [Effect] {
    var form = confirmed
    defer { put(form, at: moment) }
    let agreed = agree(hasWord: hasWord)
    if let reason = reasonNotToSend(form.request, at: form.site, agreed) {
      form.refusal = (nil, "nothing was started: \(reason)")
      return []
    }
    let (ticket, effect) = act(
      .start(form.request), at: form.site, shown: form.shown, agreed: agreed, moment)
    form.ticket = ticket
    return [effect]
  }

  mutating func takeStarted(
    _ ticket: Int, _ pending: PendingAction, _ result: Result<ExportTask, ExportTasksError>,
    at moment: Moment
  ) {
    let (id, name) = (pending.task, name(of: pending))
    if takeStartedOfSeveral(ticket, result, at: moment) {
      switch result {
      case .success(let task):
        log(.startAccepted(status: task.status?.word), of: pending, at: moment)
      case .failure(let error):
        log(.startRefused(because: words(for: error)), of: pending, at: moment)
      }
      return
    }
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
