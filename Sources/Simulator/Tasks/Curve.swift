import FoundationEssentials

/// How one export progresses: a hidden function from the time since it was accepted to how much is
/// done.
///
/// An export first restores and scales a copy of the database (`restoring`: STARTING, nothing is
/// extracted), then extracts (`extracting`: IN_PROGRESS). Times are seconds of the simulator's
/// clock.
struct Curve: Sendable, Hashable {
  /// The ways real exports progress.
  enum Shape: String, CaseIterable, Sendable {
    /// Close to a straight line.
    case even
    /// Fast through the many small tables, then slow in the one without a numeric key.
    case slowing
    /// Several pauses of a few percent of the time each.
    case plateaus
    /// One long pause, after which it goes on.
    case stalling
  }

  struct Knot: Sendable, Hashable {
    /// 0…1 of the extraction time.
    var time: Double
    /// 0…1 of the data.
    var done: Double
  }

  let restoring: TimeInterval
  let extracting: TimeInterval
  /// From (0, 0) to (1, reach), never falling on either axis; only (0, 0) where nothing is
  /// extracted.
  let knots: [Knot]

  /// How much is done when the export ends: 1, or less for one that fails on the way.
  var reach: Double { knots.last?.done ?? 0 }

  var duration: TimeInterval { restoring + extracting }

  /// - Parameter reach: 1 for an export that completes, else how much it has done when it fails.
  init(
    _ shape: Shape, restoring: TimeInterval, extracting: TimeInterval, reach: Double = 1,
    random: inout SeededRandom
  ) {
    self.restoring = restoring
    self.extracting = extracting
    let unscaled = Self.knots(shape, &random)
    knots = unscaled.map { Knot(time: $0.time, done: $0.done * reach) }
  }

  /// - Parameter knots: From (0, 0), never falling on either axis.
  init(restoring: TimeInterval, extracting: TimeInterval, knots: [Knot]) {
    self.restoring = restoring
    self.extracting = extracting
    self.knots = knots
  }

  /// An export that fails before anything is extracted.
  init(failingAfter restoring: TimeInterval) {
    self.restoring = restoring
    extracting = 0
    knots = [Knot(time: 0, done: 0)]
  }

  /// 0…1 of the data, `elapsed` seconds after the export was accepted.
  func done(after elapsed: TimeInterval) -> Double {
    guard extracting > 0, elapsed > restoring else { return 0 }
    let time = (elapsed - restoring) / extracting
    guard time < 1, let next = knots.firstIndex(where: { $0.time >= time }), next > 0 else {
      return time <= 0 ? 0 : reach
    }
    let (before, after) = (knots[next - 1], knots[next])
    let share = (time - before.time) / max(after.time - before.time, .ulpOfOne)
    return min(after.done, before.done + (after.done - before.done) * share)
  }

  private static func knots(_ shape: Shape, _ random: inout SeededRandom) -> [Knot] {
    switch shape {
    case .even: wobbling(&random) { $0 }
    case .slowing: slowing(&random)
    case .plateaus: resting(for: (0..<3).map { _ in random.between(0.05, 0.09) }, &random)
    case .stalling: resting(for: [random.between(0.3, 0.42)], &random)
    }
  }

  private static func slowing(_ random: inout SeededRandom) -> [Knot] {
    // Between the square and the cube of what is left.
    let bend = random.unit()
    return wobbling(&random) { time in 1 - (1 - time) * (1 - time) * (1 - bend * time) }
  }

  /// Knots along a rising course, each a little ahead or behind, but never past its neighbours.
  private static func wobbling(
    _ random: inout SeededRandom, course: (Double) -> Double
  ) -> [Knot] {
    let count = 16
    var knots = [Knot(time: 0, done: 0)]
    for step in 1..<count {
      let aside = (Double(step) + random.between(-0.45, 0.45)) / Double(count)
      knots.append(Knot(time: Double(step) / Double(count), done: course(aside)))
    }
    knots.append(Knot(time: 1, done: 1))
    return knots
  }

  /// Progress at a constant pace, broken by pauses whose lengths are shares of the whole time.
  private static func resting(for rests: [Double], _ random: inout SeededRandom) -> [Knot] {
    let moving = 1 - rests.reduce(0, +)
    var knots = [Knot(time: 0, done: 0)]
    var rested = 0.0
    for (index, rest) in rests.enumerated() {
      // Each pause has its own stretch of the data, so that pauses never meet.
      let width = 1 / Double(rests.count)
      let done = (Double(index) + random.between(0.2, 0.8)) * width
      knots.append(Knot(time: done * moving + rested, done: done))
      rested += rest
      knots.append(Knot(time: done * moving + rested, done: done))
    }
    knots.append(Knot(time: 1, done: 1))
    return knots
  }
}
