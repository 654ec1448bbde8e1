import Ground
import Listing
import Tracking

extension State {
  /// What another dashboard has written since is asked for.
  mutating func openEvents() -> [Effect] {
    page = EventsPage()
    let sites = snapshots.values.filter { !$0.feed.isAccountUnsure }.compactMap(\.site)
    return Set(sites).filter { $0.account != nil }.map(Effect.recall)
  }

  /// Selects the export that an event is about, or says why it can't.
  mutating func goTo(_ event: Event, at moment: Moment) {
    guard let identifier = event.task else {
      notify(.info, "this is about the way to AWS, not about one export", at: moment)
      return
    }
    let snapshot = snapshots.values.first { $0.site == event.site && $0.feed.standsBehind == nil }
    guard let snapshot else {
      notify(.info, "\(identifier) is not among the exports that are known now", at: moment)
      return
    }
    goTo(TaskID(site: snapshot.id, identifier: identifier), at: moment)
  }

  /// Selects an export in the list, whatever is shown now.
  mutating func goTo(_ id: TaskID, at moment: Moment) {
    guard let task = task(id) else {
      notify(.info, "\(id.identifier) is not among the exports that are known now", at: moment)
      return
    }
    guard roster.isVisible(id.site) else {
      notify(.info, "the context of \(id.identifier) is hidden", at: moment)
      return
    }
    page = ListPage()
    if !sieve(at: moment).test(task) {
      clearFilter(at: moment)
      notify(.info, "the filter is cleared: it hid \(id.identifier)", at: moment)
    }
    releaseOrder(at: moment)
    list.isUntouched = false
    show(id)
    holdOrder(at: moment)
  }
}
