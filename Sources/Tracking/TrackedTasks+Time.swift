import FoundationEssentials

extension TrackedTasks {
  /// How many tasks are in which phase at a time: those that have stalled by then are counted as
  /// stalled, and those that are slow by then as slow.
  /// - Parameter now: Up to when the tasks' site is known, by the server's clock.
  public func counts(at now: Date) -> Counts {
    var counts = counts
    for slot in open {
      let phase = Phase(of: self[slot], at: now)
      guard PhaseSet.timed.contains(phase) else { continue }
      counts[self[slot].phase] -= 1
      counts[phase] += 1
    }
    return counts
  }

  /// When the next task will have stalled or be slow, if nothing is heard of it by then.
  /// - Parameter now: The server's clock.
  public func nextTurn(after now: Date) -> Date? {
    open.compactMap { self[$0].nextTurn(after: now) }.min()
  }
}

extension TrackedTask {
  /// Whether it is in one of these phases at a time. A stalled or slow task is still in the phase
  /// that AWS gives, too.
  /// - Parameter now: Up to when its site is known, by the server's clock.
  public func isIn(_ phases: PhaseSet, at now: Date) -> Bool {
    phases.contains(phase)
      || !phases.isDisjoint(with: .timed) && phases.contains(Phase(of: self, at: now))
  }

  /// When the task will have stalled or be slow, if nothing is heard of it by then; nil where it is
  /// so already, or never will be.
  /// - Parameter now: The server's clock.
  public func nextTurn(after now: Date) -> Date? {
    guard isListed else { return nil }
    return [since(.stalled), since(.slow)].compactMap(\.self).filter { $0 >= now }.min()
  }

  /// Since when it has stalled or is slow, by the server's clock; nil where nobody can tell, and for
  /// any other phase. A run that is foretold to be slow is so from its start.
  public func since(_ phase: Phase) -> Date? {
    switch phase {
    case .stalled:
      guard let movement = progress.lastMovement, let usual = progress.usualRest else { return nil }
      return movement.addingTimeInterval(usual)
    case .slow: return slowFrom
    default: return nil
    }
  }

  /// Whether it can still change, through AWS or with time.
  var isOpen: Bool { !PhaseSet.ended.contains(phase) }
}
