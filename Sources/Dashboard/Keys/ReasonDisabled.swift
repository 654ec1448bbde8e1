import RDSExports
import Tracking
import Words

extension State {
  /// Where the next key goes.
  public var place: Place { dialog?.place ?? page.place(self) }

  /// Where keys would go if no text field and no question had them.
  public var placeBelow: Place {
    switch page.place(self) {
    case .text: details?.hasFocus == true ? .details : .list
    case .search: searchedPlace
    case let place: place
    }
  }

  /// The page below the text that is searched for.
  private var searchedPlace: Place {
    switch page {
    case is ContextsPage: .contexts
    case is EventsPage: .events
    case is BoardPage: .board
    case is TimelinePage: .timeline
    default: .page
    }
  }

  /// Why an action can't be done right now, in a few words; nil if it can.
  public func reasonDisabled(_ action: Action) -> String? {
    page.reasonDisabled(action) ?? reasonDisabledByItself(action)
  }

  private func reasonDisabledByItself(_ action: Action) -> String? {
    switch action {
    case .cancel: reasonNotToCancel
    case .start: reasonNotToStart
    case .clone:
      list.marks.isEmpty ? reasonNotToStart ?? reasonNothingSelected : reasonNotToRepeatMarked
    case .details, .zoom, .json, .mark, .markRange: reasonNothingSelected
    case .copy, .copyIdentifier, .copyJSON: reasonNoTask
    case .copyArn: reasonNoTask ?? reasonNotNamed(.copyArn, "source")
    case .copyLocation: reasonNoTask ?? reasonNotNamed(.copyLocation, "bucket")
    case .copyDescribeCommand: reasonNoTask
    case .copyStartCommand:
      reasonNoTask ?? reasonNotNamed(action, "whole set of parameters")
    case .copyFailure: reasonNoTask ?? reasonNotFailed
    case .copyConsole: reasonNoTask ?? reasonNoConsole
    case .openConsole: reasonNoTask ?? reasonNoConsole ?? reasonNoBrowser
    case .copyAgain: reasonNoTask ?? reasonNotToCopyAgain
    case .markAll, .markFailed: list.rows.isEmpty ? "nothing is listed" : nil
    case .copyRolePolicy, .copyTrustPolicy, .copyKeyPolicy:
      reasonNoTask ?? reasonNotNamed(action, "such policy")
    case .left: columnPlan.hasMoreLeft ? nil : "the first columns are in sight"
    case .right where !columnPlan.hasMoreRight:
      list.isWide
        ? "the last column is in sight"
        : "\(wideKey) shows more columns"
    case .clearMarks: list.marks.isEmpty && list.rangeAnchor == nil ? "nothing is marked" : nil
    case .nextFailed, .previousFailed:
      counts[.failed] == 0 && counts.active == 0 ? "nothing failed, stalled or is slow" : nil
    case .shorterInterval: interval <= Self.intervals[0] ? "already the shortest" : nil
    case .longerInterval:
      interval >= Self.intervals[Self.intervals.count - 1] ? "already the longest" : nil
    case .trouble: roster.remarkable.isEmpty ? "nothing is wrong" : nil
    case .theme: settings.themeNames.count < 2 ? "there is one theme only" : nil
    case .toggleContext, .onlyContext: contextsPage?.selected == nil ? "nothing selected" : nil
    case .removeContext: reasonNotToRemove
    case .hold, .unqueue, .queueEarlier, .queueLater: reasonNotToEditQueue(action)
    case .addContext: settings.isDemo ? "the demo has no profiles" : nil
    default: nil
    }
  }

  static let accountUnsure = "whose credentials these are isn't known yet"

  private var reasonNothingSelected: String? {
    list.selectedIndex == nil ? "nothing selected" : nil
  }

  /// What needs a task does nothing for one that AWS does not have yet.
  private var reasonNoTask: String? {
    guard let item = selectedItem else { return "nothing selected" }
    return item.task == nil ? "it waits in the queue: AWS has no such export yet" : nil
  }

  private func reasonNotNamed(_ action: Action, _ what: String) -> String? {
    list.selected.flatMap { text(for: action, of: $0) } == nil ? "the task names no \(what)" : nil
  }

  private var reasonNotFailed: String? {
    list.selected.flatMap { text(for: .copyFailure, of: $0) } == nil ? "nothing went wrong" : nil
  }

