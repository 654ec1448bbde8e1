import Canvas

extension Drawing {
  /// Paints a text field. If it has the focus, the hardware cursor goes into it, and a text that is
  /// longer than the field is shown around the cursor.
  ///
  /// - Returns: The first character that is shown.
  @discardableResult
  mutating func drawField(
    _ field: TextField, column: Int, row: Int, width: Int, style: Style, hasFocus: Bool
  ) -> Int {
    guard width > 0 else { return 0 }
    let characters = Array(field.text)
    guard hasFocus else {
      put(field.text, column: column, row: row, width: width, style: style, cut: .middle)
      return 0
    }
    let cursor = min(max(0, field.cursor), characters.count)
    // The cursor itself takes a cell after the last character.
    var before = 0
    var start = cursor
    while start > 0 {
      let columns = facts.width(String(characters[start - 1]))
      guard before + columns < width else { break }
      before += columns
      start -= 1
    }
    var shown = ""
    var used = 0
    for character in characters[start...] {
      let columns = facts.width(String(character))
      guard used + columns <= width else { break }
      shown.append(character)
      used += columns
    }
    put(shown, column: column, row: row, width: width, style: style)
    if width > 2 {
      let more = painter.abilities.unicode ? "…" : "~"
      if start > 0 { put(more, column: column, row: row, width: 1, style: style) }
      if start + shown.count < characters.count, before < width - 1 {
        put(more, column: column + width - 1, row: row, width: 1, style: style)
      }
    }
    painter.place(cursor: Point(column: min(column + before, column + width - 1), row: row))
    return start
  }
}
