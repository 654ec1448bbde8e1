import Canvas
import FoundationEssentials
import Listing
import Tracking

/// The rows that were drawn last, so that a key that changes two of them draws two.
///
/// A row is drawn anew where anything is another that it was drawn from, and once its time is over: a
/// frame looks the same with a memory and without one.
struct RowMemory: Sendable {
  private var drawn: [Look: DrawnRow] = [:]
  private var context: Context?

  /// What all rows of a frame are drawn from.
  struct Context: Hashable {
    var columns: ColumnPlan
    var area: Rect
    var unicode: Bool
    var utcOffset: Int
    var canceling: Set<TaskID>
    var sites: [SiteID: Clock]

    /// What is known of a site's time, but for its going on.
    struct Clock: Hashable {
      var version: Int
      /// Where it does not go on with the present.
      var stands: Date?
    }
  }

  /// A row that was selected looks as it did before once it isn't any more: both are kept.
  struct Look: Hashable {
    var task: ObjectIdentifier
    var isSelected: Bool
    var isMarked: Bool
  }

  struct DrawnRow: Sendable {
    /// Held, so that no other task can have its address.
    var row: Row
    var cells: [Cell]
    /// When its frame is to be drawn anew, and when the row would be drawn otherwise; monotonic.
    var end: Duration?
    var change: Duration?

    func holds(for other: Row, at now: Duration) -> Bool {
      row.task === other.task && row.isLeaving == other.isLeaving
        && (change.map { now + .milliseconds(1) < $0 } ?? true)
    }
  }

  /// Forgets everything where the rows of the next frame are drawn from something else.
  mutating func begin(_ context: Context) {
    guard context != self.context else { return }
    self.context = context
    drawn.removeAll(keepingCapacity: true)
  }

  subscript(look: Look) -> DrawnRow? { drawn[look] }

  mutating func keep(_ row: DrawnRow, _ look: Look) { drawn[look] = row }

  /// Lets go of rows that have left the screen, where they have become many.
  mutating func end(shown: some Collection<Row>) {
    guard drawn.count > 3 * shown.count + 16 else { return }
    let visible = Set(shown.map { ObjectIdentifier($0.task) })
    drawn = drawn.filter { visible.contains($0.key.task) }
  }
}

extension Facts {
  var rowContext: RowMemory.Context {
    RowMemory.Context(
      columns: columns, area: layout.list, unicode: signs.unicode, utcOffset: moment.utcOffset,
      canceling: state.canceling,
      sites: state.snapshots.values.reduce(into: [:]) { sites, snapshot in
        let asof = asof(snapshot.id)
        sites[snapshot.id] = RowMemory.Context.Clock(
          version: snapshot.version,
          stands: asof.known == asof.now ? nil : asof.known)
      })
  }
}
