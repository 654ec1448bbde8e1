extension State {
  /// How long the program waits at most for what AWS has not answered yet.
  static let patience: Duration = .seconds(5)

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
