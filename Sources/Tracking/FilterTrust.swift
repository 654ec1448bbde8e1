import FoundationEssentials
import RDSExports

/// Whether the server honours the filters of the fast lane. Three things show that it does not: it
/// answers with what was not asked for, it refuses, or it leaves out tasks that run (a server that
/// compares the status case-sensitively finds none).
struct FilterTrust: Sendable {
  private(set) var areIgnored = false
  private var strayAnswers = 0
  private var contradictions = 0
  /// Tasks that a sweep has shown as active since the last answer of the fast lane.
  private var shownBySweep: Set<String> = []
  /// Those of them that the fast lane left out, while they are asked for by identifier.
  private var suspects: Set<String> = []
  /// Tasks that were asked for by identifier and not found. They may still exist: only a sweep
  /// decides.
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

  /// The tasks to ask for by identifier, after a whole answer of the fast lane. What doesn't fit
  /// into one request waits for the next round.
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

  /// Leavers that are still active contradict the answer that left them out. One contradiction is
  /// enough where a sweep had shown the task, otherwise it takes two (a list may lag behind a task
  /// that has just started).
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
