import Foundation
import Ground
import RDSExports
import Testing

@testable import Tracking

/// Runs a plan against a list of tasks: a clock, a store and answers, all by hand.
struct PlanBench {
  var plan: PollPlan
  var store = Store.empty
  var now = Moment(wall: noon, monotonic: .zero)
  /// What the server has.
  var tasks: [ExportTask] = []
  /// How the server reads a request; by default it honours every filter.
  var server: Server = .honest
  var random = 0.5

  enum Server {
    case honest
    /// Answers with everything, whatever was asked for.
    case ignoresFilters
    /// Compares the status with regard to case, so the lower-case words of the API find nothing.
    case comparesCase
    /// And finds nothing by identifier either.
    case findsNothing
  }

  init(policy: PollingPolicy = PollingPolicy(), tasks: [ExportTask] = []) {
    plan = PollPlan(policy: policy)
    self.tasks = tasks
    plan.start(at: now)
  }

  mutating func pass(_ seconds: Double) {
    now = now.later(by: .seconds(seconds))
  }

  /// The seconds until a lane is due; nil where it is not.
  func rest(_ lane: PollLane) -> Double? {
    plan.due(of: lane).map { ($0.monotonic - now.monotonic).seconds }
  }

  mutating func take() -> [Poll] { plan.takeDue(at: now) }

  /// The first of the polls that are due; there must be one.
  mutating func takeOne() throws -> Poll { try #require(take().first) }

  @discardableResult
  mutating func answer(_ poll: Poll, with tasks: [ExportTask], marker: String? = nil) -> PollAdvance
  {
    let page = ExportTaskPage(
      tasks: tasks, marker: marker, observation: Observation(sentAt: poll.begun.wall))
    let source: Store.Source = poll.lane == .fast ? .fastLane : .sweep
    store.merge(tasks, page.observation, seenAt: now.wall, from: source)
    return plan.answered(poll, with: page, active: store.active, at: now, random: random)
  }

  mutating func fail(_ poll: Poll, _ failure: PollFailure) {
    plan.failed(poll, failure, at: now, random: random)
  }

  /// What the server would answer.
  func honestly(_ request: DescribeExportTasksRequest) -> [ExportTask] {
    tasks.filter { task in
      request.filters.allSatisfy { filter in
        switch (filter.name, server) {
        case (_, .ignoresFilters): true
        case ("status", .honest): filter.values.contains(task.status?.word.lowercased() ?? "")
        case ("export-task-identifier", .honest), ("export-task-identifier", .comparesCase):
          filter.values.contains(task.exportTaskIdentifier)
        default: false
        }
      }
    }
  }

  /// Makes and answers everything that is due now, and what follows from it.
  /// - Returns: The questions asked, in their order.
  @discardableResult
  mutating func round() -> [Poll.Question] {
    var questions: [Poll.Question] = []
    while case let polls = take(), !polls.isEmpty {
      for poll in polls where plan.wants(poll) {
        questions.append(poll.question)
        answer(poll, with: honestly(poll.request))
      }
    }
    return questions
  }
}
