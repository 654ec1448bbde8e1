import Canvas
import Words

extension Drawing {
  /// The newest notices, at the bottom right above the hints, or at the top if they would hide the
  /// selected row.
  mutating func drawNotices() {
    let isList = state.page is ListPage
    let top = isList ? layout.header.origin.row : layout.page.origin.row + 1
    let area = top..<(layout.hints?.origin.row ?? state.size.rows)
    // The cursor is on what is selected.
    let selected = isList ? facts.selectedLine : painter.frame.cursor?.row
    let below = selected.map { (area.upperBound - $0 - 1) } ?? area.count
    let above = selected.map { ($0 - area.lowerBound) } ?? 0
    let room = max(1, max(below, above))
    var blocks = state.notices.filter { $0.until > moment.monotonic }.suffix(3)
      .map { facts.block($0, rows: min(4, room)) }
    // The oldest goes first; a single long one loses its end.
    while blocks.reduce(0, { $0 + $1.count }) > room, blocks.count > 1 {
      blocks.removeFirst()
    }
    let lines = blocks.flatMap { $0 }
    guard !lines.isEmpty else { return }
    let widest = min(lines.map { facts.width($0.text) }.max() ?? 0, facts.noticeColumns + 2) + 2
    let first =
      lines.count <= below || below >= above ? area.upperBound - lines.count : area.lowerBound
    for (index, line) in lines.enumerated() {
      put(
        " \(line.text)", column: state.size.columns - widest - 1, row: first + index,
        width: widest, style: Style(line.role))
    }
  }
}

extension Facts {
  fileprivate var noticeColumns: Int { min(64, state.size.columns - 8) }

  fileprivate func block(_ notice: Notice, rows: Int) -> [Span] {
    let (sign, role) = look(of: notice.kind)
    var text = Painter.wrap(signs.spelled(Format.line(notice.text)), columns: noticeColumns)
    if text.count > rows {
      // Put all the rest on the last line, which is then cut with an ellipsis.
      text = text.prefix(rows - 1) + [text[(rows - 1)...].joined(separator: " ")]
    }
    return text.enumerated().map { index, line in
      Span(index == 0 ? "\(sign) \(line)" : "  \(line)", role)
    }
  }

  /// The line of the screen that the selected row is on.
  fileprivate var selectedLine: Int? {
    guard let index = state.list.selectedIndex else { return nil }
    let line = index - state.list.top
    return (0..<layout.listRows).contains(line) ? layout.list.origin.row + line : nil
  }

  private func look(of kind: Notice.Kind) -> (String, Role) {
    switch kind {
    case .info, .welcome: (signs.note, .toastInfo)
    case .success: (signs.success, .toastSuccess)
    case .warning: (signs.warning, .toastWarning)
    case .error: (signs.trouble, .toastError)
    }
  }
}