  private var reasonNoConsole: String? {
    selectedConsole == nil ? "the endpoint is not AWS's own" : nil
  }

  private var reasonNoBrowser: String? {
    settings.hasBrowser ? nil : "no desktop here: copy the address with y u"
  }

  private var reasonNotToCopyAgain: String? {
    guard let lastCopied else { return "nothing was copied yet: y shows what can be" }
    return reasonDisabled(lastCopied)
  }

  private var reasonNotToStart: String? {
    if isReadOnlyHere { return "read-only" }
    guard let place = snapshotForStart, place.site != nil else { return "not connected yet" }
    if place.feed.isAccountUnsure { return Self.accountUnsure }
    switch place.feed.trouble?.kind {
    case .noCredentials: return "no credentials"
    case .noRegion: return "no region"
    default: return nil
    }
  }

  /// Marked exports may be of several contexts: each is looked at when they are asked about.
  private var reasonNotToRepeatMarked: String? {
    if settings.isReadOnly { return "read-only" }
    // What is under way is shown instead, and more marks are looked at then.
    guard startBatch?.isOpen != true, list.marks.count <= Self.marksChecked else { return nil }
    let canBeRepeated = list.marks.contains { id in
      self.task(id).map { reasonNotToRepeat($0) == nil } ?? false
    }
    return canBeRepeated ? nil : reasonNoneCanBeRepeated
  }

  private var reasonNotToCancel: String? {
    if settings.isReadOnly { return "read-only" }
    guard let item = selectedItem else { return "nothing selected" }
    let isForSelected = list.marks.isEmpty || list.marks.count == 1 && list.marks == [item.id]
    switch item {
    case .task(let task) where isForSelected:
      return reasonNotToCancel(task).map(Self.ofTheExport)
    case .waiting(let export) where isForSelected:
      return export.isGone ? "it has left the queue" : reasonNotToRemove(export.entry)
    case .task, .waiting: if !removable.isEmpty { return nil }
    }
    // More marks are checked when the dialog opens, because this runs for every frame.
    guard list.marks.count <= Self.marksChecked else { return nil }
    let canBeCanceled = list.marks.contains { id in
      self.list.index(of: id) != nil
        && self.task(id).map { reasonNotToCancel($0) == nil } ?? false
    }
    return canBeCanceled ? nil : reasonNoneCanBeCanceled(of: list.marks)
  }

  static let marksChecked = 100

  private var wideKey: String {
    let key = keymap.entry(for: .wide, in: .list)?.keys.first
    return key?.name(unicode: abilities.unicode) ?? "wide"
  }

  /// As a sentence: `already failed` alone could be the cancel.
  private static func ofTheExport(_ reason: String) -> String {
    switch reason {
    case "already complete": "the export is already complete"
    case "already failed": "the export has already failed"
    case "already canceled": "the export is already canceled"
    case "being canceled already": "the export is being canceled already"
    case "no longer listed": "the export is no longer listed"
    default: reason
    }
  }

  private func isCancelSent(_ task: TrackedTask) -> Bool {
    guard !acting.isEmpty || !cancelAccepted.isEmpty else { return false }
    return canceling.contains(task.id) || cancelAccepted.contains(task.id)
  }

  /// Why this task can't be canceled; nil if it can, and where only AWS knows.
  public func reasonNotToCancel(_ task: TrackedTask) -> String? {
    if isReadOnly(task.siteID) { return "read-only" }
    if isCancelSent(task) {
      return "being canceled already"
    }
    if !task.isListed { return "no longer listed" }
    if task.isNameInDoubt { return "its name can't be shown whole" }
    if snapshot(of: task.siteID)?.feed.isAccountUnsure != false { return Self.accountUnsure }
    switch task.status {
    case .canceling: return "being canceled already"
    case .complete: return "already complete"
    case .failed: return "already failed"
    case .canceled: return "already canceled"
    case .starting, .inProgress, .unknown, nil: return nil
    }
  }
}

extension TrackedTask {
  /// Whether the name on the screen is not the one that would be sent, because it was too long to
  /// be kept or has characters that nobody sees. No name that AWS accepts is like that.
  fileprivate var isNameInDoubt: Bool {
    let name = identifier
    return Format.line(name) != name || gaps.contains { $0.member == .exportTaskIdentifier }
  }
}
