import Ground
import Listing
import RDSExports

extension State {
  /// Does what a key of the list or the details means, or says why it can't be done.
  mutating func perform(_ action: Action, at moment: Moment) -> [Effect] {
    if action.isAboutSelected, !isSelectionInSight {
      keepSelectionVisible()
      holdOrder(at: moment)
    }
    if let reason = reasonDisabled(action) {
      refuse(action, because: reason, at: moment)
      return []
    }
    switch action {
    case .up, .down, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown:
      if details?.hasFocus == true { scrollDetails(action, at: moment) } else { move(action) }
      touch(at: moment)
    case .nextFailed: moveToFailed(forward: true, at: moment)
    case .previousFailed: moveToFailed(forward: false, at: moment)
    case .mark: toggleMark(at: moment)
    case .markRange: toggleRange(at: moment)
    case .markAll:
      toggleAllMarks()
      touch(at: moment)
    case .markFailed: markFailed(at: moment)
    case .clearMarks:
      clearMarks()
      touch(at: moment)
    case .left, .right:
      moveSideways(by: action == .left ? -1 : 1)
      touch(at: moment)
    case .wide:
      list.isWide.toggle()
      list.sideways = 0
      if list.isWide { tellOfMoreColumns(at: moment) }
    case .details, .nextPage, .previousPage, .page1, .page2, .page3, .json: turnDetails(action)
    case .events: return openEvents()
    case .board: openBoard()
    case .queue: openQueue()
    case .hold, .unqueue, .queueEarlier, .queueLater: return editQueue(action, at: moment)
    case .zoom: page = DetailsPage(page: details?.page ?? .overview)
    case .timeline: page = TimelinePage()
    case .search, .nextMatch, .previousMatch, .earlier, .later, .now, .zoomIn, .zoomOut, .goTo,
      .fold:
      break
    case .filter: openFilter()
    case .sort: openSortMenu(at: moment)
    case .reverse:
      sort(by: Sort(column: list.sort.column, ascending: !list.sort.ascending), at: moment)
    case .sortLeft: shiftSort(by: -1, at: moment)
    case .sortRight: shiftSort(by: 1, at: moment)
    case .theme: openThemeMenu(at: moment)
    case .actions: open(ActionsMenu(), at: moment)
    case .trouble: open(TroubleDialog(), at: moment)
    case .alerts: open(AlertsMenu(chosen: alerts.open.last), at: moment)
    case .acknowledge, .acknowledgeOne, .mute: break
    case .overview: page = OverviewPage()
    case .wall: page = OverviewPage(isWall: true)
    case .contexts: page = ContextsPage(selected: mainContext)
    case .toggleContext: toggleContext(at: moment)
    case .onlyContext: showOnlyContext(at: moment)
    case .addContext: return openAddContext(at: moment)
    case .removeContext: return removeContext(at: moment)
    case .help: open(HelpDialog(at: placeBelow), at: moment)
    case .cancel: askToCancel(at: moment)
    case .start: return openForm(at: moment)
    case .clone: return cloneSelected(at: moment)
    case .refresh: return refresh(at: moment)
    case .pause: return togglePause(at: moment)
    case .shorterInterval: return stepInterval(at: moment) { steps, now in steps.last { $0 < now } }
    case .longerInterval: return stepInterval(at: moment) { steps, now in steps.first { $0 > now } }
    case .copy: openCopyMenu(at: moment)
    case .copyAgain: return copyAgain(at: moment)
    case .openConsole: askToOpenConsole(at: moment)
    case .closeOne: closeOne(at: moment)
    case .quit:
      if details == nil { return askToLeave(at: moment) }
      closeDetails()
    case .leave: return askToLeave(at: moment)
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .enqueue, .confirm, .nextField, .previousField, .olderText, .newerText, .complete,
      .openList, .askAgain, .takeNewest, .insist:
      break
    case .copyIdentifier, .copyArn, .copyLocation, .copyJSON, .copyRolePolicy, .copyTrustPolicy,
      .copyKeyPolicy, .copyFailure, .copyConsole, .copyStartCommand, .copyDescribeCommand:
      break
    }
    return []
  }

  /// What `w` adds may all be out of sight at the right.
  private mutating func tellOfMoreColumns(at moment: Moment) {
    let plan = columnPlan
    let more = plan.available.count { !plan.shows($0) }
    let key = keymap.entry(for: .right, in: .list)?.keys.first?.name(unicode: abilities.unicode)
    notify(
      .info,
      more == 0
        ? "every column is in sight"
        : "\(counted(more, "more column", "more columns")) at the right: \(key ?? "")", at: moment)
  }

  private mutating func openCopyMenu(at moment: Moment) {
    guard let selected = list.selected else { return }
    open(CopyMenu(task: selected), at: moment)
  }

  /// Says why a key does nothing.
  private mutating func refuse(_ action: Action, because reason: String, at moment: Moment) {
    let name = keymap.entry(for: action, in: placeBelow)?.hint
    notify(.info, "\(name ?? action.rawValue) is off: \(reason)", at: moment)
  }

  private mutating func closeOne(at moment: Moment) {
    switch closable {
    case .details: closeDetails()
    case .range:
      takeRangeBack()
      touch(at: moment)
    case .marks:
      clearMarks()
      touch(at: moment)
    case .filter: clearFilter(at: moment)
    case nil: break
    }
  }

  private mutating func closeDetails() {
    details = nil
    list.top = clampedTop(list.top)
  }

  private mutating func refresh(at moment: Moment) -> [Effect] {
    releaseOrder(at: moment)
    lookups.forgetProblems()
    notify(.info, "asking AWS now", at: moment)
    return [.refresh]
  }

  private mutating func togglePause(at moment: Moment) -> [Effect] {
    isPaused.toggle()
    notify(.info, isPaused ? "paused: p resumes" : "resumed", at: moment)
    return [.pause(isPaused)]
  }

  private mutating func stepInterval(
    at moment: Moment, _ choose: ([Duration], Duration) -> Duration?
  ) -> [Effect] {
    guard let next = choose(Self.intervals, interval) else { return [] }
    interval = next
    notify(.info, "every \(next.wholeSeconds) s while something runs", at: moment)
    return [.setInterval(next)]
  }
}
