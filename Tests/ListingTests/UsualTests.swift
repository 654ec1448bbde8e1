import Foundation
import Ground
import RDSExports
import Support
import Testing
import Tracking

@testable import Listing

@Suite struct `Usual and slow in a list` {
  private let now = FilterFixtures.now
  private let fifty = usual(afterNightsOf: [48, 49, 50, 51, 52, 50, 49, 51])

  private func task(
    _ identifier: String, _ status: String = "IN_PROGRESS", minutes: Double?,
    movedMinutesAgo: Double = 0, expectedEnd: Double? = nil, percent: Int = 20, _ usual: Usual?
  ) -> TrackedTask {
    var progress = ProgressEvidence(
      expectedEnd: expectedEnd.map { now.addingTimeInterval($0 * 60) },
      lastMovement: now.addingTimeInterval(-60 * movedMinutesAgo), usualRest: 600, samples: 9)
    progress.knownSince = now.addingTimeInterval(-60)
    return FilterFixtures.task(
      identifier, status,
      change: {
        $0.taskStartTime = minutes.map { now.addingTimeInterval(-60 * $0) }
        $0.percentProgress = percent
      }, progress: progress
    ).with(usual)
  }

  private var asof: Asof { Asof(now: now, known: now, local: LocalTime(utcOffset: 0)) }

  @Test func `slow finds what is slow, and running finds it, too`() throws {
    let tasks = [
      task("late", minutes: 150, fifty), task("fine", minutes: 20, fifty),
      task("still", minutes: 150, movedMinutesAgo: 30, fifty), task("new", minutes: 150, nil),
      task("over", "COMPLETE", minutes: 150, fifty),
    ]
    func found(_ text: String) throws -> [String] {
      try FilterFixtures.matching(text, in: tasks)
    }
    #expect(try found("status=slow") == ["late"])
    #expect(try found("slow") == ["late"])
    #expect(try found("running !slow") == ["fine", "still", "new"])
    #expect(try found("status!=slow") == ["fine", "still", "new", "over"])
    #expect(try found("status=running") == ["late", "fine", "still", "new"])
    #expect(try found("active") == ["late", "fine", "still", "new"])
    #expect(try found("status=stalled,slow") == ["late", "still"])
  }

  @Test func `elapsed is compared with what is usual, where that is known`() throws {
    let tasks = [
      task("late", minutes: 150, fifty), task("fine", minutes: 20, fifty),
      task("new", minutes: 150, nil), task("over", "COMPLETE", minutes: 150, fifty),
      task("starting", "STARTING", minutes: nil, fifty),
    ]
    #expect(try FilterFixtures.matching("elapsed>usual", in: tasks) == ["late"])
    #expect(try FilterFixtures.matching("elapsed<=USUAL", in: tasks) == ["fine", "starting"])
    #expect(try Filter.parse("elapsed>usual").reachOfTime == .open)
  }

  @Test func `a filter for what is not slow is asked again as time passes`() throws {
    for text in ["slow", "status!=slow", "!slow nightly"] {
      #expect(try Filter.parse(text).reachOfTime == .open)
    }
    let running = try Filter.parse("status=running")
    #expect(try !running.isNarrower(than: Filter.parse("status!=slow")))
    #expect(try Filter.parse("status=slow").isNarrower(than: Filter.parse("status=active")))
  }

