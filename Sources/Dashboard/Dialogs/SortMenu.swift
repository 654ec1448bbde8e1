import Canvas
import Ground
import Listing

/// The columns that the list can be sorted by.
struct SortMenu: Dialog {
  /// An index into the columns that there are to sort by.
  var selected: Int

  var place: Place { .menu }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 32) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    guard let action else { return .unknown }
    switch action {
    case .closeOne: return .close
    case .confirm:
      let columns = facts.state.sortColumns
      return .end(.sort(by: columns[min(selected, columns.count - 1)]))
    default:
      selected = moved(
        selected, action, count: facts.state.sortColumns.count, in: facts.layout)
      return .stay
    }
  }

  func draw(_ drawing: inout Drawing) {
    let sort = drawing.state.list.sort
    let lines = drawing.state.sortColumns.enumerated().map { index, column in
      let isCurrent = column == sort.column
      let name = ColumnSpec(column).word.filled(to: 14, by: drawing.facts.width)
      let direction = sort.ascending ? "ascending" : "descending"
      let arrow = isCurrent ? "\(drawing.facts.sortArrow) \(direction)" : ""
      return Panel.Line(
        [Span(" \(name)", isCurrent ? .textStrong : .text), Span(arrow, .columnSorted)],
        isSelected: index == selected)
    }
    drawing.draw(Panel(title: "Sort by", lines: lines), in: rect(in: drawing.layout))
  }
}

extension State {
  /// The columns that the list can be sorted by. Where all rows are of one context, its column is not
  /// among them.
  var sortColumns: [ColumnID] {
    ColumnID.allCases.filter { $0 != .context || roster.hasSeveralSites }
  }
}
