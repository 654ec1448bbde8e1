import Ground

extension State {
  /// How long the program waits at most for what AWS has not answered yet.
  static let patience: Duration = .seconds(5)

  /// Leaves; where a form holds what nobody has sent, it is asked about first.
  mutating func askToLeave(at moment: Moment) -> [Effect] {
    if dialog is LeavingQuestion {
      // A key that was held a moment too long is no second answer.
      return moment.monotonic > dialogHearsAfter ? leave(at: moment) : []
    }
    guard leavingBy == nil, let form = unsentForm else { return leave(at: moment) }
    put(
      LeavingQuestion(below: dialog, identifier: form.request.exportTaskIdentifier), at: moment)
    return []
  }

  /// The form, open or closed, that holds what somebody has typed.
  private var unsentForm: StartForm? {
    let open = dialog as? StartForm ?? (dialog as? StartQuestion)?.form
    // One that was sent is waited for, and nothing may lie over it.
    if open?.ticket != nil { return nil }
    return [open, keptForm].compactMap { $0 }.first(where: \.holdsTyping)
  }

  /// Leaves, at once where nothing is under way or where it is asked for again.
  mutating func leave(at moment: Moment) -> [Effect] {
    if leavingBy != nil || !isActionInFlight {
      leavingBy = nil
      return [.quit]
    }
    let end = moment.monotonic + Self.patience
    leavingBy = end
    let count = acting.count
    notify(
      .warning,
      "waiting up to 5 s for AWS to answer \(count == 1 ? "an action" : "\(count) actions"):"
        + " C-c leaves at once, Esc stays",
      until: end)
    return []
  }

  /// The user has thought better of it.
  mutating func stay(at moment: Moment) {
    leavingBy = nil
    notices.removeAll()
    notify(.info, "staying", at: moment)
  }

  /// Once the last answer is in, nothing keeps the program.
  mutating func leaveIfAnswered() -> [Effect] {
    guard leavingBy != nil, !isActionInFlight else { return [] }
    leavingBy = nil
    return [.quit]
  }
}
