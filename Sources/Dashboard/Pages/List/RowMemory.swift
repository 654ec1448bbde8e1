import Canvas
import FoundationEssentials
import Listing
import Tracking

/// The rows as they were last drawn, so that a key that changes two of them draws only two.
///
/// A row is drawn again if anything that it was drawn from has changed, and once its time is over.
/// So a frame looks the same with a memory and without one.
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
  }

  /// What is known of a site, apart from the passing of time itself.
  struct Clock: Hashable, Sendable {
    var version: Int
    /// Up to when the site is known, if that is not the present.
    var stands: Date?
    /// What its context is called.
    var context: String?
  }

  /// A row that loses the selection looks as it did before, so both looks are kept.
  struct Look: Hashable {
    var item: ObjectIdentifier
    var isSelected: Bool
    var isMarked: Bool
    var isChanged: Bool
  }

  struct DrawnRow: Sendable {
    /// Keeps what it shows alive, so that nothing else can get its address.
    var row: Row
    var clock: Clock
    var cells: [Cell]
    /// When its frame has to be drawn again, and when the row would look different; both monotonic.
    var end: Duration?
    var change: Duration?

    func holds(for other: Row, _ clock: Clock, at now: Duration) -> Bool {
      row.item.object == other.item.object && row.isLeaving == other.isLeaving
        && self.clock == clock
        && (change.map { now + .milliseconds(1) < $0 } ?? true)
    }
  }

  /// Forgets everything if the rows of the next frame are drawn from something else.
  mutating func begin(_ context: Context) {
    guard context != self.context else { return }
    self.context = context
    drawn.removeAll(keepingCapacity: true)
  }

  subscript(look: Look) -> DrawnRow? { drawn[look] }

  mutating func keep(_ row: DrawnRow, _ look: Look) { drawn[look] = row }

  /// Forgets rows that have left the screen, once they have become many.
  mutating func end(shown: some Collection<Row>) {
    guard drawn.count > 3 * shown.count + 16 else { return }
    let visible = Set(shown.map(\.item.object))
    drawn = drawn.filter { visible.contains($0.key.item) }
  }
}

extension Facts {
  var rowContext: RowMemory.Context {
    RowMemory.Context(
      columns: columns, area: layout.list, unicode: signs.unicode, utcOffset: moment.utcOffset,
      canceling: state.canceling)
  }

  func clock(of site: SiteID) -> RowMemory.Clock {
    let asof = asof(site)
    return RowMemory.Clock(
      version: state.snapshot(of: site)?.version ?? 0,
      stands: asof.known == asof.now ? nil : asof.known, context: asof.context)
  }
}
