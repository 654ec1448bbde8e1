import RDSExports

/// How many tasks are in which phase.
///
/// A store keeps them up to date with each change and never counts anew, so they know nothing of the
/// time: a task that stands still counts as running. Tasks that run are a handful; whoever has to know
/// how many of them are stalled asks those.
public struct Counts: Hashable, Sendable {
  private var numbers = [Int](repeating: 0, count: Phase.allCases.count)

  public init() {}

  public subscript(phase: Phase) -> Int {
    get { numbers[phase.rawValue] }
    set { numbers[phase.rawValue] = newValue }
  }

  public var total: Int { numbers.reduce(0, +) }

  /// The account's slots that are taken.
  public var active: Int { Phase.allCases.lazy.filter(\.isActive).reduce(0) { $0 + self[$1] } }

  public static func += (counts: inout Counts, others: Counts) {
    for phase in Phase.allCases { counts[phase] += others[phase] }
  }
}
