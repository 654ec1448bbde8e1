import Ground
import Planning
import RDSExports
import Tracking

/// What is checked of a new export before anything is sent.
extension State {
  /// Asks whether to start it, and AWS what has to be known.
  mutating func ask(for form: StartForm, at moment: Moment) -> [Effect] {
    var form = form
    lookups.forgetOldChecks(at: form.site, now: moment.monotonic)
    var effects: [Effect] = []
    // A form may have been open for hours.
    if let newest = form.newest, !newest.isLooking, form.isSourceUntyped,
      lookups.forgetList(
        newest.lookup, at: form.site, askedBefore: moment.monotonic - Lookups.freshness)
    {
      form.lookForNewest()
      effects = look(newest.lookup, at: form.site, shown: form.shown, moment)
    }
    let word = isProduction(form.site) ? form.request.exportTaskIdentifier : nil
    put(StartQuestion(form: form, word: word), at: moment)
    return effects + checkForm(at: moment)
  }

  /// Looks up what has to be known next of the open form. What is being typed isn't looked up.
  mutating func checkForm(at moment: Moment) -> [Effect] {
    let preflight: Preflight
    let form: StartForm
    if let question = dialog as? StartQuestion {
      form = question.form
      preflight = self.preflight(for: form)
    } else if let open = dialog as? StartForm, open.ticket == nil, !open.touched.isEmpty {
      form = open
      preflight = self.preflight(for: form, but: form.focus)
    } else {
      return []
    }
    return preflight.lookups.flatMap { look($0, at: form.site, shown: form.shown, moment) }
  }

  /// - Parameter open: A field that is being typed into.
  func preflight(for form: StartForm, but open: FieldProblem.Field? = nil) -> Preflight {
    var request = form.written
    if let open { request.blank(open) }
    return preflight(for: request, at: form.site, shown: form.shown)
  }

  func preflight(
    for request: StartExportTaskRequest, at site: SiteID, shown: Site
  ) -> Preflight {
    let known =
      snapshot(of: site).map {
        KnownExports(
          beside: request.exportTaskIdentifier, in: $0.tasks, feed: $0.feed, slots: settings.slots)
      } ?? KnownExports(slots: settings.slots, isIdentifierKnown: false, isRunningKnown: false)
    let lookups = lookups
    return Preflight(
      request,
      at: Preflight.Place(
        account: shown.account, region: shown.region, partition: shown.partition),
      known: known, level: settings.checks
    ) { lookup in
      guard let answer = lookups.answer(to: lookup, at: site) else { return .notAsked }
      if let problem = answer.problem { return .problem(problem) }
      return answer.isWhole ? .found(answer.pages) : .underWay
    }
  }
}

extension StartExportTaskRequest {
  fileprivate mutating func blank(_ field: FieldProblem.Field) {
    switch field {
    case .exportTaskIdentifier: exportTaskIdentifier = ""
    case .sourceArn: sourceArn = ""
    case .s3BucketName: s3BucketName = ""
    case .s3Prefix: s3Prefix = nil
    case .iamRoleArn: iamRoleArn = ""
    case .kmsKeyId: kmsKeyId = ""
    case .exportOnly: exportOnly = []
    }
  }
}
