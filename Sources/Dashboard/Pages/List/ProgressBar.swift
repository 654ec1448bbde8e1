import Canvas
import Listing
import Tracking

/// A bar of blocks, in eighths of a cell where Unicode has them.
public struct ProgressBar {
  public var filled: String
  public var empty: String

  /// - Parameters:
  ///   - isOver: Whether the task is complete: then the bar is a thin line, so that what moves
  ///     stands out.
  public init(percent: Int, width: Int, isOver: Bool, unicode: Bool) {
    let share = min(max(percent, 0), 100)
    let glyph = isOver ? (unicode ? "━" : "=") : (unicode ? "█" : "#")
    var cells = share * width / 100
    var part = ""
    if unicode, !isOver, cells < width {
      let eighths = max(share * width * 8 / 100 - cells * 8, share > 0 && cells == 0 ? 1 : 0)
      part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][min(7, eighths)]
    } else if cells == 0, share > 0, width > 0 {
      cells = 1
    }
    filled = String(repeating: glyph, count: cells) + part
    let rest = width - cells - (part.isEmpty ? 0 : 1)
    empty = String(repeating: unicode ? "·" : "-", count: max(0, rest))
  }
}

extension Drawing {
  /// The progress column: a bar and the percentage, or in words why there is none.
  mutating func drawProgress(_ cell: CellText, column: Int, row: Int, width: Int, bar: Int) {
    let words = facts.fitting(cell, columns: width)
    let figureColumns = 5
    // A word is none of the figures, however short it is.
    guard facts.width(words) <= figureColumns, cell.meaning != .phase(.waiting) else {
      let used = put(words, column: column, row: row, width: width, style: Style(cell.meaning.role))
      if cell.meaning == .phase(.starting) {
        drawRestoring(column: column + used + 1, row: row, room: bar - used - 1)
      }
      return
    }
    if bar > 0, let fraction = cell.fraction, case .phase(let phase) = cell.meaning {
      drawBar(
        Int((fraction * 100).rounded()), phase, column: column, row: row, width: bar)
    }
    let role: Role = cell.fraction == nil ? .textMuted : .text
    put(
      words, column: column + width - figureColumns, row: row, width: figureColumns,
      style: Style(role), alignment: .trailing)
  }

  /// A bar alone.
  mutating func drawBar(_ percent: Int, _ phase: Phase, column: Int, row: Int, width: Int) {
    let isOver = phase == .complete || phase == .warning
    let bar = ProgressBar(
      percent: percent, width: width, isOver: isOver, unicode: signs.unicode)
    var at = column
    for cell in bar.filled {
      let style =
        phase == .running || phase == .slow
        ? Style(.progressFill, step: UInt8(min(100, (at - column) * 100 / max(1, width - 1))))
        : Style(phase.role, isPicture: true)
      painter.put(String(cell), column: at, row: row, style: style)
      at += 1
    }
    painter.put(bar.empty, column: at, row: row, style: Style(.progressEmpty))
  }

  private mutating func drawRestoring(column: Int, row: Int, room: Int) {
    guard room > 1 else { return }
    painter.put(
      String(repeating: signs.restoring, count: room), column: column, row: row,
      style: Style(.progressEmpty))
  }
}
