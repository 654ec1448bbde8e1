import Tracking

extension Changes {
  /// What differs between two lists, found by comparing all of them.
  func of(_ new: TrackedTasks, after old: TrackedTasks) -> Changes {
    var changes = self
    changes.added = old.count..<max(old.count, new.count)
    guard new.count >= old.count, old.indices.allSatisfy({ old[$0].id == new[$0].id }) else {
      changes.isWhole = true
      return changes
    }
    changes.slots = old.indices.filter { old[$0] !== new[$0] }
    return changes
  }
}
