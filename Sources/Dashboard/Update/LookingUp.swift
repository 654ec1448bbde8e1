import Ground
import Planning
import RDSExports
import Tracking

/// What is looked up for the form of a new export: when a field is entered or left, never for a
/// letter.
extension State {
  /// The field that has the focus now offers what it can take, and what was left is checked.
  mutating func enterField(at moment: Moment) -> [Effect] {
    guard var form = dialog as? StartForm, form.ticket == nil else { return [] }
    var effects: [Effect] = []
    if let kind = ShelfKind(form.focus), asksFor(kind) { effects += fill(kind, form, at: moment) }
    if form.focus != .exportTaskIdentifier, form.picker == nil {
      var picker = Picker(form.focus, used: usedValues(of: form.focus, for: form))
      picker.refresh(lookups, at: form.site)
      picker.isOpen = form.text(form.focus).isEmpty
      form.picker = picker
    }
    dialog = form
    return effects + lookAtKeys(at: moment) + checkForm(at: moment)
  }

  /// Whether AWS is asked for a list without being told to: where the checks may not ask IAM and
  /// KMS, neither do the lists.
  func asksFor(_ kind: ShelfKind) -> Bool {
    switch kind {
    case .sources, .buckets: true
    case .roles, .keys: settings.checks == .full
    }
  }

  /// Asks for what fills a list. Where its field holds something, the list that this is of comes
  /// first, and the others once that one was allowed: of who may list nothing, one call is denied.
  /// Where one was denied no other is asked for the first time.
  /// - Parameter isWanted: Whether a person wants all of it.
  private mutating func fill(
    _ kind: ShelfKind, _ form: StartForm, isWanted: Bool = false, at moment: Moment
  ) -> [Effect] {
    var wanted = kind.lookups
    if !isWanted, let first = kind.firstLookup(for: form.text(form.focus)),
      lookups.answer(to: first, at: form.site)?.isAllowed != true
    {
      wanted = [first]
    }
    let answers = kind.lookups.map { lookups.answer(to: $0, at: form.site) }
    if !isWanted, answers.contains(where: { $0?.problem?.kind == .denied }) {
      wanted.removeAll { lookups.answer(to: $0, at: form.site) == nil }
    }
    return wanted.flatMap { look($0, at: form.site, shown: form.shown, moment) }
  }

  /// Goes into the list of the field that has the focus: all of it is wanted now.
  mutating func enterList(at moment: Moment) -> [Effect] {
    guard let form = dialog as? StartForm, let kind = ShelfKind(form.focus) else { return [] }
    let effects = asksFor(kind) ? fill(kind, form, isWanted: true, at: moment) : []
    if var form = dialog as? StartForm {
      let site = form.site
      form.picker?.isOpen = true
      form.picker?.refresh(lookups, at: site)
      _ = form.enterList(Facts(self, at: moment))
      dialog = form
    }
    return effects
  }

  /// Takes in a page of what was looked up, and shows what comes of it.
  mutating func takeFound(
    _ result: Result<FoundPage, LookupProblem>, ticket: Int, at moment: Moment
  ) -> [Effect] {
    let subject = lookups.take(result, ticket: ticket)
    var effects: [Effect] = []
    if var form = dialog as? StartForm {
      if let subject, subject.site == form.site, case .success = result,
        let kind = ShelfKind(form.focus), kind == ShelfKind(subject.lookup), form.ticket == nil
      {
        effects = fill(kind, form, at: moment)
      }
      takeNewest(into: &form, at: moment)
      let site = form.site
      form.picker?.refresh(lookups, at: site)
      dialog = form
    } else if var question = dialog as? StartQuestion {
      // Nobody may say yes to what changed just now.
      if takeNewest(into: &question.form, at: moment) {
        // Its word is the name that is sent.
        let name = question.form.request.exportTaskIdentifier
        if let wanted = question.word.wanted, wanted != name { question.word = TypedWord(name) }
        put(question, at: moment)
      } else {
        dialog = question
      }
    }
    if var form = keptForm {
      takeNewest(into: &form, at: moment)
      keptForm = form
    }
    return effects + lookAtKeys(at: moment) + checkForm(at: moment)
  }

  /// How many keys of the list are looked at, each by a call of its own.
  private static let mostKeysLookedAt = 25

  /// Asks what kind of keys those are that the field offers, once the list is there: it says nothing
  /// of their states. The first answer tells whether the others may be asked.
  private mutating func lookAtKeys(at moment: Moment) -> [Effect] {
    guard let form = dialog as? StartForm, form.ticket == nil, form.focus == .kmsKeyId,
      asksFor(.keys), let shelf = lookups.shelf(.keys, at: form.site)
    else { return [] }
    if case .underWay = lookups.progress(of: .keys, at: form.site) { return [] }
    let described = shelf.describedKeys.count
    let wanted = shelf.undescribedKeys.prefix(max(0, Self.mostKeysLookedAt - described))
    let answers = wanted.compactMap { lookups.answer(to: .key($0), at: form.site) }
    if answers.contains(where: { $0.isUnderWay || $0.problem?.kind == .denied }) { return [] }
    let open = wanted.filter { lookups.answer(to: .key($0), at: form.site) == nil }
    return open.prefix(described > 0 ? open.count : 1).flatMap {
      look(.key($0), at: form.site, shown: form.shown, moment)
    }
  }

  /// The sites that open dialogs look things up at.
  var sitesLookedUp: Set<SiteID> {
    var sites: Set<SiteID> = []
    var open = dialog
    while let dialog = open {
      sites.formUnion(dialog.sitesLookedUp)
      open = dialog.below
    }
    return sites
  }

