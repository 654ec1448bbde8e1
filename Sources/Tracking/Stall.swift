import FoundationEssentials

extension ProgressTrace {
  /// The longest standstill that is still usual: three times as long as this task's rests and our
  /// looks at it usually are, and at least a twentieth of the task's whole duration, or five
  /// minutes if that is less. So it suits a task that takes a second for a percent as well as one
  /// that takes two minutes.
  var usualRest: TimeInterval {
    guard let pace = percentPace else { return ProgressEvidence.longestWithoutPace }
    let floor = min(max(pace.seconds * 5, 5), 300)
    let look = medianLook
    let rests = rests
    // Until there are rests to judge by, the pace of the whole run has to do, with more patience.
    guard rests.count >= 3 else { return max(6 * pace.seconds, 3 * look, floor) }
    let usual = rests.sorted()[rests.count * 9 / 10]
    return max(3 * max(usual, look), floor)
  }

  /// When the task was last known to do anything; nil where AWS gives no percentage.
  var lastMovement: Date? {
    guard status == .inProgress else { return statusSince }
    guard let last = samples.last else { return nil }
    // At nothing it can't have moved since it began, whenever we came.
    let isAtNothing = last.percent == 0 && last.gigabytes == 0
    return isAtNothing ? min(notBefore ?? last.at, last.at) : last.at
  }

  private var medianLook: TimeInterval { looks.isEmpty ? 0 : looks.sorted()[looks.count / 2] }

  /// The last rests between two movements. A leap of several percent counts as that many rests.
  private var rests: [TimeInterval] {
    zip(samples, samples.dropFirst()).suffix(24).map { before, after in
      after.at.timeIntervalSince(before.at) / Double(max(1, after.percent - before.percent))
    }
  }
}

extension ProgressEvidence {
  /// What a task may take without anything to judge it by, in seconds: STARTING and CANCELING have
  /// no percentage, and before the first percent there is no pace. Whole exports are known to take
  /// from ten minutes to forty (263 GB), and Terraform gives up on one after an hour; so an hour in
  /// one place is worth a look.
  public static let longestWithoutPace: TimeInterval = 3600

  /// How long nothing has moved, if that is much longer than usual; else nil.
  ///
  /// - Parameter now: The server's clock when the task was last looked at (the feed's last answer):
  ///   it can't be seen to stall while nobody looks. Once somebody looks again and finds it where
  ///   it was, it has stood there all the time.
  public func stalledFor(at now: Date) -> TimeInterval? {
    guard let lastMovement, let usualRest else { return nil }
    let rest = now.timeIntervalSince(lastMovement)
    return rest > usualRest ? rest : nil
  }
}
