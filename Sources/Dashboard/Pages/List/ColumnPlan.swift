import Canvas

/// Which columns a list of some width has, and where: from the width alone, never from what is in
/// the rows, so that nothing moves when data changes.
struct ColumnPlan: Hashable {
  struct Slot: Hashable {
    var column: Column
    var start: Int
    var width: Int
  }

  /// From left to right.
  private(set) var slots: [Slot] = []
  /// The cells of a progress bar; 0 where the percentage stands alone.
  private(set) var barWidth = 0

  /// From this width on the columns of `w` are there by themselves.
  static let allFrom = 190

  func shows(_ column: Column) -> Bool { slots.contains { $0.column == column } }

  init(width: Int, isWide: Bool) {
    let isNarrow = width < 60
    let lead = isNarrow ? 2 : 3
    // The last two columns are a blank and the mark that says which part of the list is shown.
    let trail = isNarrow ? 1 : 2
    func gap(before column: Column) -> Int {
      isNarrow || (width < 100 && column.alignment == .trailing) ? 1 : 2
    }
    let statusWidth = width < 72 ? 11 : 14
    let identifierMinimum = width >= 100 ? 26 : width >= 80 ? 24 : isNarrow ? 18 : 20
    let wanted = isWide && width < 100 ? min(identifierMinimum, 18) : identifierMinimum

    func least(_ column: Column, bar: Int) -> Int {
      switch column {
      case .identifier: wanted
      case .source, .bucket: 14
      case .status: statusWidth
      case .progress: bar > 0 ? bar + 6 : 5
      case .data: 8
      case .elapsed, .eta: 9
      case .started, .ended: 16
      }
    }

    var columns: [Column] = [.identifier, .source, .status, .progress, .data, .elapsed, .eta]
    if isWide || width >= Self.allFrom { columns += [.bucket, .started, .ended] }
    var bar = isWide && width < 150 ? 0 : width < 72 ? 4 : 6
    func total() -> Int {
      columns.reduce(lead + trail) { total, column in
        total + least(column, bar: bar) + (column == .identifier ? 0 : gap(before: column))
      }
    }
    let sheddable: [Column] =
      isWide
      ? [.source, .data, .elapsed, .eta, .ended, .bucket, .started]
      : [.ended, .started, .bucket, .source, .data, .elapsed, .eta]
    for column in sheddable where total() > width { columns.removeAll { $0 == column } }
    if total() > width { bar = 0 }

    var widths: [Column: Int] = [:]
    for column in columns { widths[column] = least(column, bar: bar) }
    var spare = max(0, width - total())
    func grow(_ column: Column, to limit: Int) {
      guard let now = widths[column], now < limit else { return }
      let more = min(spare, limit - now)
      widths[column] = now + more
      spare -= more
    }
    grow(.source, to: 18)
    grow(.identifier, to: wanted + 2)
    if bar > 0 { grow(.progress, to: 12 + 6) }
    grow(.identifier, to: wanted + 4)
    if bar > 0 { grow(.progress, to: 16 + 6) }
    grow(.source, to: 30)
    grow(.identifier, to: 44)
    grow(.bucket, to: 24)
    grow(.source, to: 36)
    grow(.identifier, to: 60)
    if total() > width, let now = widths[.identifier] {
      widths[.identifier] = max(4, now - (total() - width))
    }

    barWidth = bar > 0 ? max(0, (widths[.progress] ?? 0) - 6) : 0
    var at = lead
    for column in columns {
      let columnWidth = widths[column] ?? 0
      if column != .identifier { at += gap(before: column) }
      slots.append(Slot(column: column, start: at, width: columnWidth))
      at += columnWidth
    }
  }
}

extension Column {
  /// The words above the column.
  var heading: String {
    switch self {
    case .identifier: "IDENTIFIER"
    case .source: "SOURCE"
    case .status: "STATUS"
    case .progress: "PROGRESS"
    case .data: "DATA"
    case .elapsed: "ELAPSED"
    case .eta: "ETA"
    case .bucket: "BUCKET"
    case .started: "STARTED"
    case .ended: "ENDED"
    }
  }

  /// The column's name within a sentence.
  var word: String { self == .eta ? heading : heading.lowercased() }

  var alignment: Painter.Alignment {
    switch self {
    case .data, .elapsed, .eta: .trailing
    case .identifier, .source, .status, .progress, .bucket, .started, .ended: .leading
    }
  }
}

extension Facts {
  var columnPlan: ColumnPlan {
    ColumnPlan(width: layout.list.size.columns, isWide: state.list.isWide)
  }

  var sortArrow: String { state.list.sort.ascending ? signs.ascending : signs.descending }
}
