import FoundationEssentials

/// What a person may do with an entry of the queue.
public enum QueueEdit: Hashable, Sendable {
  case hold
  /// Lets one that is held wait again, whatever it was held for; one that missed its latest start
  /// may then start at any time.
  case release
  case remove
  /// By so many places; below zero for an earlier turn.
  case move(by: Int)
  /// Before all others, or behind them.
  case moveToFirst, moveToLast
}

/// Why an edit is refused.
public enum QueueEditRefusal: Hashable, Sendable {
  /// A request for it is on its way, or may be.
  case sending
  case started
  /// What `release` is for.
  case notHeld
  case held
  /// Who wanted it out of the queue had seen it wait.
  case startedMeanwhile, sentMeanwhile
  /// Who wanted to release it had seen another reason.
  case heldMeanwhile
}

extension QueueEntry {
  /// Why this edit can't be made; nil where it can.
  /// - Parameter isRun: Whether a program that lives starts the entries of its site.
  public func refusal(of edit: QueueEdit, isRun: Bool) -> QueueEditRefusal? {
    if isSending { return edit == .remove && !(isRun && isOnItsWay) ? nil : .sending }
    switch edit {
    case .remove: return nil
    case .hold: return isStarted ? .started : isHeld ? .held : nil
    case .release: return isStarted ? .started : isHeld ? nil : .notHeld
    case .move, .moveToFirst, .moveToLast: return isStarted ? .started : nil
    }
  }

  /// Why this edit can't be made by somebody who saw the entry in a state that it may have left; nil
  /// where it can.
  /// - Parameter seen: Nil where nobody could read it.
  public func refusal(
    of edit: QueueEdit, seen: State?, isRun: Bool
  ) -> QueueEditRefusal? {
    if let refusal = refusal(of: edit, isRun: isRun) { return refusal }
    guard let seen else { return nil }
    switch edit {
    case .remove:
      var before = self
      before.state = seen
      if isStarted, !before.isStarted { return .startedMeanwhile }
      return isSending && !before.isSending ? .sentMeanwhile : nil
    case .release: return state == seen ? nil : .heldMeanwhile
    case .hold, .move, .moveToFirst, .moveToLast: return nil
    }
  }

  /// Whether nobody has noted yet how the call ended that was begun for it. Who noted that nobody
  /// can tell waits for AWS to be asked, and not for the call.
  private var isOnItsWay: Bool {
    guard case .sending(let since, _) = state else { return false }
    return setback.map { $0.at <= since } ?? true
  }

  /// The same entry once a person has released it.
  public var released: QueueEntry {
    var schedule = schedule
    if state == .held(.missed) { schedule = nil }
    return QueueEntry(
      id: id, place: place, site: site, request: request, addedAt: addedAt, schedule: schedule,
      state: .waiting, sending: sending)
  }
}

extension [QueueEntry] {
  /// The ids in the order of turns after an edit that moves one of them; nil where it moves none.
  /// Only entries that are still open have a turn.
  public func order(after edit: QueueEdit, of id: Int) -> [Int]? {
    var ids = filter(\.isOpen).sorted { ($0.place, $0.id) < ($1.place, $1.id) }.map(\.id)
    guard let index = ids.firstIndex(of: id) else { return nil }
    ids.remove(at: index)
    let target: Int
    switch edit {
    case .move(let step): target = Swift.min(Swift.max(0, index + step), ids.count)
    case .moveToFirst: target = 0
    case .moveToLast: target = ids.count
    case .hold, .release, .remove: return nil
    }
    ids.insert(id, at: target)
    return ids
  }
}
