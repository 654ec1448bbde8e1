import FoundationEssentials

/// The columns of one lane that say what its task did, will do and when.
struct LaneBar: Hashable {
  /// While it was STARTING.
  private(set) var starting: Range<Int>
  private(set) var running: Range<Int>
  /// From what is known to its forecast end.
  private(set) var forecast: Range<Int>
  /// Whether it began before its first column.
  private(set) var beginsEarlier: Bool
  /// Whether it goes on, or is likely to, after the window.
  private(set) var endsLater: Bool
  /// The column of its end, if it has ended in the window.
  private(set) var end: Int?

  /// - Parameters:
  ///   - known: Up to when it is known what the task does.
  ///   - expectedEnd: When it is likely to end.
  /// - Returns: Nil where none of it is in the window.
  init?(_ course: TaskCourse, known: Date, expectedEnd: Date?, _ scale: TimeScale) {
    let all = 0..<scale.columns
    let first = scale.column(of: course.start)
    let last = max(first, scale.column(of: course.end ?? known))
    let turn = course.running.map { min(max(first, scale.column(of: $0)), last) } ?? last + 1
    let expected = course.end == nil ? expectedEnd.map(scale.column(of:)) ?? last : last
    starting = (first..<turn).clamped(to: all)
    running = (turn..<last + 1).clamped(to: all)
    forecast = (last + 1..<max(last, expected) + 1).clamped(to: all)
    beginsEarlier = first < 0 || course.isStartOpen
    endsLater = max(last, expected) >= scale.columns
    end = course.end != nil && all.contains(last) ? last : nil
    if starting.isEmpty && running.isEmpty && forecast.isEmpty { return nil }
  }

  /// The first and the last column of what is drawn.
  var columns: ClosedRange<Int> {
    let parts = [starting, running, forecast].filter { !$0.isEmpty }
    let first = parts.first?.lowerBound ?? 0
    return first...max(first, (parts.last?.upperBound ?? 1) - 1)
  }
}
