import Ground
import Tracking

extension State {
  /// Whether a cancel at a site needs a typed word. A site that is no longer watched counts as
  /// production, to be safe.
  func isProduction(_ site: SiteID) -> Bool {
    snapshot(of: site).map { settings.production.contains($0.context) } ?? true
  }

  /// Settings or credentials have led a context to another site: nothing that pointed at a task
  /// there may be taken for a task here.
  mutating func leave(_ before: Snapshot, for after: Snapshot, at moment: Moment) {
    list.marks = list.marks.filter { $0.site != before.id }
    list.marksBeforeRange = list.marksBeforeRange.filter { $0.site != before.id }
    if list.rangeAnchor?.site == before.id { endRange() }
    cancelAccepted = cancelAccepted.filter { $0.site != before.id }
    if awaited?.site == before.id { awaited = nil }
    alerts.forget(before.id)
    list.isUntouched = true
    list.isAtTop = true
    // A held order would keep the rows of the old site.
    list.heldUntil = nil
    guard let left = before.site, let now = after.site else { return }
    let (old, new) = Site.words(left, now)
    notify(
      .warning, "the settings lead to \(new) now: its exports are shown, those of \(old) are gone",
      until: moment.monotonic + Self.siteNoticeLasts)
    closeDialogs(about: before.id, left, now: after, at: moment)
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
    if let menu = dialog as? CopyMenu, menu.task.site == site { put(nil, at: moment) }
    let form = (dialog as? StartQuestion)?.form ?? dialog as? StartForm
    if var form, let place = after.site, form.site == site, form.ticket == nil {
      form.move(to: after.id, place)
      put(form, at: moment)
    }
  }
}
