import Ground
import RDSExports
import Tracking

/// An action that was sent but not answered yet.
public struct PendingAction: Hashable, Sendable {
  public var site: SiteID
  /// The site as the user saw it when agreeing.
  public var shown: Site
  public var action: ExportAction
  /// What is written down of it.
  public var record: ActionRecord

  /// - Parameter known: The task as it was last seen, of a cancel.
  public init(site: SiteID, shown: Site, action: ExportAction, known: ExportTask? = nil) {
    self.site = site
    self.shown = shown
    self.action = action
    record = ActionRecord(action, by: .dashboard, known: known)
  }

  public var task: TaskID { TaskID(site: site, identifier: action.exportTaskIdentifier) }
}

extension State {
  /// The tasks whose cancels were sent but not answered yet.
  public var canceling: Set<TaskID> {
    Set(
      acting.values.compactMap { pending in
        if case .cancel = pending.action { pending.task } else { nil }
      })
  }

  /// Sends an action to the site that the user saw and agreed to.
  mutating func act(
    _ action: ExportAction, at site: SiteID, shown: Site, agreed: Agreement, _ moment: Moment
  ) -> (ticket: Int, effect: Effect) {
    let ticket = nextTicket
    nextTicket += 1
    let pending = PendingAction(
      site: site, shown: shown, action: action,
      known: task(TaskID(site: site, identifier: action.exportTaskIdentifier))?.task)
    acting[ticket] = pending
    log(action.sent, of: pending, at: moment)
    return (ticket, .act(ticket: ticket, site, shown: shown, action, agreed))
  }

  /// Notes what was done here.
  mutating func log(_ kind: Event.Kind, of pending: PendingAction, at moment: Moment) {
    log(
      Event(
        site: pending.shown, task: pending.action.exportTaskIdentifier,
        at: byClock(of: pending.site, moment).wall, kind: kind, action: pending.record))
  }

  /// Takes AWS's answer to an action.
  mutating func takeActed(
    _ ticket: Int, _ result: Result<ExportTask, ExportTasksError>, _ witness: ActionWitness,
    at moment: Moment
  ) {
    guard var pending = acting.removeValue(forKey: ticket) else { return }
    pending.record.caller = witness.caller
    pending.record.requestID = witness.requestID
    switch pending.action {
    case .start: takeStarted(ticket, pending, result, at: moment)
    case .cancel: takeCanceled(pending, result, at: moment)
    }
  }

  /// The task of an action in words: with its place, if another site is on the screen by now.
  func name(of pending: PendingAction) -> String {
    let identifier = pending.task.identifier
    guard snapshot(of: pending.site) == nil else { return identifier }
    return "\(identifier) (\(pending.shown.words))"
  }

  /// Why one action may not touch so many tasks; nil where it may.
  func reasonTooMany(_ count: Int) -> String? {
    guard count > settings.maxActions else { return nil }
    return "\(grouped(count)) tasks are more than the \(grouped(settings.maxActions)) that one "
      + "action may touch (max-actions)"
  }
}
