import Tracking

/// The filters that a text went through while it was typed, each narrower than the one before, and
/// what passed each. The next letter then looks only at the tasks that passed before it, and taking
/// a letter back looks at none.
///
/// They hold only while the tasks stay the same: a poll that brings changes ends them.
struct FilterSteps: Sendable {
  private struct Step {
    let filter: Filter
    let rows: RowSet
  }

  /// A text typed by hand has few letters, but a long one must not fill the memory.
  private static let most = 64

  private var steps: [Step] = []
  private var utcOffset = 0
  private var sites: [SiteID: SiteWords] = [:]
  /// How many tasks the lists of the pool had.
  private var counts: [Int] = []

  /// What passes a filter, of all tasks.
  mutating func rows(_ sieve: Sieve, in pool: TaskPool) -> RowSet {
    let counts = pool.lists.map(\.count)
    if utcOffset != sieve.moment.utcOffset || counts != self.counts || sites != sieve.sites {
      steps = []
    }
    (utcOffset, self.counts, sites) = (sieve.moment.utcOffset, counts, sieve.sites)
    while let last = steps.last, !sieve.filter.isNarrower(than: last.filter) { steps.removeLast() }
    if let last = steps.last, last.filter == sieve.filter { return last.rows }
    let before = steps.last?.rows ?? RowSet(all: pool)
    let rows = before.filtered(in: pool, where: sieve.itemTest)
    // Don't keep an answer that changes with time: at the next key it may be wrong.
    if sieve.filter.reachOfTime == .nothing {
      if steps.count == Self.most { steps.removeFirst() }
      steps.append(Step(filter: sieve.filter, rows: rows))
    }
    return rows
  }
}
