import RDSExports

/// How many tasks are in which phase.
///
/// Those of a store are updated with each change and never counted again, so they don't depend on
/// the time: a stalled or slow task counts as what AWS says it is. `TrackedTasks.counts(at:)` looks at
/// the few tasks that run to tell which of them have stalled or are slow.
public struct Counts: Hashable, Sendable {
  private var numbers = [Int](repeating: 0, count: Phase.allCases.count)

  public init() {}

  public subscript(phase: Phase) -> Int {
    get { numbers[phase.rawValue] }
    set { numbers[phase.rawValue] = newValue }
  }

  public var total: Int { numbers.reduce(0, +) }

  /// How many of the account's slots are taken.
  public var active: Int { Phase.allCases.lazy.filter(\.isActive).reduce(0) { $0 + self[$1] } }

  public static func += (counts: inout Counts, others: Counts) {
    for phase in Phase.allCases { counts[phase] += others[phase] }
  }
}
