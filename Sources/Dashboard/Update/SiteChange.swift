import Ground
import Tracking

extension State {
  /// Whether a cancel at a site needs a typed word. A site that is no longer watched counts as
  /// production, to be safe.
  func isProduction(_ site: SiteID) -> Bool {
    roster.leaders[site] == nil || roster.production.contains(site)
  }

  /// The same for a context, which may have no site yet.
  func isProduction(_ context: ContextID) -> Bool {
    watch[context]?.isProduction == true || snapshots[context].map { isProduction($0.id) } ?? false
  }

  /// Settings or credentials have led a context to another site: nothing that pointed at a task
  /// there may be taken for a task here.
  mutating func leave(_ before: Snapshot, for after: Snapshot, at moment: Moment) {
    forget(before.id)
    guard let left = before.site, let now = after.site, left != now else { return }
    // Two contexts that turn out to lead to the same account are no change to the user.
    if left.account != nil || !left.isBeside(now) || after.feed.standsBehind == nil {
      let (old, new) = Site.words(left, now)
      log(
        Event(
          site: left, task: nil, at: byClock(of: after.id, moment).wall,
          kind: .siteLeft(for: new)))
      let whose =
        roster.hasSeveral ? "the settings of \(roster.names[after.context] ?? "")" : "the settings"
      notify(
        .warning, "\(whose) lead to \(new) now: its exports are shown, those of \(old) are gone",
        until: moment.monotonic + Self.siteNoticeLasts)
    }
    closeDialogs(about: before.id, left, now: after, at: moment)
  }

  /// Forgets what points at the tasks of a site that nobody watches any more.
  mutating func forget(_ site: SiteID) {
    list.marks = list.marks.filter { $0.site != site }
    list.marksBeforeRange = list.marksBeforeRange.filter { $0.site != site }
    if list.rangeAnchor?.site == site { endRange() }
    cancelAccepted = cancelAccepted.filter { $0.site != site }
    cancelOutcomes = cancelOutcomes.filter { $0.key.site != site }
    if awaited?.site == site { awaited = nil }
    alerts.forget(site)
    lookups.forget(site)
    memory.recalled[site] = nil
    tonights[site] = nil
    recentEnds[site] = nil
    openTroubles[site] = nil
    expected.forget(site)
    list.changed.forget(site)
    if list.selected?.site == site || list.selected == nil {
      list.isUntouched = true
      list.isAtTop = true
    }
    // A held order would keep its rows.
    list.heldUntil = nil
  }

  /// Longer than other notices: without it, the user would not know that this is another account.
  private static let siteNoticeLasts: Duration = .seconds(15)

  /// Drops a cancel. A form keeps its text and has to be confirmed again.
  private mutating func closeDialogs(
    about site: SiteID, _ left: Site, now after: Snapshot, at moment: Moment
  ) {
    if let question = dialog as? CancelDialog, question.shown[site] != nil {
      put(nil, at: moment)
      let now =
        if left.account != after.site?.account {
          "another account"
        } else if left.region != after.site?.region {
          "another region"
        } else {
          "another endpoint"
        }
      notify(.warning, "nothing was canceled: \(now) answers now", at: moment)
    }
    if let question = dialog as? RepeatQuestion,
      question.entries.contains(where: { $0.original.site == site })
    {
      put(nil, at: moment)
      notify(.warning, "nothing was started: another site answers now", at: moment)
    }
    if let menu = dialog as? CopyMenu, menu.task.site == site { put(nil, at: moment) }
    let form = (dialog as? StartQuestion)?.form ?? dialog as? StartForm
    if var form, let place = after.site, form.site == site, form.ticket == nil {
      form.move(to: after.id, place)
      put(form, at: moment)
    }
  }
}
