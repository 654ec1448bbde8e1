import Canvas

/// A text that is longer than its part of the screen: how far it is scrolled, and what is searched
/// for in it.
struct Reader: Sendable {
  /// The line that is shown first.
  var top = 0
  /// What is searched for (empty for nothing), and the line where it was last found.
  private(set) var sought = ""
  private(set) var found: Int?
  /// What is being typed after `/`.
  private(set) var typing: TextField?

  var isTyping: Bool { typing != nil }

  /// How many of `rows` the text has: what is searched for takes the last one.
  private func textRows(_ rows: Int) -> Int { typing == nil && sought.isEmpty ? rows : rows - 1 }

  /// Where the key table looks up its keys.
  var place: Place { isTyping ? .search : .page }

  /// - Parameters:
  ///   - lines: The text in the lines that the screen has for it.
  ///   - rows: How many of its lines show at once.
  /// - Returns: Whether the key meant something here.
  mutating func take(_ key: Key?, _ action: Action?, _ lines: [[Span]], rows all: Int) -> Bool {
    if var field = typing {
      switch action {
      case .closeOne: typing = nil
      case .confirm:
        typing = nil
        sought = field.text.lowercased()
        find(in: lines, from: top, by: 1, rows: textRows(all))
      default:
        if let key, field.apply(key) { typing = field }
      }
      return true
    }
    let rows = textRows(all)
    switch action {
    case .up, .down, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown:
      guard let action else { return false }
      top = Scroll(page: rows, last: max(0, lines.count - rows)).moved(top, action)
    case .search: typing = TextField()
    case .nextMatch: find(in: lines, from: (found ?? top - 1) + 1, by: 1, rows: rows)
    case .previousMatch: find(in: lines, from: (found ?? top + 1) - 1, by: -1, rows: rows)
    default: return false
    }
    return true
  }

  mutating func paste(_ text: String) { typing?.paste(text) }

  func reasonDisabled(_ action: Action) -> String? {
    [.nextMatch, .previousMatch].contains(action) && sought.isEmpty
      ? "nothing is searched for" : nil
  }

  /// Begins another text at its top; what is searched for stays.
  mutating func begin() {
    top = 0
    found = nil
  }

  /// Goes to the nearest line with what is searched for. The search wraps around at the ends.
  private mutating func find(in lines: [[Span]], from start: Int, by step: Int, rows: Int) {
    found = nil
    guard !sought.isEmpty, !lines.isEmpty else { return }
    for distance in 0..<lines.count {
      let index = ((start + distance * step) % lines.count + lines.count) % lines.count
      guard !Self.matches(of: sought, in: lines[index]).isEmpty else { continue }
      found = index
      if !(top..<top + rows).contains(index) {
        top = min(max(0, index - rows / 3), max(0, lines.count - rows))
      }
      return
    }
  }

  /// Where a text occurs in a line, in characters; case does not count.
  private static func matches(of sought: String, in line: [Span]) -> [Range<Int>] {
    let needle = Array(sought)
    guard !needle.isEmpty, mayHold(sought, line) else { return [] }
    let text = line.flatMap { $0.text.map { Character($0.lowercased()) } }
    var ranges: [Range<Int>] = []
    var start = 0
    while start + needle.count <= text.count {
      if text[start..<start + needle.count].elementsEqual(needle) {
        ranges.append(start..<start + needle.count)
        start += needle.count
      } else {
        start += 1
      }
    }
    return ranges
  }

  /// Whether a line may hold a text, by its bytes: false is certain. A page has thousands of lines,
  /// and they are all searched for each frame.
  private static func mayHold(_ sought: String, _ line: [Span]) -> Bool {
    var bytes: [UInt8] = []
    for span in line {
      for byte in span.text.utf8 {
        guard byte < 0x80 else { return true }
        let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        bytes.append(isUpper ? byte | 0x20 : byte)
      }
    }
    let needle = Array(sought.utf8)
    guard let first = needle.first, bytes.count >= needle.count else { return false }
    return (0...bytes.count - needle.count).contains { start in
      bytes[start] == first && bytes[start..<start + needle.count].elementsEqual(needle)
    }
  }

  func draw(_ lines: [[Span]], in area: Rect, _ drawing: inout Drawing) {
    let rows = textRows(area.size.rows)
    let top = min(max(0, top), max(0, lines.count - rows))
    let shown = top..<min(lines.count, top + rows)
    for index in shown {
      drawing.put(
        marked(lines[index]), column: area.origin.column, row: area.origin.row + index - top,
        end: area.endColumn - 1)
    }
    drawing.drawScrollMark(
      column: area.endColumn, rows: area.origin.row..<area.origin.row + rows, shown: shown,
      of: lines.count)
    drawing.painter.place(
      cursor: Point(
        column: area.origin.column,
        row: area.origin.row + (found.flatMap { shown.contains($0) ? $0 - top : nil } ?? 0)))
    drawSearch(in: area, lines, &drawing)
  }

  private func drawSearch(in area: Rect, _ lines: [[Span]], _ drawing: inout Drawing) {
    let row = area.endRow - 1
    if let typing {
      drawing.put("/", column: area.origin.column, row: row, style: Style(.hintKey))
      drawing.drawField(
        typing, column: area.origin.column + 2, row: row, width: max(1, area.size.columns - 4),
        style: Style(.inputFocused), hasFocus: drawing.state.dialog == nil)
    } else if !sought.isEmpty {
      let count = lines.reduce(0) { $0 + Self.matches(of: sought, in: $1).count }
      let words = count == 0 ? "not found" : counted(count, "match", "matches")
      drawing.put(
        [Span("/ ", .hintKey), Span(sought, .inputText), Span("   \(words)", .textMuted)],
        column: area.origin.column, row: row, end: area.endColumn - 1)
    }
  }

  /// The line with what is searched for highlighted.
  private func marked(_ line: [Span]) -> [Span] {
    let ranges = Self.matches(of: sought, in: line)
    guard !ranges.isEmpty else { return line }
    var result: [Span] = []
    var offset = 0
    for span in line {
      for character in span.text {
        let isFound = ranges.contains { $0.contains(offset) }
        let role: Role = isFound ? .match : span.role
        if result.last?.role == role, result.last?.step == span.step {
          result[result.count - 1].text.append(character)
        } else {
          result.append(Span(String(character), role, step: span.step))
        }
        offset += 1
      }
    }
    return result
  }
}
