import Canvas
import Foundation
import Ground
import Planning
import RDSExports
import Tracking

@testable import Dashboard

/// A fortnight of exports behind a Sunday's noon, with something of everything on the board.
enum ExpectedNights {
  /// A series that ran every night, or on some weekdays, up to yesterday.
  private static func series(
    _ name: String, at hour: Double, hours: Double = 1, nights: ClosedRange<Int> = 1...14,
    weekdays: Set<Int> = ExpectedSeries.allWeekdays
  ) -> [TrackedTask] {
    nights.filter { weekdays.contains(((6 - $0) % 7 + 7) % 7) }.map { back in
      run(name, at: hour - 24 * Double(back), hours: hours)
    }
  }

  /// - Parameter hour: By UTC, on the 22nd of November.
  private static func run(
    _ name: String, at hour: Double, hours: Double = 1, _ status: ExportTaskStatus = .complete,
    warning: String? = nil
  ) -> TrackedTask {
    let ago = (12 - hour) * 60 + 4.5
    let percent = status.isFinal ? 100 : 64
    return Fleet.task(
      "\(name)-\(Int(hour * 60) + 100_000)", status, percent: percent, gigabytes: 40,
      source: "\(name)-prod", started: ago, ended: status.isFinal ? ago - 60 * hours : nil,
      cause: status == .failed ? Fleet.cause : nil, warning: warning,
      evidence: status.isFinal ? .none : Fleet.pace(75))
  }

  static let tasks =
    series("nightly-orders", at: 10.5) + [run("nightly-orders", at: 11.25, .inProgress)]
    + series("nightly-users", at: 1) + [run("nightly-users", at: 1)]
    + series("nightly-stock", at: 2)
    + [run("nightly-stock", at: 2, hours: 0.35, .failed)]
    + series("nightly-events", at: 3, nights: 3...14)
    + series("nightly-search", at: 9, hours: 4)
    + series("audit", at: 6, nights: 7...70, weekdays: [6])
    + [run("audit", at: 6, warning: Fleet.warning)]
    + series("ledger-for-the-board-of-directors-and-their-auditors", at: 4, weekdays: Set(0...4))
    + series("archive", at: 5, nights: 40...54)
    + [Fleet.task("adhoc-billing", .complete, percent: 100, started: 90, ended: 60)]

  static let expected = [
    ExpectedSeries(series: "monthly-close-*", by: TimeOfDay(written: "06:00") ?? .evening),
    ExpectedSeries(series: "nightly-users-*", by: TimeOfDay(written: "06:00") ?? .evening),
  ]

  static func script(
    _ tasks: [TrackedTask] = tasks, rows: Int = 24, columns: Int = 120
  ) -> Script {
    var script = Script(
      rows: rows, columns: columns,
      settings: Settings(themeNames: ["default", "light"], expected: expected))
    script.moment = Fleet.moment
    script.data(tasks)
    script.state.notices = []
    _ = script.state.alerts.acknowledge()
    return script
  }

  static func state(_ tasks: [TrackedTask] = tasks, keys: String = "B") -> State {
    var script = script(tasks)
    script.type(keys)
    script.state.notices = []
    return script.state
  }

  /// The same in a second account, where something is missing, too.
  static func twoSites() -> State {
    var script = script()
    let other = Several.label(2)
    script.state.watch = WatchSet([
      Watched(id: Script.context, label: Script.label),
      Watched(id: ContextID(2), label: other),
    ])
    script.data(
      series("nightly-carts", at: 1).map { $0.moved(to: ContextID(2)) }, context: ContextID(2),
      site: Several.place(2), label: other)
    script.type("B")
    script.state.notices = []
    return script.state
  }
}

extension TrackedTask {
  /// The same at another site.
  func moved(to context: ContextID) -> TrackedTask {
    TrackedTask(
      id: TaskID(site: SiteID(context.number), identifier: identifier), task: task,
      observedAt: observedAt, progress: progress)
  }
}

extension Scene {
  static let boards = [
    Scene("board", from: ExpectedNights.state()),
    Scene(
      "board-ascii", sizes: ordinary, abilities: Abilities(unicode: false, colours: .mono),
      from: ExpectedNights.state()),
    Scene("board-two-sites", sizes: ordinary, from: ExpectedNights.twoSites()),
    Scene(
      "board-searched", sizes: [Size(columns: 80, rows: 24)],
      from: ExpectedNights.state(keys: "B/late")),
    Scene("board-empty", sizes: ordinary, from: Fleet.state(Fleet.active, keys: "B")),
    Scene("overview-overdue", sizes: ordinary, from: ExpectedNights.state(keys: "O")),
    Scene("timeline-deadline", sizes: ordinary, from: ExpectedNights.state(keys: "T")),
  ]
}
