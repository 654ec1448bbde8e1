import Canvas
import Tracking
import Words

extension Facts {
  /// What happened to the task while this program watched, newest first, in local time.
  func eventLines(_ task: TrackedTask, columns: Int) -> [[Span]] {
    let events = state.events.filter { $0.id == task.id }.reversed()
    guard !events.isEmpty else {
      return Painter.wrap(
        "Nothing has happened to this task since exportdeck was started.", columns: columns
      ).map { [Span($0, .textMuted)] }
    }
    var lines: [[Span]] = []
    for event in events {
      let time = Format.dateTime(event.at.wall, utcOffset: event.at.utcOffset) + "  "
      let room = max(8, columns - width(time))
      let text = Painter.wrap(signs.spelled(Format.line(event.text)), columns: room)
      for (index, line) in text.enumerated() {
        let lead = index == 0 ? time : String(repeating: " ", count: width(time))
        lines.append([Span(lead, .fieldLabel), Span(line, .fieldValue)])
      }
    }
    return lines
  }
}
