import FoundationEssentials

extension ProgressTrace {
  /// The longest rest that is still usual: three times what this task's rests and our looks at it
  /// usually take, and a twentieth of its whole duration up to five minutes, so that it holds for a
  /// percent in a second as for one in two minutes.
  var usualRest: TimeInterval? {
    guard let pace = percentPace else { return nil }
    let floor = min(max(pace.seconds * 5, 5), 300)
    let look = medianLook
    let rests = rests
    // Before there are rests to judge by, the pace of the whole run must do, with more patience.
    guard rests.count >= 3 else { return max(6 * pace.seconds, 3 * look, floor) }
    let usual = rests.sorted()[rests.count * 9 / 10]
    return max(3 * max(usual, look), floor)
  }

  private var medianLook: TimeInterval { looks.isEmpty ? 0 : looks.sorted()[looks.count / 2] }

  /// The last rests between two movements. A leap of several percent was many rests.
  private var rests: [TimeInterval] {
    zip(samples, samples.dropFirst()).suffix(24).map { before, after in
      after.at.timeIntervalSince(before.at) / Double(max(1, after.percent - before.percent))
    }
  }
}

extension ProgressEvidence {
  /// How long nothing has moved, where that is much longer than usual; else nil.
  ///
  /// - Parameter now: The server's clock when the task was last looked at (the feed's last answer):
  ///   while nobody looks, nothing is known to stand still.
  public func stalledFor(at now: Date) -> TimeInterval? {
    guard let lastMovement, let usualRest else { return nil }
    let rest = now.timeIntervalSince(lastMovement)
    return rest > usualRest ? rest : nil
  }
}
