import Tracking

/// What differs between two snapshots of a context. Snapshots share the tasks that did not change,
/// and a task keeps its place, so that this is a walk over two arrays comparing addresses.
struct Replacement {
  private(set) var changed: [(old: TrackedTask, new: TrackedTask)] = []
  private(set) var added: [TrackedTask] = []
  private(set) var gone: [TrackedTask] = []

  var isEmpty: Bool { changed.isEmpty && added.isEmpty && gone.isEmpty }
  var count: Int { changed.count + added.count + gone.count }

  init(from old: [TrackedTask], to new: [TrackedTask]) {
    let common = min(old.count, new.count)
    for index in 0..<common where old[index] !== new[index] {
      guard old[index].id == new[index].id else {
        match(old, with: new)
        return
      }
      changed.append((old[index], new[index]))
    }
    added = Array(new[common...])
    gone = Array(old[common...])
  }

  /// The long way, for snapshots whose tasks have moved.
  private mutating func match(_ old: [TrackedTask], with new: [TrackedTask]) {
    changed = []
    var unmatched = Dictionary(old.map { ($0.id, $0) }) { $1 }
    for task in new {
      guard let before = unmatched.removeValue(forKey: task.id) else {
        added.append(task)
        continue
      }
      if before !== task { changed.append((before, task)) }
    }
    gone = old.filter { unmatched[$0.id] != nil }
  }

  /// By the address of the old task, which is alive as long as the old snapshot is.
  var newByOld: [ObjectIdentifier: TrackedTask] {
    Dictionary(changed.map { (ObjectIdentifier($0.old), $0.new) }) { $1 }
  }

  /// The addresses of what is in no order any more.
  var outdated: Set<ObjectIdentifier> {
    Set(changed.map { ObjectIdentifier($0.old) }).union(gone.map { ObjectIdentifier($0) })
  }
}
