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
  /// The details of the selected lane; nil where the lanes leave no room for them.
  let details: Rect?
  /// How many rows a lane has: two where there is room for all of them.
  let laneRows: Int
  /// The columns for names.
  let names: Range<Int>
  /// The columns for bars.
  let chart: Range<Int>

  /// Below the names there has to be room for words about the lanes.
  private static let fewest = 12
  /// Details in fewer rows say nothing that the line below the lanes doesn't.
  private static let fewestDetails = 9

  /// How many lanes are in sight at once.
  var lanesInSight: Int { lanes.size.rows / laneRows }

  /// - Parameters:
  ///   - nameColumns: What the longest name takes.
  ///   - lanes: How many lanes there are.
  init(_ facts: Facts, nameColumns: Int, lanes count: Int) {
    let page = facts.layout.page
    let rows = page.size.rows
    let end = page.endRow
    title = page.origin.row
    axis = title + 1
    slots = rows >= 7 ? end - 1 - (rows >= 12 ? 1 : 0) : nil
    about = rows >= 12 ? end - 1 : nil
    let last = (slots ?? end) - 1
    let room = max(0, last - axis - 1)
    laneRows = count > 0 && count * 2 <= room ? 2 : 1
    // The details are below the lanes, with a row between them that counts what is out of sight.
    let left = room - max(1, count) * laneRows - 1
    let detailRows = left >= Self.fewestDetails && count > 0 ? left : 0
    rule = last - (detailRows > 0 ? detailRows + 1 : 0)
    details =
      detailRows > 0
      ? Rect(
        column: page.origin.column + 2, row: rule + 1, columns: max(1, page.size.columns - 4),
        rows: detailRows) : nil
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
