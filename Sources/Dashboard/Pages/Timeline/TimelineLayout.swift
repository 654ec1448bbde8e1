import Canvas

/// Where the parts of the timeline are.
struct TimelineLayout: Hashable {
  let title: Int
  let axis: Int
  let lanes: Rect
  /// The line below the lanes.
  let rule: Int
  /// How many slots were taken; nil where there is no room for it.
  let slots: Int?
  /// The selected lane in words; nil where there is no room for it.
  let about: Int?
  /// The columns for names.
  let names: Range<Int>
  /// The columns for bars.
  let chart: Range<Int>

  /// Below the names there has to be room for words about the lanes.
  private static let fewest = 12

  /// - Parameter nameColumns: What the longest name takes.
  init(_ facts: Facts, nameColumns: Int) {
    let page = facts.layout.page
    let rows = page.size.rows
    let end = page.endRow
    title = page.origin.row
    axis = title + 1
    slots = rows >= 7 ? end - 1 - (rows >= 12 ? 1 : 0) : nil
    about = rows >= 12 ? end - 1 : nil
    rule = (slots ?? end) - 1
    lanes = Rect(
      column: page.origin.column, row: axis + 1, columns: page.size.columns,
      rows: max(0, rule - axis - 1))
    // A selected row's sign, a mark, the phase and a gap are before the name.
    let start = 4
    let most = max(Self.fewest, page.size.columns * 2 / 5 - start)
    names = start..<start + min(max(Self.fewest, nameColumns), most)
    chart = names.upperBound + 1..<max(names.upperBound + 2, page.endColumn - 1)
  }
}
