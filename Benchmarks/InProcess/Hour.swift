import FoundationEssentials
import Ground
import RDSExports
import Tracking

/// An hour of the poll plan after its first sweep: the plan and the store are the program's, the clock
/// and the answers are ours. A request takes 40 ms, as one across a continent does; every ten minutes
/// an export ends and another starts.
struct Hour {
  private(set) var requests = 0
  /// Rounds of the fast lane, each of which refreshes what is on the screen.
  private(set) var refreshes = 0

  private var plan = PollPlan()
  private var store = Store(site: SiteID(0))
  private var now = Moment(wall: Account.present, monotonic: .zero)
  private var tasks: [ExportTask]
  private var isCounting = false
  private static let requestTime: Duration = .milliseconds(40)

  init(_ tasks: [ExportTask]) {
    self.tasks = tasks
    plan.start(at: now)
  }

  mutating func run() {
    while store.count < tasks.count || plan.sweeping != nil { step() }
    isCounting = true
    let begun = now.monotonic
    var nextEnding = begun + .seconds(600)
    while now.monotonic < begun + .seconds(3600) {
      if now.monotonic >= nextEnding {
        endOne()
        nextEnding += .seconds(600)
      }
      step()
    }
  }

  /// Makes what is due, or lets the time pass until something is.
  private mutating func step() {
    let polls = plan.takeDue(at: now)
    let dues = PollLane.allCases.compactMap { plan.due(of: $0)?.monotonic }
    if polls.isEmpty, let due = dues.min() { now = now.later(by: due - now.monotonic) }
    for poll in polls where plan.wants(poll) {
      if isCounting {
        requests += 1
        refreshes += poll.question == .active && !poll.isContinued ? 1 : 0
      }
      now = now.later(by: Self.requestTime)
      let page = answer(poll.request, sentAt: poll.begun.wall)
      let source: Store.Source = poll.lane == .fast ? .fastLane : .sweep
      store.merge(page.tasks, page.observation, seenAt: now.wall, from: source)
      let advance = plan.answered(poll, with: page, active: store.active, at: now, random: 0.5)
      if case .sweepOver(let begun) = advance { store.endSweep(begunAt: begun.wall) }
    }
  }

  private func answer(_ request: DescribeExportTasksRequest, sentAt: Date) -> ExportTaskPage {
    if !request.filters.isEmpty {
      let found = tasks.filter { task in
        request.filters.allSatisfy { filter in
          let word = filter.name == "status" ? task.status?.word : task.exportTaskIdentifier
          return filter.values.contains(
            filter.name == "status" ? word?.lowercased() ?? "" : word ?? "")
        }
      }
      return ExportTaskPage(tasks: found, marker: nil, observation: Observation(sentAt: sentAt))
    }
    let start = request.marker.flatMap { Int($0) } ?? 0
    let end = min(start + 100, tasks.count)
    return ExportTaskPage(
      tasks: Array(tasks[start..<end]), marker: end < tasks.count ? "\(end)" : nil,
      observation: Observation(sentAt: sentAt))
  }

  private mutating func endOne() {
    guard let index = tasks.firstIndex(where: { $0.status == .inProgress }) else { return }
    tasks[index].status = .complete
    tasks[index].taskEndTime = now.wall
    var next = tasks[index]
    next.exportTaskIdentifier = "started-at-\(now.monotonic)"
    next.status = .inProgress
    next.taskStartTime = now.wall
    next.taskEndTime = nil
    tasks.insert(next, at: 0)
  }
}
