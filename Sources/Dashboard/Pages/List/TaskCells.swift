import Canvas
import FoundationEssentials
import Listing
import RDSExports
import Tracking
import Words

extension Facts {
  /// A task's identifier on one line, or words where AWS left it out.
  func name(of task: TrackedTask) -> String {
    ColumnSpec(.identifier).cell(task, asof(task.siteID)).text
  }

  /// A column's cell. It also notes how long the cell stays true.
  mutating func cell(_ column: ColumnID, of item: Item) -> CellText {
    let cell = ColumnSpec(column).cell(item, asof(item.siteID))
    note(cell.change, at: item.siteID)
    return cell
  }

  /// The identifier of what a row shows, on one line.
  func name(of item: Item) -> String { ColumnSpec(.identifier).cell(item, asof(item.siteID)).text }

  /// Symbol and word of what a task is doing, in at most `columns` cells, and their role.
  mutating func statusWords(_ task: TrackedTask, columns: Int) -> (String, Role) {
    let cell = cell(.status, of: .task(task))
    return (fitting(cell, columns: columns), cell.meaning.role)
  }

  /// The longest wording that fits; the shortest if none does.
  func fitting(_ cell: CellText, columns: Int) -> String {
    if cell.shorter.isEmpty || width(cell.text) <= columns { return cell.text }
    return cell.shorter.first { width($0) <= columns } ?? cell.shorter[cell.shorter.count - 1]
  }

  /// What was extracted so far; nil while a task is being restored, when nothing can be.
  func dataWords(_ task: TrackedTask) -> String? {
    guard task.phase != .starting else { return nil }
    return task.totalExtractedDataInGB.map(Format.data(gigabytes:))
  }

  mutating func elapsedWords(_ task: TrackedTask) -> String? {
    let cell = ColumnSpec.elapsedCell(task, asof(task.siteID))
    note(cell?.change, at: task.siteID)
    return cell?.text
  }

  mutating func etaWords(_ task: TrackedTask) -> String? {
    let cell = ColumnSpec.etaCell(task, asof(task.siteID))
    note(cell?.change, at: task.siteID)
    return cell?.text
  }

  private mutating func note(_ change: CellText.Change?, at site: SiteID) {
    guard let change else { return }
    if change.mayWait {
      validity.ends(
        inSeconds: change.inSeconds,
        orWithAnswerAt: state.snapshot(of: site)?.feed.nextPoll)
    } else {
      validity.ends(inSeconds: change.inSeconds)
    }
  }
}

extension CellText.Meaning {
  var role: Role {
    switch self {
    case .plain, .name: .text
    case .muted, .absent: .textMuted
    case .phase(let phase): phase.role
    }
  }
}
