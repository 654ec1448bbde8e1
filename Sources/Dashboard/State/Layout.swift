import Canvas

/// Where each part of the screen is. `update` needs the heights (a page, what is visible), `view`
/// draws into the rectangles. Both ask here, so that they can't disagree.
public struct Layout: Hashable, Sendable {
  /// Below this size only a line about the size is shown.
  public static let smallest = Size(columns: 40, rows: 8)
  /// From this width on, the details are beside the list.
  public static let besideFrom = 160

  public let size: Size
  public let title: Rect
  /// What has happened and nobody has acknowledged; nil where there is nothing.
  public let band: Rect?
  public let summary: Rect
  /// What began tonight; without rows on a low screen.
  public let tonight: Rect
  /// The filter, the order's state and how many rows there are.
  public let filter: Rect
  /// What is wrong with the feeds and what they wait for; without rows where there is nothing.
  public let remarks: Rect
  public let header: Rect
  public let list: Rect
  /// The details with their rule or title, which is the first row; nil where they are closed.
  public let details: Rect?
  public let hints: Rect?
  /// The area of a page that fills the screen: everything between the first line and the hints.
  public let page: Rect

  /// Whether the screen is too small to be drawn.
  public var isTooSmall: Bool {
    size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
  }

  /// How many rows of the list fit on the screen, which is also what a page is.
  public var listRows: Int { list.size.rows }

  /// The rows of the details below their title.
  public var detailsRows: Int { max(0, (details?.size.rows ?? 0) - 1) }

  /// From this height on, tonight's exports are counted on a line of their own.
  public static let tonightFrom = 32

  /// Whether the details are beside the list, not below it.
  public var isBeside: Bool { (details?.origin.column ?? 0) > 0 }

  /// How many lines of remarks there may be.
  public static func mostRemarks(rows: Int) -> Int { max(1, (rows - 5) / 3) }

  /// - Parameter remarks: How many lines of remarks there are.
  public init(size: Size, hasDetails: Bool, remarks wanted: Int = 0, hasBand: Bool = false) {
    self.size = size
    let columns = max(0, size.columns)
    let rows = max(0, size.rows)
    let head = hasBand ? 2 : 1
    let tonightRows = rows >= Self.tonightFrom ? 1 : 0
    let above = head + 1 + tonightRows
    let remarkRows = min(max(0, wanted), Self.mostRemarks(rows: rows), max(0, rows - 4 - above))
    remarks = Rect(column: 0, row: above + 1, columns: columns, rows: remarkRows)
    let top = above + 1 + remarkRows
    title = Rect(column: 0, row: 0, columns: columns, rows: 1)
    band = hasBand ? Rect(column: 0, row: 1, columns: columns, rows: 1) : nil
    summary = Rect(column: 0, row: head, columns: columns, rows: 1)
    tonight = Rect(column: 0, row: head + 1, columns: columns, rows: tonightRows)
    filter = Rect(column: 0, row: above, columns: columns, rows: 1)
    hints = Rect(column: 0, row: max(0, rows - 1), columns: columns, rows: 1)
    page = Rect(column: 0, row: head, columns: columns, rows: max(0, rows - 1 - head))
    let body = max(0, rows - 2 - top)
    guard hasDetails else {
      header = Rect(column: 0, row: top, columns: columns, rows: 1)
      list = Rect(column: 0, row: top + 1, columns: columns, rows: body)
      details = nil
      return
    }
    if columns >= Self.besideFrom {
      let wide = columns * 2 / 5
      header = Rect(column: 0, row: top, columns: columns - wide, rows: 1)
      list = Rect(column: 0, row: top + 1, columns: columns - wide, rows: body)
      details = Rect(column: columns - wide, row: top, columns: wide, rows: body + 1)
    } else {
      let high = min(max(body / 2, 4), max(0, body - 1))
      header = Rect(column: 0, row: top, columns: columns, rows: 1)
      list = Rect(column: 0, row: top + 1, columns: columns, rows: body - high)
      details = Rect(column: 0, row: top + 1 + body - high, columns: columns, rows: high)
    }
  }
}

/// Where dialogs are.
extension Layout {
  /// Whether dialogs take the whole screen and leave out their sides.
  var isCompact: Bool { size.rows < 14 || size.columns < 60 }

  /// The largest area of a dialog with `wanted` columns of text. A dialog that needs fewer rows is
  /// in the middle of it.
  func dialogArea(columns wanted: Int) -> Rect {
    let columns = isCompact ? max(8, size.columns - 2) : min(wanted, size.columns - 4)
    return Rect(
      column: (size.columns - columns) / 2 - dialogSide, row: isCompact ? 0 : 1,
      columns: columns + 2 * dialogSide, rows: max(0, size.rows - (isCompact ? 1 : 2)))
  }

  /// Where a dialog with `wanted` rows of text is: in the middle of `area`, with as many rows as it
  /// needs. It takes all rows where dialogs take the whole screen.
  func dialog(rows wanted: Int, in area: Rect) -> DialogPlace {
    let most = textRows(of: area)
    let rows = isCompact ? most : min(wanted, most)
    let frame = Rect(
      column: area.origin.column,
      row: area.origin.row + (area.size.rows - rows - dialogFrameRows) / 2,
      columns: area.size.columns, rows: rows + dialogFrameRows)
    return DialogPlace(
      frame: frame,
      text: Rect(
        column: frame.origin.column + dialogSide, row: frame.origin.row + 1,
        columns: textColumns(of: area), rows: rows))
  }

  /// A dialog's frame, and the room for text inside it.
  struct DialogPlace: Hashable {
    var frame: Rect
    var text: Rect
  }

  /// The columns for text in a dialog's area.
  func textColumns(of area: Rect) -> Int { area.size.columns - 2 * dialogSide }

  /// The rows for text in a dialog's area.
  func textRows(of area: Rect) -> Int { max(0, area.size.rows - dialogFrameRows) }

  /// How many columns a dialog's frame takes on each side.
  var dialogSide: Int { isCompact ? 1 : 2 }

  /// How many rows a dialog's frame takes.
  var dialogFrameRows: Int { isCompact ? 1 : 2 }
}

extension State {
  /// The layout of this state's screen.
  public var layout: Layout {
    Layout(
      size: size, hasDetails: details != nil, remarks: feedRemarks?.lines.count ?? 0,
      hasBand: !alerts.open.isEmpty)
  }
}