  @Test func `the status column puts what stalls before what is slow, and that before the rest`() {
    let tasks = [
      task("starting", "STARTING", minutes: nil, fifty), task("late", minutes: 150, fifty),
      task("fine", minutes: 20, fifty), task("still", minutes: 150, movedMinutesAgo: 30, fifty),
    ]
    let ordering = Ordering(sort: Sort(column: .status, ascending: true), now: now)
    #expect(ordering.dependsOnTime)
    let keys = tasks.map { ordering.key($0).number }
    let names = zip(keys, tasks).sorted { $0.0 < $1.0 }.map(\.1.identifier)
    #expect(names == ["fine", "still", "late", "starting"])
    let silent = Ordering(
      sort: ordering.sort, now: now, known: [SiteID(0): now.addingTimeInterval(-6000)])
    #expect(
      silent.key(tasks[1]).number == silent.key(tasks[2]).number,
      "nobody has seen it become slow")
  }

  @Test func `the ETA column sorts by one forecast, whatever it is from`() {
    let tasks = [
      task("own", minutes: 20, expectedEnd: 25, nil), task("usual", minutes: 20, fifty),
      task("none", minutes: 20, nil), task("soon", minutes: 45, fifty),
    ]
    let ordering = Ordering(sort: Sort(column: .eta, ascending: true), now: now)
    let keys = tasks.map { (ordering.key($0).group, ordering.key($0).number) }
    let names = zip(keys, tasks).sorted { $0.0 < $1.0 }.map(\.1.identifier)
    #expect(names == ["soon", "own", "usual", "none"])
  }

  @Test func `an ETA from what is usual is marked`() {
    func words(_ task: TrackedTask, unicode: Bool = true) -> [String] {
      let asof = Asof(now: now, known: now, local: LocalTime(utcOffset: 0), unicode: unicode)
      let cell = ColumnSpec(.eta).cell(task, asof)
      return [cell.text] + cell.shorter
    }
    #expect(words(task("a", minutes: 20, fifty)) == ["~ 30 m", "~30 m", "~30 m"])
    #expect(words(task("a", minutes: 20, expectedEnd: 25, nil)) == ["25 m"])
    let long = usual(afterNightsOf: [120, 121, 119, 120])
    #expect(words(task("a", minutes: 20, long)) == ["~ 1 h 40 m", "~1 h 40 m", "~1 h"])
    let starting = task("a", "STARTING", minutes: nil, percent: 0, fifty)
    #expect(words(starting) == ["≥ 50 m", "≥50 m", "≥50 m"])
    #expect(words(starting, unicode: false).first == ">= 50 m")
    #expect(words(task("a", minutes: 20, nil)) == ["–"])
    // It stays as it is until the task counts as stalled.
    #expect(ColumnSpec(.eta).cell(starting, asof).change?.inSeconds == 601)
  }

  @Test func `the words for slow say by how much, as far as there is room`() {
    let cell = ColumnSpec(.status).cell(task("a", minutes: 150, fifty), asof)
    #expect(cell.text == "◷ slow +1 h 40 m")
    #expect(cell.shorter == ["◷ slow +1 h", "◷ slow"])
    #expect(cell.meaning == .phase(.slow))
    let soon = ColumnSpec(.status).cell(
      task("a", minutes: 45, expectedEnd: 120, percent: 60, fifty), asof)
    #expect(soon.text == "◷ slow", "it has not taken longer yet")
    #expect(ColumnSpec(.usual).cell(task("a", minutes: 45, fifty), asof).text == "50 m")
    #expect(ColumnSpec(.usual).cell(task("a", minutes: 45, nil), asof).meaning == .absent)
  }

  /// A cell that is kept must say when it would be written otherwise.
  @Test(.tags(.generated), arguments: Seed.run())
  func `cells change when they say, and not before`(seed: Seed) {
    var random = seed.generator("cells of usual")
    for _ in 0..<60 {
      let status = random.pick(["IN_PROGRESS", "STARTING"])
      let minutes = Double.random(in: 0...120, using: &random)
      let task = task(
        "a", status, minutes: status == "STARTING" ? nil : minutes.rounded(),
        movedMinutesAgo: Double.random(in: 0...12, using: &random),
        expectedEnd: random.chance(0.5) ? Double.random(in: -5...200, using: &random) : nil,
        percent: Int.random(in: 0...99, using: &random), random.chance(0.8) ? fifty : nil)
      for column in [ColumnID.status, .eta] {
        var shown = ColumnSpec(column).cell(task, asof)
        var until = shown.change?.inSeconds ?? .infinity
        for second in 1...1200 {
          let now = now.addingTimeInterval(Double(second))
          let cell = ColumnSpec(column).cell(
            task, Asof(now: now, known: now, local: LocalTime(utcOffset: 0)))
          if Double(second) + 0.001 >= until {
            shown = cell
            until = Double(second) + (cell.change?.inSeconds ?? .infinity)
          }
          #expect(cell.text == shown.text, "\(column) after \(second) s")
          if cell.text != shown.text { return }
        }
      }
    }
  }
}