  /// Stops what nobody waits for any more.
  /// - Parameter before: The sites that dialogs looked things up at before.
  mutating func stopLooking(before: Set<SiteID>) -> [Effect] {
    for site in before.subtracting(sitesLookedUp) { lookups.giveUp(at: site) }
    let tickets = lookups.takeGivenUp()
    return tickets.isEmpty ? [] : [.stopLooking(tickets: tickets)]
  }

  /// Takes in what has come of the newest snapshot, with the dates that go with it.
  /// - Returns: Whether a field has changed.
  @discardableResult
  func takeNewest(into form: inout StartForm, at moment: Moment) -> Bool {
    guard form.takeNewest(lookups) else { return false }
    guard let original = original(of: form) else { return true }
    let request = StartPlan.repeating(
      original.task, of: form.text(.sourceArn), series: original.seriesName,
      template: settings.identifierTemplate, known: identifiers(of: form.site), at: moment)
    form.fillUntyped(.exportTaskIdentifier) { request.exportTaskIdentifier }
    form.fillUntyped(.s3Prefix) { request.s3Prefix ?? "" }
    return true
  }

  /// The export that a form was filled from: one that AWS has, or that waits in the queue.
  func original(of form: StartForm) -> TrackedTask? {
    form.filledFrom.flatMap { name in
      let id = TaskID(site: form.site, identifier: name)
      return task(id) ?? waiting(id)?.described
    }
  }

  /// Asks again for what the field that has the focus offers.
  mutating func askAgain(at moment: Moment) -> [Effect] {
    if var question = dialog as? StartQuestion {
      lookups.forgetChecks(at: question.form.site)
      var effects: [Effect] = []
      if let newest = question.form.newest, question.form.isSourceUntyped {
        let (site, shown) = (question.form.site, question.form.shown)
        lookups.forgetList(newest.lookup, at: site, askedBefore: moment.monotonic)
        question.form.lookForNewest()
        effects = look(newest.lookup, at: site, shown: shown, moment)
        change(question, at: moment)
      }
      return effects + checkForm(at: moment)
    }
    checkRepeatAgain(at: moment)
    guard let form = dialog as? StartForm, let kind = ShelfKind(form.focus) else { return [] }
    lookups.forget(kind, at: form.site)
    let effects = fill(kind, form, isWanted: true, at: moment)
    if var form = dialog as? StartForm {
      if kind == .sources { form.lookForNewest() }
      let site = form.site
      form.picker?.refresh(lookups, at: site)
      dialog = form
    }
    return effects
  }

  /// Fills what nobody has typed with what the last export of the chosen source's database used.
  mutating func fillFromSource(at moment: Moment) -> [Effect] {
    guard var form = dialog as? StartForm else { return [] }
    form.newest = nil
    let arn = form.text(.sourceArn)
    let source = lookups.shelf(.sources, at: form.site)?.source(of: arn)
    let known = identifiers(of: form.site)
    if let last = lastExport(of: source, arn: arn, at: form.site) {
      let request = StartPlan.repeating(
        last.task, of: arn, series: last.seriesName, template: settings.identifierTemplate,
        known: known, at: moment)
      form.fillUntyped(with: request)
      form.filledFrom = last.identifier
    } else if let source {
      let template = settings.identifierTemplate
      form.fillUntyped(.exportTaskIdentifier) {
        StartPlan.identifier(of: source, template: template, known: known, at: moment)
      }
      // Parts of another database, and its folder.
      if form.filledFrom != nil {
        form.fillUntyped(.exportOnly) { "" }
        form.fillUntyped(.s3Prefix) { "" }
        form.filledFrom = nil
      }
    }
    dialog = form
    return enterField(at: moment)
  }

  /// The newest export of a source's database that is known: of its own series of sources, else of
  /// a source that is known to be of the same database.
  private func lastExport(of source: ExportSource?, arn: String, at site: SiteID) -> TrackedTask? {
    guard let tasks = snapshot(of: site)?.tasks else { return nil }
    let pattern = SeriesName.pattern(ofSourceArn: arn)
    let shelf = lookups.shelf(.sources, at: site)
    var best: (isOwn: Bool, task: TrackedTask)?
    for number in 0..<tasks.seriesCount {
      guard let last = tasks.runs(inSeries: number).last, let other = last.sourceArn else {
        continue
      }
      let isOwn = SeriesName.pattern(ofSourceArn: other) == pattern
      guard isOwn || shelf?.isOfDatabase(source, other) == true else { continue }
      if let before = best {
        if before.isOwn, !isOwn { continue }
        let isNewer =
          (last.began ?? last.observedAt) > (before.task.began ?? before.task.observedAt)
        if before.isOwn == isOwn, !isNewer { continue }
      }
      best = (isOwn, last)
    }
    return best?.task
  }
}

extension Shelf {
  /// Whether an ARN is one of a known source's database.
  fileprivate func isOfDatabase(_ source: ExportSource?, _ arn: String) -> Bool {
    guard let source, let other = self.source(of: arn) else { return false }
    return other.database == source.database && other.kind == source.kind
  }
}

extension StartForm {
  /// All but the source.
  fileprivate mutating func fillUntyped(with request: StartExportTaskRequest) {
    fillUntyped(.exportTaskIdentifier) { request.exportTaskIdentifier }
    fillUntyped(.s3BucketName) { request.s3BucketName }
    fillUntyped(.s3Prefix) { request.s3Prefix ?? "" }
    fillUntyped(.iamRoleArn) { request.iamRoleArn }
    fillUntyped(.kmsKeyId) { request.kmsKeyId }
    fillUntyped(.exportOnly) { request.exportOnly.joined(separator: " ") }
  }

  mutating func fillUntyped(_ field: FieldProblem.Field, _ text: () -> String) {
    if isUntyped(field) { fill(field, text()) }
  }
}
