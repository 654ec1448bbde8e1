import Ground

extension State {
  /// How long the program waits at most for AWS's answers.
  static let patience: Duration = .seconds(5)

  /// Leaves. If a form has typed text that was not sent, asks first.
  mutating func askToLeave(at moment: Moment) -> [Effect] {
    if dialog is LeavingQuestion {
      // A key that is held too long must not count as a second answer.
      return moment.monotonic > dialogHearsAfter ? leave(at: moment) : []
    }
    guard leavingBy == nil else { return leave(at: moment) }
    if let form = unsentForm {
      put(
        LeavingQuestion(
          below: dialog, reason: .unsent(identifier: form.request.exportTaskIdentifier)),
        at: moment)
      return []
    }
    guard let waiting = waitingToLose else { return leave(at: moment) }
    put(LeavingQuestion(below: dialog, reason: waiting), at: moment)
    return []
  }

  /// What waits and is asked about before leaving; nil where nothing is. That the demo's own exports
  /// end with it is no loss.
  var waitingToLose: LeavingQuestion.Reason? {
    let count = leftWaiting
    guard count > 0 else { return nil }
    guard settings.isDemo else { return .waiting(count) }
    let isOwn = queue.report?.open.contains { queuedHere.contains($0.id) } ?? false
    return isOwn ? .ending(count) : nil
  }

  /// How many exports wait in the queue that no other program would start: in the demo all of them,
  /// since its queue ends with it.
  public var leftWaiting: Int {
    guard let report = queue.report else { return 0 }
    if settings.isDemo { return report.open.count }
    return report.open.count { entry in
      !entry.isHeld && report.runners[entry.site]?.isThis != false
        && report.standbys[entry.site] == nil
    }
  }

  /// The form, open or closed, that has typed text.
  private var unsentForm: StartForm? {
    let open = dialog as? StartForm ?? (dialog as? StartQuestion)?.form
    // A form that was sent is waited for, and nothing may cover it.
    if open?.ticket != nil { return nil }
    return [open, keptForm].compactMap { $0 }.first(where: \.holdsTyping)
  }

  /// Leaves: at once if nothing is under way or if it is asked for a second time.
  mutating func leave(at moment: Moment) -> [Effect] {
    if leavingBy != nil || !isActionInFlight {
      leavingBy = nil
      return [.quit]
    }
    let end = moment.monotonic + Self.patience
    leavingBy = end
    let count = acting.count
    let what = count == 1 ? "an action" : "\(count) actions"
    let who = count == 0 ? "the queue to answer" : "AWS to answer \(what)"
    let unsent = startBatch?.unsent ?? 0
    let left = unsent > 0 ? ", \(unsent) more are not started" : ""
    notify(
      .warning,
      "waiting up to 5 s for \(who)\(left): C-c leaves at once, Esc stays",
      until: end)
    return []
  }

  /// Stays after all.
  mutating func stay(at moment: Moment) {
    leavingBy = nil
    notices.removeAll()
    notify(.info, "staying", at: moment)
  }

  /// Leaves once the last answer is in.
  mutating func leaveIfAnswered() -> [Effect] {
    guard leavingBy != nil, !isActionInFlight else { return [] }
    leavingBy = nil
    return [.quit]
  }
}
