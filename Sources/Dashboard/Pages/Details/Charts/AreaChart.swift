import Canvas

/// An area below a line, in rows of text: each column is as high as its value.
struct AreaChart {
  /// 0…1; nil for a column of which nothing is known.
  var values: [Double?]
  /// Values that are foretold: dots where the line would be.
  var foretold: [Double?] = []
  var rows: Int

  private static let blocks = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let plainBlocks = [" ", "_", "_", "_", "=", "=", "=", "#", "#"]

  /// The rows from the top down.
  func lines(_ role: Role, unicode: Bool) -> [[Span]] {
    (0..<rows).map { row in
      let step = UInt8(100 * (rows - row) / max(1, rows))
      var spans: [Span] = []
      for column in values.indices {
        let (glyph, isForetold) = glyph(column, row, unicode)
        let span =
          isForetold
          ? Span(glyph, .textMuted)
          : Span(glyph, role, step: role.step(step), isPicture: true)
        if let last = spans.indices.last, spans[last].role == span.role {
          spans[last].text += span.text
        } else {
          spans.append(span)
        }
      }
      return spans
    }
  }

  private func glyph(_ column: Int, _ row: Int, _ unicode: Bool) -> (String, isForetold: Bool) {
    if let value = values[column] {
      // What is above nothing shows.
      let all = value <= 0 ? 0 : max(1, Int((min(value, 1) * Double(rows * 8)).rounded()))
      let eighths = min(8, max(0, all - (rows - 1 - row) * 8))
      return (unicode ? Self.blocks[eighths] : Self.plainBlocks[eighths], false)
    }
    if column < foretold.count, let value = foretold[column] {
      let place = min(rows - 1, Int(min(max(value, 0), 1) * Double(rows)))
      if place == rows - 1 - row { return (unicode ? "┄" : ".", true) }
    }
    return (" ", false)
  }
}

extension Role {
  /// Only progress goes by steps.
  fileprivate func step(_ step: UInt8) -> UInt8? { self == .progressFill ? step : nil }
}
