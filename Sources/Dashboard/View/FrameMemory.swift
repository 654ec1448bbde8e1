import Canvas
import FoundationEssentials
import Ground
import Listing
import Tracking

/// What the last frame was drawn with, so that a key draws what it changes and no more.
public struct FrameMemory: Sendable {
  var rows = RowMemory()
  var lines = LineMemory()
  var daySummary: DaySummary?
  var queueColumns: QueueColumns?

  public init() {}
}

/// The lines around the rows as they were drawn last.
struct LineMemory: Sendable {
  enum Line: Hashable { case title, summary, tonight, header, hints }

  /// What a line was made from: while that is the same, so is the line.
  enum Cause: Hashable {
    case title(Surroundings, of: ContextID?)
    case summary(
      Counts, newFailures: Int, expected: Int, queued: [Int], of: ContextID?, Surroundings)
    case tonight(Range<Date>?, Surroundings)
    case header(ColumnPlan, Sort, hasFocus: Bool, Surroundings)
    case hints([Hint], Surroundings)
  }

  /// What every line of a frame may be made from.
  struct Surroundings: Hashable {
    var size: Size
    var hasDetails: Bool
    var hasBand: Bool
    var isWall: Bool
    var unicode: Bool
    var utcOffset: Int
    var zone: String
    var settings: Settings
    /// Of the contexts and their snapshots.
    var revision: Int
  }

  /// A key that can be told, and how.
  struct Hint: Hashable {
    var action: Action
    var key: String
    var words: String
    var priority: Int
  }

  struct Drawn: Sendable {
    var cause: Cause
    var cells: [Cell]
    /// When its frame is to be drawn anew, and when the line would be drawn otherwise; monotonic.
    var end: Duration?
    var change: Duration?
  }

  private(set) var drawn: [Line: Drawn] = [:]

  func line(_ line: Line, of cause: Cause, at now: Duration) -> Drawn? {
    guard let drawn = drawn[line], drawn.cause == cause,
      drawn.change.map({ now + .milliseconds(1) < $0 }) ?? true
    else { return nil }
    return drawn
  }

  mutating func keep(_ line: Line, _ drawn: Drawn) { self.drawn[line] = drawn }
}

extension Drawing {
  /// A line as it was drawn last, or anew.
  mutating func recall(
    _ line: LineMemory.Line, of cause: LineMemory.Cause, in area: Rect,
    orDraw draw: (inout Drawing) -> Void
  ) {
    if let drawn = memory.lines.line(line, of: cause, at: moment.monotonic) {
      painter.stamp(drawn.cells, in: area)
      if let end = drawn.end { facts.validity.ends(at: end) }
      return
    }
    let (end, change) = noting { draw(&$0) }
    memory.lines.keep(
      line,
      LineMemory.Drawn(cause: cause, cells: painter.cells(in: area), end: end, change: change))
  }

  /// Draws a part of the frame and says when it is to be drawn anew and when it would be drawn
  /// otherwise.
  mutating func noting(
    _ draw: (inout Drawing) -> Void
  ) -> (end: Duration?, change: Duration?) {
    let validity = facts.validity
    facts.validity = validity.fresh
    draw(&self)
    let (end, change) = (facts.validity.end, facts.validity.change)
    facts.validity = validity
    if let end { facts.validity.ends(at: end) }
    return (end, change)
  }
}

extension Facts {
  var surroundings: LineMemory.Surroundings {
    LineMemory.Surroundings(
      size: state.size, hasDetails: state.details != nil, hasBand: layout.band != nil,
      isWall: state.isWall,
      unicode: signs.unicode,
      utcOffset: moment.utcOffset, zone: moment.zone, settings: state.settings,
      revision: state.roster.revision)
  }
}
