import FoundationEssentials
import Ground
import Tracking
import Words

/// The events that are shown, newest first, with a line for each day. The steps of a task's progress
/// are one event, at the newest of them, unless each is wanted.
struct EventTable {
  /// The day of an event by the clock that is shown, in days since 2001.
  private struct Place {
    var index: Int
    var day: Int
    var line: Int
    /// The steps before it that it stands for, and when the first was.
    var folded = 0
    var since: Date?
  }

  private struct Moving: Hashable {
    var site: Site
    var task: String
  }

  private let events: [Event]
  private var places: [Place] = []
  /// The places of what stands for a task's steps.
  private var folds: [Moving: Int] = [:]

  /// - Parameters:
  ///   - events: In the order of time.
  ///   - isFolded: Whether a task's steps are one event.
  ///   - isShown: Whether an event passes what narrows the table.
  init(_ events: [Event], _ local: LocalTime, isFolded: Bool, isShown: (Event) -> Bool) {
    self.events = events
    var line = 0
    for index in events.indices.reversed() where isShown(events[index]) {
      let event = events[index]
      if isFolded, let moving = Self.moving(event) {
        if let place = folds[moving] {
          places[place].folded += 1
          places[place].since = event.at
          continue
        }
        folds[moving] = places.count
      }
      let day = Self.day(event.at, local)
      if places.last?.day != day { line += 1 }
      places.append(Place(index: index, day: day, line: line))
      line += 1
    }
  }

  private static func moving(_ event: Event) -> Moving? {
    guard case .reached = event.kind, let task = event.task else { return nil }
    return Moving(site: event.site, task: task)
  }

  var count: Int { places.count }
  var isEmpty: Bool { places.isEmpty }
  var lineCount: Int { (places.last?.line ?? -1) + 1 }

  subscript(index: Int) -> Event { events[places[index].index] }

  /// How many steps of the same task an event stands for besides itself, and since when.
  func folded(at index: Int) -> (steps: Int, since: Date)? {
    places[index].since.map { (places[index].folded, $0) }
  }

  /// The line of an event.
  func line(of index: Int) -> Int { places[index].line }

  func day(of index: Int) -> Int { places[index].day }

  func isFirstOfDay(_ index: Int) -> Bool {
    index == 0 || places[index - 1].day != places[index].day
  }

  /// Where an event is, or what stands for it; nil where it isn't shown.
  func index(of event: Event) -> Int? {
    places.firstIndex { events[$0.index] == event } ?? Self.moving(event).flatMap { folds[$0] }
  }

  /// The first event on or after a line.
  func firstIndex(from line: Int) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].line >= line { high = middle } else { low = middle + 1 }
    }
    return low
  }

  static func day(_ date: Date, _ local: LocalTime) -> Int {
    let seconds = date.timeIntervalSinceReferenceDate + Double(local.utcOffset(at: date))
    guard abs(seconds) < 1e12 else { return 0 }
    return Int((seconds / 86_400).rounded(.down))
  }

  /// `Sunday 2026-11-22, today`.
  static func words(ofDay day: Int, today: Int) -> String {
    let date = Date(timeIntervalSinceReferenceDate: Double(day) * 86_400 + 1)
    // 2001-01-01 was a Monday.
    let weekday = weekdays[((day % 7) + 7) % 7]
    let name = "\(weekday) \(Format.dateTime(date, utcOffset: 0).prefix(10))"
    switch today - day {
    case 0: return "\(name), today"
    case 1: return "\(name), yesterday"
    default: return name
    }
  }

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
}

extension Facts {
  /// Where the events are on the page: the first row, how many, the columns at both ends, and the
  /// rows of what is said of the selected one and of what is sought.
  struct EventArea {
    var top, rows: Int
    var noteRows: Int
    var searchRow: Int
    var columns: Range<Int>
  }

  var eventArea: EventArea {
    let page = layout.page
    let problem = state.memory.problem == nil ? 0 : 1
    let note = page.size.rows >= 12 ? 2 : 0
    let top = page.origin.row + 1 + problem
    return EventArea(
      top: top, rows: max(1, page.size.rows - 2 - problem - note), noteRows: note,
      searchRow: page.endRow - 1, columns: page.origin.column + 1..<page.endColumn - 1)
  }

  /// The events with every one of these words in them.
  /// - Parameter isFolded: Whether the steps of a task are one event.
  func eventTable(_ search: EventSearch, isFolded: Bool) -> EventTable {
    let isFolded = isFolded && !search.isAboutProgress
    return EventTable(state.events, moment.local, isFolded: isFolded) { event in
      if let groups = search.groups, !groups.contains(EventGroup(event.kind)) { return false }
      if search.needles.isEmpty { return true }
      var text = [
        event.task ?? "", event.words, contextWord(of: event.site) ?? "",
        event.kind.isOwnDoing ? "here" : "", event.action?.words ?? "", dateTime(event.at),
      ].joined(separator: "\n").lowercased()
      return text.withUTF8 { bytes in search.needles.allSatisfy { Self.holds(bytes, $0) } }
    }
  }

  private static func holds(_ text: UnsafeBufferPointer<UInt8>, _ needle: [UInt8]) -> Bool {
    guard let first = needle.first, text.count >= needle.count else { return needle.isEmpty }
    return (0...text.count - needle.count).contains { start in
      text[start] == first
        && UnsafeBufferPointer(rebasing: text[start..<start + needle.count]).elementsEqual(needle)
    }
  }

  /// What the context of a site is called, where there are several.
  func contextWord(of site: Site) -> String? {
    guard state.roster.hasSeveral else { return nil }
    let known = state.snapshots.values.first { $0.site == site }
    return known.flatMap { state.roster.name(of: $0.id) }.map(Format.line)
      ?? site.account.map { "\($0) \(site.region)" } ?? site.region
  }
}
