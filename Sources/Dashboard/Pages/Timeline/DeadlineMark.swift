import Canvas
import Planning
import Tracking

extension Drawing {
  /// Where the run of a lane has to be through, by the board.
  /// - Returns: The column in the chart; nil where there is no such time in the window.
  mutating func drawDeadline(
    of task: TrackedTask, in chart: Range<Int>, at row: Int, _ scale: TimeScale
  ) -> Int? {
    guard let run = state.expected.run(of: task.id), let deadline = run.deadline else { return nil }
    let column = scale.column(of: deadline)
    guard (0..<scale.columns).contains(column) else { return nil }
    let role: Role = run.state.isTrouble || run.wasLate ? .textStrong : .textMuted
    put(signs.deadline, column: chart.lowerBound + column, row: row, style: Style(role))
    return column
  }
}

extension Signs {
  var deadline: String { unicode ? "┋" : "!" }
}
