import Canvas
import FoundationEssentials
import Listing
import Tracking
import Words

extension Facts {
  /// What happened to the task, newest first, in local time: what AWS says, what this program saw,
  /// and what was done here.
  func eventLines(_ task: TrackedTask, columns: Int) -> [[Span]] {
    var events = happened(to: task.identifier, at: state.snapshot(of: task.siteID)?.site)
    let told = Set(events.map(\.at))
    // The movement of a moment is not said twice.
    events += task.history(at: knownNow(task.siteID)).filter {
      $0.at != task.progress.lastMovement
        || !told.contains($0.at) || phase(of: task) == .stalled
    }
    return eventLines(
      of: events, columns: columns,
      orElse: "AWS gives no times for this export, and nothing has happened to it since exportdeck "
        + "was started.")
  }

  /// The same of what waits in the queue, of which AWS says nothing yet.
  func eventLines(_ export: WaitingExport, columns: Int) -> [[Span]] {
    let events = happened(to: export.id.identifier, at: export.entry.site)
    return eventLines(
      of: events.isEmpty ? [(export.entry.addedAt, "put into the queue")] : events,
      columns: columns, orElse: "")
  }

  private func happened(to identifier: String, at site: Site?) -> [(at: Date, words: String)] {
    state.events.filter { $0.task == identifier && $0.site == site }.map { event in
      let words = [event.words, event.action?.words].compactMap(\.self)
      return (at: event.at, words: words.joined(separator: "  "))
    }
  }

  private func eventLines(
    of events: [(at: Date, words: String)], columns: Int, orElse none: String
  ) -> [[Span]] {
    guard !events.isEmpty else {
      return Painter.wrap(none, columns: columns).map { [Span($0, .textMuted)] }
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
