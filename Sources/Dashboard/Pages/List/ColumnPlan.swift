import Listing

/// Which columns a list has at some width, and where.
///
/// The first column always stays. The columns that fit are in the table's order; the others follow
/// them, and are reached by scrolling sideways.
struct ColumnPlan: Hashable {
  struct Slot: Hashable {
    var column: ColumnID
    var start: Int
    var width: Int
  }

  /// What a plan is made from.
  struct Wish: Hashable {
    /// The width of the list, in cells.
    var width: Int
    /// Whether to include all columns, whatever the width.
    var isWide = false
    /// Whether rows of several contexts may be there.
    var hasContexts = false
    /// How many columns after the first are scrolled out of sight at the left.
    var offset = 0
    var sorted: ColumnID?
    /// How many cells the contents of a column need.
    var needs: [ColumnID: Int] = [:]
    /// The columns that have something to show; the others are left out first.
    var filled = Set(ColumnID.allCases)
  }

  /// From left to right.
  private(set) var slots: [Slot] = []
  /// The cells of a progress bar; 0 where the percentage stands alone.
  private(set) var barWidth = 0
  /// Whether columns are out of sight at the left, and at the right.
  private(set) var hasMoreLeft = false
  private(set) var hasMoreRight = false
  /// Offsets beyond this one show nothing new.
  private(set) var lastOffset = 0

  /// The columns that this list has, in the table's order, including those out of sight.
  let available: [ColumnID]

  func shows(_ column: ColumnID) -> Bool { slots.contains { $0.column == column } }

  init(_ wish: Wish) {
    let frame = Frame(wish)
    available = frame.wanted.map(\.id)
    let fitting = frame.fitting()
    let strip = fitting + frame.wanted.filter { column in !fitting.contains { $0.id == column.id } }
    lastOffset = frame.lastOffset(strip)
    let offset = min(max(0, wish.offset), lastOffset)
    var shown = Array(strip.prefix(1) + strip.dropFirst(1 + offset))
    if offset == 0 { shown = fitting }
    while shown.count > 1, frame.least(shown) > wish.width { shown.removeLast() }
    hasMoreLeft = offset > 0
    hasMoreRight = 1 + offset + shown.count - 1 < strip.count
    let widths = frame.widths(shown)
    if let index = shown.firstIndex(where: { $0.id == .progress }) {
      barWidth = max(0, widths[index] - frame.figure - 1)
      if widths[index] <= frame.figure { barWidth = 0 }
    }
    var at = frame.lead
    for (column, width) in zip(shown, widths) {
      if column.id != shown[0].id { at += frame.gap(before: column) }
      slots.append(Slot(column: column.id, start: at, width: width))
      at += width
    }
  }

  /// The measures of one width.
  private struct Frame {
    let wish: Wish
    /// The columns that this list may have.
    let wanted: [ColumnSpec]
    let isNarrow: Bool
    /// A percentage alone: ` 64 %`.
    let figure = 5

    init(_ wish: Wish) {
      self.wish = wish
      isNarrow = wish.width < 60
      wanted = ColumnSpec.all.filter {
        (wish.isWide || wish.width >= $0.from ?? 0) && (wish.hasContexts || $0.id != .context)
      }
    }

    /// The cells for the signs of the selection and of a mark.
    var lead: Int { isNarrow ? 2 : 3 }
    /// A blank and the scroll mark.
    var trail: Int { isNarrow ? 1 : 2 }

    func gap(before column: ColumnSpec) -> Int {
      isNarrow || column.isTrailing ? 1 : 2
    }

    /// What fits, by priority. What `w` adds comes afterwards, so that it pushes nothing out.
    func fitting() -> [ColumnSpec] {
      var columns = wanted.filter { wish.width >= $0.from ?? 0 }
      while least(columns) > wish.width, let next = columns.max(by: { rank($0) < rank($1) }),
        next.shedding != nil
      {
        columns.removeAll { $0.id == next.id }
      }
      for column in wanted.sorted(by: { rank($0) < rank($1) }) {
        let more = wanted.filter { spec in
          spec.id == column.id || columns.contains { $0.id == spec.id }
        }
        if least(more) <= wish.width { columns = more }
      }
      return columns
    }

    /// How early a column is left out, the largest first.
    private func rank(_ column: ColumnSpec) -> Int {
      let rank = column.shedding ?? 0
      return wish.filled.contains(column.id) ? rank : rank + Self.afterAllFilled
    }

    private static let afterAllFilled = 100

    func lastOffset(_ strip: [ColumnSpec]) -> Int {
      var last = 0
      while last < strip.count - 2,
        least(Array(strip.prefix(1) + strip.dropFirst(1 + last))) > wish.width
      {
        last += 1
      }
      return last
    }

    /// How many cells all columns take at their narrowest.
    func least(_ columns: [ColumnSpec]) -> Int {
      total(columns, columns.map { least($0, hasBar: wish.width >= 72) })
    }

    private func total(_ columns: [ColumnSpec], _ widths: [Int]) -> Int {
      zip(columns, widths).reduce(lead + trail) { sum, pair in
        sum + pair.1 + (pair.0.id == columns[0].id ? 0 : gap(before: pair.0))
      }
    }

    private func heading(_ column: ColumnSpec) -> Int {
      column.heading.count + (column.id == wish.sorted ? 2 : 0)
    }

    private func least(_ column: ColumnSpec, hasBar: Bool) -> Int {
      switch column.room {
      case .fixed(_, let least): max(least, heading(column))
      case .contents(let least, _) where column.id == .context: leastOfContext(least)
      case .contents(let least, _): isNarrow ? min(least, 14) : least
      case .bar(let least, _): hasBar ? max(least + 1 + figure, heading(column)) : figure
      }
    }

    /// A name that is cut may no longer tell contexts apart: another column is left out before.
    private func leastOfContext(_ least: Int) -> Int {
      let need = wish.needs[.context] ?? least
      return need <= 8 ? least : min(need, 16)
    }

    /// What the column needs to show everything.
    private func need(_ column: ColumnSpec) -> Int {
      switch column.room {
      case .fixed(let width, _): max(width, heading(column))
      case .contents(let least, let most):
        max(min(most, wish.needs[column.id] ?? least), heading(column))
      case .bar: least(column, hasBar: wish.width >= 60)
      }
    }

    /// Every column gets what it needs before any gets more. If there is not room for all, those
    /// that need the fewest cells come first.
    func widths(_ columns: [ColumnSpec]) -> [Int] {
      var widths = columns.map { least($0, hasBar: wish.width >= 72) }
      var spare = max(0, wish.width - total(columns, widths))
      func grow(_ index: Int, to limit: Int) {
        let more = min(spare, max(0, limit - widths[index]))
        widths[index] += more
        spare -= more
      }
      let needs = columns.map(need)
      for index in columns.indices.sorted(by: { (needs[$0], $0) < (needs[$1], $1) }) {
        grow(index, to: needs[index])
      }
      for (index, column) in columns.enumerated() {
        guard case .bar(_, let most) = column.room else { continue }
        grow(index, to: most + 1 + figure)
      }
      // The rest goes between the names, where it helps most to tell rows apart.
      for (index, column) in columns.enumerated() {
        guard case .contents = column.room else { continue }
        grow(index, to: widths[index] + 6)
      }
      let over = total(columns, widths) - wish.width
      if over > 0 { widths[0] = max(4, widths[0] - over) }
      return widths
    }
  }
}
