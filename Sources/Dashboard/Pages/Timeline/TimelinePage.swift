import Canvas
import FoundationEssentials
import Ground
import Listing
import Tracking

/// The exports of a part of time, one in each lane: when they began, what they do, when they are
/// likely to end, and how many ran at once.
struct TimelinePage: Page {
  private(set) var zoom = TimelineZoom.night
  /// Where the window begins; nil while it follows now.
  private(set) var left: Date?
  /// The first lane in sight.
  private(set) var top = Int.max
  private(set) var data = TimelineData()
  /// The tasks of the lanes.
  private(set) var lanes: [RowID] = []
  /// The lane of the selected task; nil where it has none in this window.
  private(set) var selected: Int?
  /// The cells that the longest name takes.
  private(set) var nameColumns = 0
  private var isAtEarliest = false
  private var isAtLatest = false

  /// What lanes are searched for; empty for nothing.
  private(set) var sought = ""
  /// What is being typed after `/`.
  private(set) var typing: TextField?

  func place(_ state: State) -> Place { typing == nil ? .timeline : .search }

  func window(_ facts: Facts) -> TimeWindow {
    if let left { return TimeWindow(left: left, span: zoom.span) }
    return following(facts, zoom)
  }

  private func following(_ facts: Facts, _ zoom: TimelineZoom) -> TimeWindow {
    TimeWindow(around: facts.serversNow, zoom, facts.moment.local)
  }

  // MARK: Keys

  mutating func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome {
    if typing != nil { return type(key, action, facts) }
    guard let action else { return .stay }
    if reasonDisabled(action) != nil { return .perform(action) }
    switch action {
    case .closeOne: return .close
    case .up, .down, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown:
      return move(action, facts)
    case .nextFailed, .previousFailed:
      return moveToFailed(by: action == .nextFailed ? 1 : -1, facts)
    case .earlier: pan(by: -1, facts)
    case .later: pan(by: 1, facts)
    case .now: left = nil
    case .zoomIn: zoom(to: zoom.closer, facts)
    case .zoomOut: zoom(to: zoom.wider, facts)
    case .search: typing = TextField()
    case .nextMatch: return find(by: 1, facts)
    case .previousMatch: return find(by: -1, facts)
    case .details: return .open(DetailsPage(page: facts.state.details?.page ?? .overview))
    case .json: return .open(DetailsPage(page: .json))
    default: return .perform(action)
    }
    return .stay
  }

  mutating func paste(_ text: String) -> PageOutcome {
    typing?.paste(text)
    return .stay
  }

  private mutating func type(_ key: Key?, _ action: Action?, _ facts: Facts) -> PageOutcome {
    switch action {
    case .closeOne: typing = nil
    case .confirm:
      sought = typing?.text.lowercased() ?? ""
      typing = nil
      return find(by: 1, facts, includingThis: true)
    default:
      if let key, var field = typing, field.apply(key) { typing = field }
    }
    return .stay
  }

  /// Selects the next lane whose export has what is searched for in its name or source.
  private func find(by step: Int, _ facts: Facts, includingThis: Bool = false) -> PageOutcome {
    guard !sought.isEmpty else { return .stay }
    let count = lanes.count
    let start = selected ?? (step > 0 ? -1 : count)
    let first = includingThis && selected != nil ? 0 : 1
    for distance in stride(from: first, to: first + count, by: 1) {
      let lane = ((start + distance * step) % count + count) % count
      let item = data.item(lanes[lane])
      if item.identifier.lowercased().contains(sought)
        || item.sourceName.lowercased().contains(sought)
      {
        return select(lane)
      }
    }
    return .tell("no export of this time has \(sought) in its name or source")
  }

  func reasonDisabled(_ action: Action) -> String? {
    switch action {
    case .earlier: isAtEarliest ? "nothing began earlier" : nil
    case .later: isAtLatest ? "nothing is later" : nil
    case .nextMatch, .previousMatch: sought.isEmpty ? "nothing is searched for" : nil
    case .now: left == nil ? "the timeline follows now" : nil
    case .zoomIn: zoom.closer == nil ? "there is no shorter time" : nil
    case .zoomOut: zoom.wider == nil ? "there is no longer time" : nil
    case .cancel, .clone, .copy, .details, .json:
      selected == nil ? "no lane is selected" : nil
    default: nil
    }
  }

