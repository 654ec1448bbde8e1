import Foundation
import Ground
import RDSExports
import Support
import Testing
import Tracking

@testable import Planning

@Suite struct `A series that runs as a rule` {
  @Test func `is waited for, then late, then missing, and done once it has run`() throws {
    var night = watch(nights(), at: day(11, 21, at: 12))
    var row = try #require(night.runs.rows.first)
    #expect(row.state == .done)
    #expect(row.series.pattern == "nightly-orders-*")
    #expect(row.rhythm == .times([.init(second: 3600, weekdays: ExpectedSeries.allWeekdays)]))
    #expect(row.lastGood?.ended == day(11, 21, at: 2))
    night.pass(to: day(11, 22, at: 0.5))
    #expect(night.states == [.waiting])
    #expect(night.runs.rows[0].start == day(11, 22, at: 1))
    night.pass(to: day(11, 22, at: 2.5))
    #expect(night.states == [.late])
    #expect(night.runs.rows[0].since == day(11, 22, at: 2.25))
    night.pass(to: day(11, 22, at: 10))
    row = night.runs.rows[0]
    #expect(row.state == .missing)
    #expect(row.missed == 1)
    #expect(row.deadline == row.since)
    #expect(row.since == day(11, 22, at: 3), "an hour more than it takes")
    night.see([run(at: day(11, 22, at: 10), .inProgress)], at: day(11, 22, at: 10.25))
    #expect(night.states == [.late], "it runs, beyond its deadline")
    night.see([run(at: day(11, 22, at: 10))], at: day(11, 22, at: 11))
    #expect(night.states == [.done])
    #expect(night.runs.rows[0].wasLate)
    #expect(night.runs.rows[0].missed == 0)
  }

  @Test func `changes exactly when it says, and never else`() {
    var night = watch(nights(), at: day(11, 21, at: 12))
    var told: [ExpectedRun.State] = []
    while let due = night.runs.dues.map(\.at).min(), due < day(11, 23) {
      #expect(due > night.now)
      night.pass(to: due.addingTimeInterval(-1))
      let before = night.states
      night.pass(to: due)
      if night.states != before { told += night.states }
    }
    #expect(told == [.waiting, .late, .missing])
  }

  @Test func `on workdays is not missing on Saturday, but on Monday`() {
    // The 20th of November is a Friday.
    var night = watch(nights(20, where: { $0 < 5 }), at: day(11, 20, at: 12))
    night.pass(to: day(11, 22, at: 23.5))
    #expect(night.states == [.waiting])
    night.pass(to: day(11, 23, at: 12))
    #expect(night.states == [.missing])
  }

