import FoundationEssentials
import Ground
import RDSExports
import Tracking

/// The list's columns, in their order on the screen.
public enum ColumnID: String, CaseIterable, Hashable, Sendable {
  case identifier, context, source, status, progress, data, started, elapsed, usual, eta, ended
  case bucket
}

/// One column of a list of exports, for the screen and for the command `list`. Columns are made in
/// one place only, the table in `init(_:)`.
public struct ColumnSpec: Sendable {
  public let id: ColumnID
  /// The words above the column.
  public let heading: String
  /// Its name within a sentence.
  public let word: String
  /// Whether its cells end at its right edge.
  public let isTrailing: Bool
  /// How early it is left out where there is no room for all, the largest first; nil for a column
  /// that always stays.
  public let shedding: Int?
  /// The list's width, in cells, from which the column shows without `w`; nil for any width.
  public let from: Int?
  public let room: Room
  /// What rows are sorted by in this column.
  let order: ColumnOrder
  /// Whether its first order is ascending: names from A and what ends soonest first, but numbers
  /// from the largest.
  public let isNaturallyAscending: Bool
  private let taskCell: @Sendable (TrackedTask, Asof) -> CellText
  /// Nil where an export that waits shows what a task would of which nothing else is known.
  private let waitingCell: (@Sendable (WaitingExport, Asof) -> CellText)?
  /// How the command `list` prints it; nil where it doesn't.
  public let printed: PrintedColumn?

  /// How wide a column is.
  public enum Room: Hashable, Sendable {
    /// The same width whatever is in it; `least` where there is no room for that.
    case fixed(Int, least: Int)
    /// As wide as its contents need, between two limits.
    case contents(least: Int, most: Int)
    /// A bar and a figure of five cells: the bar's cells.
    case bar(least: Int, most: Int)
  }

  init(
    _ id: ColumnID, heading: String? = nil, isTrailing: Bool = false, shedding: Int? = nil,
    from: Int? = nil, room: Room, order: ColumnOrder, isNaturallyAscending: Bool,
    printed: PrintedColumn? = nil,
    waiting: (@Sendable (WaitingExport, Asof) -> CellText)? = nil,
    cell: @escaping @Sendable (TrackedTask, Asof) -> CellText
  ) {
    self.id = id
    self.heading = heading ?? id.rawValue.uppercased()
    word = id == .eta ? "ETA" : id.rawValue
    self.isTrailing = isTrailing
    self.shedding = shedding
    self.from = from
    self.room = room
    self.order = order
    self.isNaturallyAscending = isNaturallyAscending
    self.printed = printed
    taskCell = cell
    waitingCell = waiting
  }

  /// What stands in it.
  public func cell(_ item: Item, _ asof: Asof) -> CellText {
    switch item {
    case .task(let task): taskCell(task, asof)
    case .waiting(let export): waitingCell?(export, asof) ?? taskCell(export.described, asof)
    }
  }

  public func cell(_ task: TrackedTask, _ asof: Asof) -> CellText { taskCell(task, asof) }
}

/// What a cell needs to know of the time and the screen.
public struct Asof: Hashable, Sendable {
  /// The server's time at a whole second of this machine's clock.
  public var now: Date
  /// Up to when the task's site is known: a task can't be seen to stall while nobody looks.
  public var known: Date
  /// What the clocks show.
  public var local: LocalTime
  /// Whether glyphs outside ASCII may be used.
  public var unicode: Bool
  /// The tasks whose cancels were sent but not answered yet.
  public var canceling: Set<TaskID>
  /// What the context is called that the task's site is watched through; nil where that is not
  /// known.
  public var context: String?

  public init(
    now: Date, known: Date, local: LocalTime, unicode: Bool = true, canceling: Set<TaskID> = [],
    context: String? = nil
  ) {
    self.now = now
    self.known = known
    self.local = local
    self.unicode = unicode
    self.canceling = canceling
    self.context = context
  }

  /// The cell where AWS gave nothing, or something that can't be read.
  func absent(_ member: ExportTaskMember?, in task: TrackedTask) -> CellText {
    let isUnreadable = member.map(task.isUnreadable) ?? false
    return isUnreadable ? CellText("?") : nothing
  }

  /// The cell where there is nothing to say.
  var nothing: CellText { CellText(unicode ? "–" : "-", .absent) }
}

/// The text of a cell, and what it means.
public struct CellText: Hashable, Sendable {
  public var text: String
  /// Shorter texts for where it doesn't fit, the longest first.
  public var shorter: [String] = []
  public var meaning: Meaning
  /// How far a bar is filled, 0…1; nil where there is none.
  public var fraction: Double?
  /// When the text changes; nil where it stays as it is.
  public var change: Change?

  public enum Meaning: Hashable, Sendable {
    case plain, name, muted, absent
    case phase(Phase)
  }

  /// When a text changes with time alone.
  public struct Change: Hashable, Sendable {
    public var inSeconds: TimeInterval
    /// It is shown in minutes, so it may wait for an answer that is due within seconds.
    public var mayWait = false

    public init(inSeconds: TimeInterval, mayWait: Bool = false) {
      self.inSeconds = inSeconds
      self.mayWait = mayWait
    }
  }

  public init(
    _ text: String, _ meaning: Meaning = .plain, fraction: Double? = nil, change: Change? = nil
  ) {
    self.text = text
    self.meaning = meaning
    self.fraction = fraction
    self.change = change
  }
}
