import FoundationEssentials
import RDSExports

/// Whether the server honours the filters of the fast lane. There are three ways to find out that
/// it does not: it answers with what was not asked for, it refuses, or it says nothing of tasks that
/// run (one that compares the status with regard to case finds none).
struct FilterTrust: Sendable {
  private(set) var areIgnored = false
  private var strayAnswers = 0
  private var contradictions = 0
  /// Tasks that a sweep showed active since the last answer of the fast lane.
  private var shownBySweep: Set<String> = []
  /// Those of them that the fast lane lacked, while they are asked for by identifier.
  private var suspects: Set<String> = []
  /// Tasks that were asked for by identifier and not found. Not found is not gone: the sweep says.
  private(set) var missing: Set<String> = []

  static let mostIdentifiers = 100

  mutating func refused() { areIgnored = true }

  /// - Returns: Whether the answer holds only what was asked for.
  mutating func heardActive(_ tasks: [ExportTask]) -> Bool {
    let isStray = tasks.contains { $0.status.map { !$0.isActive } ?? false }
    strayAnswers = isStray ? strayAnswers + 1 : 0
    if strayAnswers >= 2 { areIgnored = true }
    return !isStray
  }

  mutating func sweepShowed(_ tasks: [ExportTask]) {
    guard !areIgnored else { return }
    for task in tasks where task.status?.isActive == true {
      shownBySweep.insert(task.identity)
    }
  }

  /// The tasks to ask for by identifier, given a whole answer of the fast lane; the rest of more
  /// than fit into one request is left to the next round.
  mutating func leavers(
    among active: [ActiveTask], answered: Set<String>, sentAt: Date
  ) -> [String] {
    missing.formIntersection(active.lazy.map(\.identifier))
    missing.subtract(answered)
    shownBySweep.subtract(answered)
    let gone = active.filter { !answered.contains($0.identifier) && $0.seenAt < sentAt }
      .map(\.identifier)
    if !missing.isDisjoint(with: shownBySweep.intersection(gone)) { areIgnored = true }
    let leavers = gone.filter { !missing.contains($0) }.sorted().prefix(Self.mostIdentifiers)
    suspects = shownBySweep.intersection(leavers)
    shownBySweep.subtract(leavers)
    if leavers.isEmpty { contradictions = 0 }
    return Array(leavers)
  }

  /// Leavers that are as active as before contradict the answer that lacked them: at once where a
  /// sweep had shown them, else the second time (a list may lag behind a task just started).
  mutating func heardLeavers(_ tasks: [ExportTask], asked: [String]) {
    let asked = Set(asked)
    missing.formUnion(asked.subtracting(tasks.lazy.map(\.identity)))
    let stillActive = tasks.lazy.filter { $0.status?.isActive == true }
      .map(\.identity).filter(asked.contains)
    contradictions = stillActive.isEmpty ? 0 : contradictions + 1
    if contradictions >= 2 || stillActive.contains(where: suspects.contains) { areIgnored = true }
    suspects = []
  }
}
