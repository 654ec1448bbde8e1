import Dashboard
import Synchronization
import Tracking

/// Where other threads leave what the screen has to know: only the newest snapshot of each context,
/// and every other message, in order.
final class Mailbox: Sendable {
  private struct Contents {
    var snapshots: [ContextID: (Snapshot, Changes)] = [:]
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
      var all = changes
      if let (older, unseen) = contents.snapshots[snapshot.context] {
        guard older.isOlder(than: snapshot) else { return contents.wake }
        if older.id == snapshot.id { all = unseen.united(with: changes) }
      }
      contents.snapshots[snapshot.context] = (snapshot, all)
      return contents.wake
    }
    wake()
  }

  /// Everything that has come in since the last time: messages first, so that an answer to an
  /// action is told before the rows that show it.
  func takeAll() -> [Message] {
    contents.withLock { contents in
      let snapshots = contents.snapshots.sorted { $0.key < $1.key }
        .map { Message.snapshot($0.value.0, $0.value.1) }
      defer { (contents.snapshots, contents.messages) = ([:], []) }
      return contents.messages + snapshots
    }
  }

  var isEmpty: Bool {
    contents.withLock { $0.messages.isEmpty && $0.snapshots.isEmpty }
  }
}
