import Dashboard
import Synchronization
import Tracking

/// Where other threads leave what the screen has to know: only the newest snapshot of each context,
/// and every other message, in order.
final class Mailbox: Sendable {
  fileprivate struct Contents {
    var snapshots: [ContextID: Snapshot] = [:]
    /// What is new at each site, whichever context told it.
    var changes: [SiteID: Changes] = [:]
    var messages: [Message] = []
    var wake: @Sendable () -> Void = {}
  }

  private let contents = Mutex(Contents())

  /// Sets what wakes the main thread; called once the screen is there.
  func whenFilled(_ wake: @escaping @Sendable () -> Void) {
    let isWaiting = contents.withLock { contents in
      contents.wake = wake
      return !contents.snapshots.isEmpty || !contents.messages.isEmpty
    }
    if isWaiting { wake() }
  }

  /// Wakes the main thread for something that is no message.
  func nudge() { contents.withLock { $0.wake }() }

  func post(_ message: Message) {
    let wake = contents.withLock { contents in
      contents.messages.append(message)
      return contents.wake
    }
    wake()
  }

  /// Keeps the newest snapshot, and the changes of those it replaces unseen.
  func post(_ snapshot: Snapshot, _ changes: Changes) {
    let wake = contents.withLock { contents in
      if let known = contents.snapshots[snapshot.context], !known.isOlder(than: snapshot) {
        return contents.wake
      }
      contents.snapshots[snapshot.context] = snapshot
      if snapshot.feed.standsBehind == nil {
        contents.changes[snapshot.id] =
          contents.changes[snapshot.id].map { $0.united(with: changes) } ?? changes
      }
      return contents.wake
    }
    wake()
  }

  /// Everything that has come in since the last time: messages first, so that an answer to an
  /// action is told before the rows that show it. All snapshots are one message.
  func takeAll() -> [Message] {
    contents.withLock { contents in
      defer { (contents.snapshots, contents.changes, contents.messages) = ([:], [:], []) }
      let arrivals = contents.newest.map { Arrival($0, contents.changes(in: $0)) }
      return contents.messages + (arrivals.isEmpty ? [] : [.snapshots(arrivals)])
    }
  }

  var isEmpty: Bool {
    contents.withLock { $0.messages.isEmpty && $0.snapshots.isEmpty }
  }
}

extension Mailbox.Contents {
  /// In the order of the contexts. Where one has taken over the rows of another that hasn't said so
  /// yet, the rows come once.
  fileprivate var newest: [Snapshot] {
    let leading = snapshots.values.filter { $0.feed.standsBehind == nil }
    let versions = Dictionary(leading.map { ($0.id, $0.version) }, uniquingKeysWith: max)
    return snapshots.sorted { $0.key < $1.key }.map(\.value)
      .filter { $0.feed.standsBehind != nil || versions[$0.id] == $0.version }
  }

  fileprivate func changes(in snapshot: Snapshot) -> Changes {
    snapshot.feed.standsBehind == nil ? changes[snapshot.id] ?? Changes() : Changes()
  }
}
