import RDSExports

/// How many tasks are in which phase.
///
/// They are updated with each change and never counted again, so they don't depend on the time: a
/// stalled task counts as running. Only a few tasks run at once; to know how many are stalled, look
/// at those.
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