  @Test func `for only one week says nothing of the days that it hasn't had`() {
    let days = (16...20).map { run(at: day(11, $0, at: 1)) }
    var night = watch(days, at: day(11, 20, at: 12))
    night.pass(to: day(11, 22, at: 20))
    #expect(night.states == [.waiting])
    night.pass(to: day(11, 23, at: 12))
    #expect(night.states == [.missing])
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `too seldom seen, or at any time, is no rule`(seed: Seed) {
    #expect(watch(nights(4), at: day(11, 21, at: 12)).runs.rows.isEmpty)
    var random = seed.generator("at any time")
    var tasks: [ExportTask] = []
    var time = day(6, 1)
    while time < day(11, 21) {
      tasks.append(run("adhoc", at: time))
      time += 86_400 * 3 * -log(Double.random(in: 0.001..<1, using: &random))
    }
    #expect(tasks.count > 30)
    #expect(watch(tasks, at: day(11, 21, at: 12)).runs.rows.isEmpty)
  }

  @Test func `is not called missing by one who doesn't know`() {
    var night = Watch()
    night.see(nights(), at: day(11, 21, at: 12), isComplete: false)
    #expect(night.runs.rows.isEmpty, "the list is not read to its end")
    night.see([], at: day(11, 21, at: 13))
    #expect(night.states == [.done])
    night.pass(to: day(11, 22, at: 12), known: day(11, 21, at: 13))
    #expect(night.states == [.unknown], "nobody has looked since")
    night.pass(to: day(11, 22, at: 12), isComplete: false)
    #expect(night.states == [.unknown], "what began and ended meanwhile isn't known")
    night.see([], at: day(11, 22, at: 12))
    #expect(night.states == [.missing])
  }

  @Test func `that failed is failed until another attempt, and a good one wins`() {
    var night = watch(
      nights() + [run(at: day(11, 22, at: 1), minutes: 9, .failed)], at: day(11, 22, at: 3))
    #expect(night.states == [.failed])
    #expect(night.runs.rows[0].since == day(11, 22, at: 1.15))
    night.pass(to: day(11, 23, at: 0.5))
    #expect(night.states == [.failed], "until the next one begins, or should have")
    var again = night
    again.see([run(at: day(11, 22, at: 14), .inProgress)], at: day(11, 22, at: 14.1))
    again.see([run(at: day(11, 22, at: 14))], at: day(11, 22, at: 15))
    #expect(again.states == [.done])
    again.pass(to: day(11, 23, at: 12))
    #expect(again.states == [.missing], "the attempt in the afternoon was last night's")
    night.pass(to: day(11, 23, at: 12))
    #expect(night.states == [.missing])
  }

  @Test func `around midnight is one run a night`() throws {
    let starts = [23.8, 24.1, 23.9, 24.3, 24.0, 23.85, 24.2, 23.95, 24.05, 23.8, 24.25]
    let tasks = starts.enumerated().map { run(at: day(11, 1 + $0, at: 0) + 3600 * $1) }
    var night = watch(tasks, at: day(11, 12, at: 12))
    let row = try #require(night.runs.rows.first)
    #expect(row.state == .done)
    guard case .times(let turns) = row.rhythm else { return #expect(Bool(false)) }
    #expect(turns.count == 1)
    #expect(abs(turns[0].second - 86_400) < 900 || turns[0].second < 900)
    night.pass(to: day(11, 13, at: 1))
    #expect(night.states == [.waiting])
    night.pass(to: day(11, 13, at: 8))
    #expect(night.states == [.missing])
  }

  @Test func `twice a day has two times, and one of them can be missing`() throws {
    let tasks = nights(at: 2) + nights(at: 14)
    var night = watch(tasks, at: day(11, 21, at: 16))
    guard case .times(let turns) = night.runs.rows.first?.rhythm else {
      return #expect(Bool(false))
    }
    #expect(turns.map(\.second) == [7200, 50_400])
    night.see([run(at: day(11, 22, at: 2))], at: day(11, 22, at: 3.5))
    #expect(night.states == [.done])
    night.pass(to: day(11, 22, at: 18))
    #expect(night.states == [.missing])
    #expect(night.runs.rows[0].start == day(11, 22, at: 14))
  }

  @Test(arguments: [(6.0, 30), (48.0, 30), (336.0, 12)])
  func `every so many hours or days goes by the time since the last one`(
    hours: Double, runs: Int
  ) {
    let last = day(11, 21, at: 6)
    let tasks = (0..<runs).map { run(at: last - 3600 * hours * Double($0)) }
    var night = watch(tasks, at: last + 7200)
    #expect(night.states == [.done])
    night.pass(to: last + 3600 * hours + 600)
    #expect(night.states == [.waiting])
    night.pass(to: last + 3600 * hours * 1.5 + 4 * 3600)
    #expect(night.states == [.missing])
  }

  @Test func `for months is missed after its month, not after a week`() {
    let tasks = (1...11).map { run(at: day($0, 1, at: 3)) }
    var night = watch(tasks, at: day(11, 2))
    #expect(night.states == [.done])
    night.pass(to: day(11, 30))
    #expect(night.states == [.waiting])
    night.pass(to: day(12, 5))
    #expect(night.states == [.missing])
  }

  @Test func `that has ended is given up after a week`() {
    var night = watch(nights(), at: day(11, 21, at: 12))
    night.pass(to: day(11, 29, at: 1))
    #expect(night.states == [.missing])
    #expect(night.runs.rows[0].missed == 7)
    night.pass(to: day(12, 1, at: 12))
    #expect(night.states == [.retired])
    #expect(night.runs.rows[0].since == day(11, 21, at: 1))
    night.pass(to: day(12, 400))
    #expect(night.states == [.retired])
    night.see([run(at: day(12, 401, at: 1))], at: day(12, 401, at: 3))
    #expect(!night.states.contains(.missing))
  }

  @Test func `at another hour is late for two nights, and then has a new hour`() {
    let before = nights(40, before: day(11, 1), at: 1)
    var night = watch(before, at: day(10, 31, at: 12))
    var alarms: [Int] = []
    for number in 1...40 {
      night.pass(to: day(11, number, at: 5))
      if night.states != [.waiting] { alarms.append(number) }
      night.see([run(at: day(11, number, at: 5))], at: day(11, number, at: 6))
    }
    #expect(alarms == [1, 2])
    #expect(night.runs.rows[0].rhythm?.turns == [5 * 3600])
  }

  @Test func `that is STARTING has begun, and so has one that ended without a start`() {
    var night = watch(nights(), at: day(11, 21, at: 12))
    var starting = run(at: day(11, 22, at: 1), .starting)
    starting.taskStartTime = nil
    night.see([starting], at: day(11, 22, at: 1))
    #expect(night.states == [.running])
    #expect(night.runs.rows[0].phase == .starting)
    night.pass(to: day(11, 22, at: 2.9))
    #expect(night.states == [.running])
    starting.status = .failed
    starting.taskEndTime = day(11, 22, at: 2.9)
    night.see([starting], at: day(11, 22, at: 2.9))
    #expect(night.states == [.failed])
  }

  @Test func `costs a poll what it brings, among ten thousand exports`() {
    var all: [ExportTask] = []
    for number in 0..<200 {
      all += nights(50, of: "nightly-db-\(letters(number))", at: Double(number % 20) / 2)
    }
    var night = watch(all, at: day(11, 21, at: 12))
    #expect(night.runs.rows.count == 200)
    #expect(night.judged == 200)
    night.see([], at: day(11, 21, at: 12.1))
    #expect(night.judged == 0)
    let open = (0..<5).map {
      run("nightly-db-\(letters($0))", at: day(11, 21, at: 12), .inProgress)
    }
    night.see(open, at: day(11, 21, at: 12.2))
    #expect(night.judged == 5)
    night.see(open, at: day(11, 21, at: 12.3))
    #expect(night.judged == 5)
  }

  private func letters(_ number: Int) -> String {
    String(UnicodeScalar(UInt8(97 + number / 20))) + String(UnicodeScalar(UInt8(97 + number % 20)))
  }

  @Test func `under another name goes on`() {
    let renamed = (22...24).map {
      run("export-orders", at: day(11, $0, at: 1), source: "nightly-orders")
    }
    var night = watch(nights() + renamed, at: day(11, 24, at: 12))
    #expect(night.states == [.done])
    #expect(night.runs.rows[0].series.pattern == "export-orders-*")
    night.pass(to: day(11, 25, at: 12))
    #expect(night.states == [.missing], "it has the habit of the one before")
  }

  @Test func `that was repeated by hand under another name is late or missing no more`() {
    var night = watch(nights(), at: day(11, 21, at: 12))
    night.pass(to: day(11, 22, at: 2.5))
    #expect(night.states == [.late])
    let late = night
    func byHand(_ status: ExportTaskStatus, at hour: Double = 2.6, to bucket: String? = nil)
      -> ExportTask
    {
      var task = run("by-hand", at: day(11, 22, at: hour), status, source: "nightly-orders")
      task.s3Bucket = bucket
      return task
    }
    night.see([byHand(.inProgress)], at: day(11, 22, at: 2.7))
    #expect(night.states == [.running])
    night.pass(to: day(11, 22, at: 3.2))
    #expect(night.states == [.running], "its deadline was the other's")
    night.see([byHand(.complete)], at: day(11, 22, at: 3.7))
    #expect(night.states == [.done])
    #expect(night.runs.rows.map(\.series.pattern) == ["nightly-orders-*"])
    #expect(night.runs.rows[0].wasLate)
    night.pass(to: day(11, 23, at: 12))
    #expect(night.states == [.missing], "once, and not for the next night")
    for other in [byHand(.failed), byHand(.complete, to: "elsewhere")] {
      var night = late
      night.see([other], at: day(11, 22, at: 3.7))
      #expect(night.states != [.done] && night.states != [.running])
    }
  }

  @Test func `that failed and is repeated after its deadline runs, and is not late`() {
    var night = watch(
      nights() + [run(at: day(11, 22, at: 1), minutes: 9, .failed)], at: day(11, 22, at: 9))
    #expect(night.states == [.failed])
    night.see([run(at: day(11, 22, at: 9.5), .inProgress)], at: day(11, 22, at: 9.6))
    #expect(night.states == [.running])
  }

  @Test func `beside a single export of its source keeps its name`() {
    let other = run("for-bob", at: day(11, 21, at: 15), source: "nightly-orders")
    let night = watch(nights() + [other], at: day(11, 21, at: 17))
    #expect(night.runs.rows.map(\.series.pattern) == ["nightly-orders-*"])
  }

  @Test(arguments: [0.5, 2.5]) func `is not missing in a night when the clocks are set`(
    hour: Double
  )
    throws
  {
    for last in [day(3, 29), day(10, 25)] {
      // By the clocks, and by UTC.
      let byClock = nights(20, of: "by-clock", before: last, at: hour)
      let start = last.addingTimeInterval(-20 * 86_400 + 3600 * hour)
      let byUTC = (0..<20).map { run("by-utc", at: start + 86_400 * Double($0)) }
      var night = watch(byClock + byUTC, at: last.addingTimeInterval(-3600))
      for back in 0...3 {
        let number = try #require(paris.dayNumber(of: last)) + back
        let one = try #require(paris.date(day: number, second: Int(hour * 3600)))
        let other = start + 86_400 * Double(20 + back)
        for (series, begin) in [("by-clock", one), ("by-utc", other)].sorted(by: { $0.1 < $1.1 }) {
          night.pass(to: begin)
          #expect(!night.states.contains(.late) && !night.states.contains(.missing))
          night.see([run(series, at: begin)], at: begin + 3600)
          #expect(!night.states.contains(.late) && !night.states.contains(.missing))
        }
      }
      let next = try #require(paris.dayNumber(of: last)) + 4
      night.pass(to: try #require(paris.date(day: next, second: 43_200)))
      #expect(night.states == [.missing, .missing])
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `is the same in whatever order and pages the account is read`(seed: Seed) {
    var random = seed.generator("board in pages")
    for _ in 1...6 {
      let expectations = [
        ExpectedSeries(series: "nightly-b*", by: TimeOfDay(written: "06:00") ?? .evening),
        ExpectedSeries(series: "nowhere-*", by: .evening),
      ]
      var paged = Watch(expectations)
      var all: [ExportTask] = []
      for series in ["nightly-a", "nightly-b", "nightly-c"] {
        all += nights(of: series, at: .random(in: 0...5, using: &random)) { _ in
          random.chance(0.9)
        }
      }
      all.append(run("nightly-b", at: day(11, 22, at: 1), .inProgress))
      all.shuffle(using: &random)
      let now = day(11, 22, at: 8)
      var rest = all[...]
      while !rest.isEmpty {
        let page = rest.prefix(Int.random(in: 1...9, using: &random))
        rest = rest.dropFirst(page.count)
        paged.see(Array(page), at: now)
      }
      let whole = watch(all, at: now, expectations)
      #expect(paged.runs.rows.map(\.withoutForecast) == whole.runs.rows.map(\.withoutForecast))
      #expect(!whole.runs.rows.isEmpty)
    }
  }
}

extension Rhythm {
  /// In seconds since midnight; nil where it goes by no time of day.
  fileprivate var turns: [Int]? {
    if case .times(let turns) = self { turns.map(\.second) } else { nil }
  }
}

extension ExpectedRun {
  /// What is usual for a task depends on when it was learned.
  fileprivate var withoutForecast: ExpectedRun {
    var row = self
    row.forecast = nil
    row.holdsUntil = nil
    return row
  }
}