  private func move(_ action: Action, _ facts: Facts) -> PageOutcome {
    guard !lanes.isEmpty else { return .stay }
    let rows = layout(facts).lanesInSight
    let first = firstLane(rows: rows)
    let last = min(lanes.count, first + rows) - 1
    guard let selected, (first...max(first, last)).contains(selected) else {
      // From what is seen: the nearest lane in the key's direction.
      return select(action == .up || action == .last || action == .pageUp ? last : first)
    }
    return select(Scroll(page: rows, last: lanes.count - 1).moved(selected, action))
  }

  func layout(_ facts: Facts) -> TimelineLayout {
    TimelineLayout(facts, nameColumns: nameColumns, lanes: lanes.count)
  }

  private func moveToFailed(by step: Int, _ facts: Facts) -> PageOutcome {
    let count = lanes.count
    let start = selected ?? (step > 0 ? -1 : count)
    for distance in stride(from: 1, through: count, by: 1) {
      let lane = ((start + distance * step) % count + count) % count
      guard let task = data.item(lanes[lane]).task else { continue }
      let phase = facts.phase(of: task)
      if [.failed, .stalled, .slow].contains(phase) { return select(lane) }
    }
    return .tell("nothing on the timeline failed, stalled or is slow")
  }

  private func select(_ lane: Int) -> PageOutcome { .select(data.item(lanes[lane]).id) }

  // MARK: Time

  private mutating func pan(by direction: Double, _ facts: Facts) {
    let now = following(facts, zoom).left
    let before = left ?? now
    let after = before.addingTimeInterval(direction * zoom.stride)
    // Whoever comes back to now follows it again.
    let passesNow = before < now && now <= after || before > now && now >= after
    left = passesNow ? nil : after
  }

  /// Shows more or less time. What is looked at stays where it is: the selected lane, else the
  /// middle.
  private mutating func zoom(to next: TimelineZoom?, _ facts: Facts) {
    guard let next else { return }
    let before = window(facts)
    let focus = focus(in: before, facts)
    let now = following(facts, next)
    zoom = next
    if left == nil, focus.map({ $0 >= now.left }) ?? true { return }
    let place = focus ?? before.left.addingTimeInterval(before.span / 2)
    let share = place.timeIntervalSince(before.left) / before.span
    let after = place.addingTimeInterval(-share * next.span)
      .rounded(
        .toNearestOrAwayFromZero, to: next.unit, utcOffset: facts.moment.local.utcOffset(at: place))
    // More time is more of the past: nobody asks for an empty future.
    left = after < now.left ? after : nil
  }

  /// The middle of what is in sight of the selected task.
  private func focus(in window: TimeWindow, _ facts: Facts) -> Date? {
    guard let selected, let run = run(of: data.item(lanes[selected]), facts) else { return nil }
    let start = max(run.start, window.left)
    let end = min(run.end, window.right)
    return start.addingTimeInterval(max(0, end.timeIntervalSince(start)) / 2)
  }

  private func run(of item: Item, _ facts: Facts) -> (start: Date, end: Date)? {
    switch item {
    case .task(let task):
      TaskCourse(of: task).map { ($0.start, $0.end ?? facts.serversNow) }
    case .waiting(let export): export.likelyRun.map { ($0.lowerBound, $0.upperBound) }
    }
  }

  // MARK: What is kept

  mutating func keep(_ state: State, at moment: Moment) {
    let facts = Facts(state, at: moment)
    let window = window(facts)
    let isNew = data.take(state.list.arrangement)
    let before = lanes
    let rowsBefore = layout(facts).lanesInSight
    let wasAtEnd = top >= before.count - rowsBefore
    lanes = data.lanes(in: window, now: facts.serversNow)
    if isNew || lanes != before {
      nameColumns = lanes.reduce(0) { max($0, facts.width(facts.name(of: data.item($1)))) }
    }
    let list = state.list
    let row = list.selectedIndex.map { list.rows.ids[$0] }
    selected = row.flatMap { row in lanes.firstIndex(of: row) }
    let rows = layout(facts).lanesInSight
    if selected == nil, wasAtEnd { top = .max }
    top = firstLane(rows: rows)
    isAtEarliest = !data.hasAny(before: window.left)
    // Nothing is later than what is foretold.
    let following = following(facts, zoom)
    let last = data.lastForecast(now: facts.serversNow) ?? facts.serversNow
    isAtLatest = window.right >= max(following.right, last)
  }

  /// The first lane in sight where so many lanes fit: the selected one is among them.
  func firstLane(rows: Int) -> Int {
    let rows = max(1, rows)
    var first = min(max(0, top), max(0, lanes.count - rows))
    if let selected {
      first = min(max(first, selected - rows + 1), selected)
    }
    return first
  }
}
