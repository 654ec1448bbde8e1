import Ground
import Planning
import Tracking

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
    let open = queue.report?.open ?? []
    let isOwn = !placesNotReported.isEmpty || open.contains { queuedHere.contains($0.id) }
    let held = open.count(where: \.isHeld)
    return isOwn ? .ending(waiting: count - held, held: held) : nil
  }

  /// How many exports wait in the queue that no other program would start: in the demo all of them,
  /// since its queue ends with it.
  public var leftWaiting: Int {
    let report = queue.report ?? QueueReport()
    if settings.isDemo { return report.open.count + placesNotReported.count }
    let places = report.open.filter { !$0.isHeld }.map(\.site) + placesNotReported
    return places.count {
      report.runners[$0]?.isThis != false && report.standbys[$0] == nil
    }
  }

  /// Where what is being put into the queue is to start, and what was but is in no report yet.
  private var placesNotReported: [Site] {
    let batch = startBatch?.entries ?? []
    return queueing.values.map(\.shown) + queuedUnseen.values
      + batch.compactMap { if case .queueing = $0.outcome { $0.shown } else { nil } }
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
    agreedToLeave = waitingToLose?.count ?? 0
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
  mutating func leaveIfAnswered(at moment: Moment) -> [Effect] {
    guard leavingBy != nil, !isActionInFlight else { return [] }
    leavingBy = nil
    // What was answered may wait now, and nobody was asked about that.
    if let waiting = waitingToLose, waiting.count > agreedToLeave {
      put(LeavingQuestion(below: dialog, reason: waiting), at: moment)
      return []
    }
    return [.quit]
  }
}
