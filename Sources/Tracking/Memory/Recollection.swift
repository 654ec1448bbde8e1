import FoundationEssentials
import RDSExports

/// What a store was told of its tasks' past, and what it has to tell a program that comes later.
struct Recollection: Sendable {
  /// How a task was seen while its past was not known yet.
  struct Look: Sendable {
    var task: ExportTask
    var at: Date
    /// Whether it began then: such a task has no past.
    var isBeginning: Bool
  }

  /// Whether the past is still to be told. Nothing is written meanwhile: what is known by then is
  /// less than what would be replaced.
  private(set) var isAwaited: Bool
  /// Of tasks that haven't been listed yet.
  private var memories: [String: TaskMemory] = [:]
  private var looks: [Int: [Look]] = [:]
  private var unwritten: Set<Int> = []
  /// When the tasks' memories were last taken, by slot.
  private var taken: [Int: Date] = [:]

  /// The past comes within seconds, or never.
  static let mostLooks = 50
  /// Looks that show no news are written this often.
  static let restBetweenWrites: TimeInterval = 60

  init(isAwaited: Bool) { self.isAwaited = isAwaited }

  mutating func keep(_ memory: TaskMemory) { memories[memory.identifier] = memory }

  mutating func takeMemory(of identifier: String) -> TaskMemory? {
    memories.isEmpty ? nil : memories.removeValue(forKey: identifier)
  }

  /// A whole sweep has shown what there is.
  mutating func forgetUnlisted() { memories = [:] }

  /// The looks at a task since the start; nil where there were more than are kept.
  mutating func takeLooks(of slot: Int) -> [Look]? {
    let looks = looks.removeValue(forKey: slot) ?? []
    return looks.count < Self.mostLooks ? looks : nil
  }

  mutating func endWaiting() {
    isAwaited = false
    looks = [:]
  }

  mutating func note(_ look: Look, of slot: Int, isNews: Bool) {
    if isAwaited, looks[slot]?.count ?? 0 < Self.mostLooks {
      looks[slot, default: []].append(look)
    }
    let rest = taken[slot].map { look.at.timeIntervalSince($0) }
    if isNews || rest.map({ $0 >= Self.restBetweenWrites }) ?? true { unwritten.insert(slot) }
  }

  /// Its memory is to be written, or forgotten.
  mutating func noteChange(of slot: Int) { unwritten.insert(slot) }

  /// The slots whose memories are to be written.
  mutating func takeUnwritten() -> [Int] {
    if isAwaited || unwritten.isEmpty { return [] }
    defer { unwritten = [] }
    return unwritten.sorted()
  }

  /// - Parameter seenAt: Nil where the task has ended.
  mutating func noteTaken(_ slot: Int, seenAt: Date?) { taken[slot] = seenAt }
}
