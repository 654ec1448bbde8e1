import Canvas
import Ground
import Tracking
import Words

/// What the details say of a task, as lines of plain text: for where there is no screen.
/// - Parameters:
///   - snapshot: With the task and with what is usual for it.
///   - columns: How wide a line may be.
///   - unicode: Whether glyphs outside ASCII may be used.
public func plainDetails(
  of task: TaskID, in snapshot: Snapshot, at moment: Moment, columns: Int, unicode: Bool
) -> [String] {
  var state = State(settings: Settings(), size: Size(columns: columns, rows: 24))
  state.abilities.unicode = unicode
  state.watch = WatchSet([Watched(id: snapshot.context, label: snapshot.label)])
  state.put([snapshot])
  guard let tracked = state.task(task) else { return [] }
  var facts = Facts(state, at: moment)
  return facts.plainOverview(tracked, columns: columns).map { line in
    var text = facts.signs.spelled(line.map(\.text).joined())
    while text.last == " " { text.removeLast() }
    return text
  }
}
