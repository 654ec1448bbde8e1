import FoundationEssentials

extension ProgressTrace {
  /// Fewer samples than this prove nothing.
  static let fewestSamples = 5

  /// What the samples say.
  var evidence: ProgressEvidence {
    var evidence = ProgressEvidence(samples: samples.count)
    evidence.knownSince = knownSince
    evidence.isBeginningKnown = isBeginning
    evidence.lastMovement = lastMovement
    if evidence.lastMovement != nil { evidence.usualRest = usualRest }
    evidence.course = samples
    evidence.firstLook = samples.first.map { ProgressEvidence.Look(at: $0.at, percent: $0.percent) }
    guard let last = samples.last else { return evidence }
    guard samples.count >= Self.fewestSamples else { return evidence }
    if let pace = percentPace {
      evidence.percentPerHour = 3600 / pace.seconds
      evidence.expectedEnd = pace.at.addingTimeInterval(
        pace.seconds * Double(100 - last.percent))
    }
    if let pace = pace(of: \.gigabytes) { evidence.gigabytesPerHour = 3600 / pace.seconds }
    return evidence
  }

  /// How long one percent takes; nil where nothing moved.
  var percentPace: Pace? { pace(of: \.percent) }

  struct Pace: Hashable, Sendable {
    /// Seconds for one unit.
    var seconds: TimeInterval
    /// When the last unit was reached.
    var at: Date
  }

  /// The numbers are whole, so only the moments at which one changed tell how far the work was. The
  /// pace is taken between such moments: over the whole run, which evens out plateaus, and over its
  /// last part, which follows a task that slows down. The last part counts by its share of the
  /// work, up to a half.
  private func pace(of unit: KeyPath<ProgressSample, Int>) -> Pace? {
    let steps = steps(of: unit)
    guard let first = steps.first, let last = steps.last else { return nil }
    let whole = secondsPerUnit(from: beginning(before: first), to: last)
    guard let edge = edge(of: steps), let late = secondsPerUnit(from: edge, to: last) else {
      return whole.map { Pace(seconds: $0, at: last.at) }
    }
    let share = min(0.5, Double(last.count - edge.count) / Double(last.count))
    return Pace(seconds: (whole ?? late) * (1 - share) + late * share, at: last.at)
  }

  /// Where the last part begins: half of the work back, at least ten units; nil where it would be
  /// too short to tell anything.
  private func edge(of steps: [Step]) -> Step? {
    guard let last = steps.last else { return nil }
    let reach = max(10, last.count / 2)
    // The very first look came at any time, not just when a number changed.
    let edge = steps.dropFirst().first { last.count - $0.count <= reach }
    return edge.flatMap { last.count - $0.count >= 3 ? $0 : nil }
  }

  private struct Step {
    var at: Date
    var count: Int
  }

  private func steps(of unit: KeyPath<ProgressSample, Int>) -> [Step] {
    var steps: [Step] = []
    for sample in samples where sample[keyPath: unit] != steps.last?.count {
      steps.append(Step(at: sample.at, count: sample[keyPath: unit]))
    }
    return steps
  }

  private func beginning(before first: Step) -> Step {
    guard let notBefore, notBefore < first.at else { return first }
    return Step(at: notBefore, count: 0)
  }

  private func secondsPerUnit(from: Step, to: Step) -> TimeInterval? {
    let seconds = to.at.timeIntervalSince(from.at)
    guard to.count > from.count, seconds > 0 else { return nil }
    return seconds / Double(to.count - from.count)
  }
}
