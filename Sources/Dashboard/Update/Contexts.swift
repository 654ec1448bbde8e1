import Ground
import Tracking

/// What is done with the contexts themselves. All of it is about this screen: nothing changes in AWS.
extension State {
  var contextsPage: ContextsPage? { page as? ContextsPage }

  // MARK: Hiding

  /// Hides the selected context, or shows it again.
  mutating func toggleContext(at moment: Moment) {
    guard let id = contextsPage?.selected else { return }
    hiddenBefore = nil
    let hidden = Set(roster.contexts).subtracting(roster.visible)
    setHidden(hidden.symmetricDifference([id]), at: moment)
  }

  /// Shows the selected context alone; where it is alone already, what was shown before.
  mutating func showOnlyContext(at moment: Moment) {
    guard let id = contextsPage?.selected else { return }
    if roster.visible == [id] {
      setHidden(hiddenBefore ?? [], at: moment)
      hiddenBefore = nil
      return
    }
    if hiddenBefore == nil { hiddenBefore = Set(roster.contexts).subtracting(roster.visible) }
    setHidden(Set(roster.contexts).subtracting([id]), at: moment)
  }

  private mutating func setHidden(_ hidden: Set<ContextID>, at moment: Moment) {
    var set = watch
    for id in roster.contexts where set[id]?.isHidden ?? false != hidden.contains(id) {
      let label = snapshots[id]?.label
      var watched = set[id] ?? label.map { Watched(id: id, label: $0) }
      watched?.isHidden = hidden.contains(id)
      set[id] = watched
    }
    watch = set
    keepRemarks()
    list.heldUntil = nil
    relistSites(byUser: true, at: moment)
  }

  // MARK: Adding and removing

  mutating func openAddContext(at moment: Moment) -> [Effect] {
    foundProfiles = nil
    open(AddContextDialog(), at: moment)
    return [.findProfiles]
  }

  mutating func takeProfiles(_ found: [WatchRequest], _ problem: String?, at moment: Moment) {
    foundProfiles = FoundProfiles(
      requests: found.sorted { ($0.profile, $0.region ?? "") < ($1.profile, $1.region ?? "") },
      problem: problem)
  }

  /// Watches one more context, or shows the one that is watched already.
  mutating func watchAlso(_ request: WatchRequest, in region: String?, at moment: Moment)
    -> [Effect]
  {
    let known = roster.contexts.first { id in
      guard let label = snapshots[id]?.label ?? watch[id]?.label else { return false }
      return label.isProfile && label.profile == request.profile && label.region == region
    }
    guard let known else {
      let place = region.map { " in \($0)" } ?? ""
      notify(.info, "asking for \(request.profile)\(place)…", at: moment)
      return [.watch(request)]
    }
    notify(.info, "\(roster.names[known] ?? request.profile) is watched already", at: moment)
    select(context: known)
    if !roster.visible.contains(known) { toggleContext(at: moment) }
    return []
  }

  private mutating func select(context: ContextID) {
    guard var page = contextsPage else { return }
    page.selected = context
    self.page = page
  }

  mutating func takeWatched(_ watched: Watched, at moment: Moment) {
    var watched = watched
    if let known = watch[watched.id] {
      watched.isHidden = known.isHidden
      watch[watched.id] = watched
      return
    }
    unwatched.remove(watched.id)
    addedContexts.insert(watched.id)
    watch[watched.id] = watched
    notify(.success, "\(roster.names[watched.id] ?? "") is watched from now on", at: moment)
    select(context: watched.id)
  }

  /// Watches the selected context no longer. Its rows go; nothing is lost, as AWS has them.
  mutating func removeContext(at moment: Moment) -> [Effect] {
    guard let id = contextsPage?.selected else { return [] }
    let name = roster.names[id] ?? ""
    let site = snapshots[id]?.id
    let place = roster.contexts.firstIndex(of: id) ?? 0
    addedContexts.remove(id)
    unwatched.insert(id)
    hiddenBefore?.remove(id)
    alerts.watch.forget(id)
    drop(id)
    watch[id] = nil
    if let site, roster.leaders[site] == nil { forget(site) }
    let next = roster.contexts.isEmpty ? nil : min(place, roster.contexts.count - 1)
    if let next { select(context: roster.contexts[next]) }
    keepRemarks()
    relistSites(byUser: true, at: moment)
    notify(
      .info, "\(name) is not watched any more; nothing changed in AWS, and + adds it again",
      at: moment)
    return [.unwatch(id)]
  }

  var reasonNotToRemove: String? {
    guard let id = contextsPage?.selected else { return "nothing selected" }
    return addedContexts.contains(id) ? nil : "it was named at the start: hide it instead"
  }
}

/// The profiles that could be watched, or why they can't be read.
struct FoundProfiles: Sendable {
  var requests: [WatchRequest]
  var problem: String?
}
