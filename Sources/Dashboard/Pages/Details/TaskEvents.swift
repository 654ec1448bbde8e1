import Canvas
import FoundationEssentials
import Tracking
import Words

extension Facts {
  /// What happened to the task, newest first, in local time: what AWS says, what this program saw,
  /// and what was done here.
  func eventLines(_ task: TrackedTask, columns: Int) -> [[Span]] {
    let (site, identifier) = (state.snapshot(of: task.siteID)?.site, task.identifier)
    var events = state.events.filter { $0.task == identifier && $0.site == site }
      .map { event -> (at: Date, words: String) in
        let words = [event.words, event.action?.words].compactMap(\.self)
        return (at: event.at, words: words.joined(separator: "  "))
      }
    let told = Set(events.map(\.at))
    // The movement of a moment is not said twice.
    events += task.history(at: knownNow(task.siteID)).filter {
      $0.at != task.progress.lastMovement
        || !told.contains($0.at) || phase(of: task) == .stalled
    }
    guard !events.isEmpty else {
      return Painter.wrap(
        "AWS gives no times for this export, and nothing has happened to it since exportdeck was "
          + "started.", columns: columns
      ).map { [Span($0, .textMuted)] }
    }
    var lines: [[Span]] = []
    let newestFirst = events.enumerated().sorted {
      ($0.element.at, $0.offset) > ($1.element.at, $1.offset)
    }
    for (index, event) in newestFirst.map(\.element).enumerated() {
      // The zone is named once.
      let zone = " \(moment.zone)"
      let time =
        dateTime(event.at)
        + (index == 0 ? zone : String(repeating: " ", count: width(zone))) + "  "
      let room = max(8, columns - width(time))
      let text = Painter.wrap(signs.spelled(Format.line(event.words)), columns: room)
      for (index, line) in text.enumerated() {
        let lead = index == 0 ? time : String(repeating: " ", count: width(time))
        lines.append([Span(lead, .fieldLabel), Span(line, .fieldValue)])
      }
    }
    return lines
  }
}
