import Foundation
import Ground
import RDSExports
import Support
import Testing
import Tracking

@testable import Listing

/// Clock times, words for days and time spans.
@Suite struct FilterTimeTests {
  private static func utc(_ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Date {
    CivilTime(year: 2026, month: month, day: day, hour: hour, minute: minute).date
  }

  private static func task(started date: Date, _ name: String) -> TrackedTask {
    FilterFixtures.task(name, "COMPLETE") {
      $0.taskStartTime = date
      $0.taskEndTime = date.addingTimeInterval(600)
    }
  }

  private static func running(_ name: String, ends: Date?, moved: Date = FilterFixtures.now)
    -> TrackedTask
  {
    FilterFixtures.task(
      name, "IN_PROGRESS",
      change: { $0.taskStartTime = FilterFixtures.now.addingTimeInterval(-60) },
      progress: ProgressEvidence(
        expectedEnd: ends, lastMovement: moved, usualRest: 300, samples: 9))
  }

  /// Sunday, 2026-11-22, noon.
  private let tasks = [
    task(started: utc(11, 22, 10), "at-10"), task(started: utc(11, 21, 20), "at-20"),
    task(started: utc(11, 21, 19, 59), "at-19:59"), task(started: utc(11, 21, 17), "at-17"),
    task(started: utc(11, 20, 20), "friday"), task(started: utc(11, 16, 1), "monday"),
    task(started: utc(11, 15, 12), "sunday-before"),
  ]

  @Test(arguments: [
    // The last time it was 20:00 was yesterday, the last time it was 10:00 today.
    ("started>=20:00", ["at-10", "at-20"]), ("started>20:00", ["at-10"]),
    ("started=20:00", ["at-20"]),
    ("started<20:00 started>=mon", ["at-19:59", "at-17", "friday", "monday"]),
    ("started>=10:00", ["at-10"]), ("started>=12:00", []),
    ("started>=12:01", ["at-10", "at-20", "at-19:59", "at-17"]),
    ("ended>=20:10", ["at-10", "at-20"]),
    ("tonight", ["at-10", "at-20", "at-19:59"]), ("TONIGHT age<1h", []),
    ("!tonight age<2d", ["at-17", "friday"]), ("\"tonight\"", []),
    ("started=tonight", ["at-10", "at-20", "at-19:59"]), ("started>tonight", []),
    ("started<tonight age<2d", ["at-17", "friday"]),
    ("started>=mon", ["at-10", "at-20", "at-19:59", "at-17", "friday", "monday"]),
    ("started=sun", ["at-10"]), ("started=fri,mon", ["friday", "monday"]),
    ("started=saturday", ["at-20", "at-19:59", "at-17"]),
    ("ended<2h", ["at-10"]), ("started<2h", []), ("started<=2h", ["at-10"]),
    ("started>=2h started<1d", ["at-10", "at-20", "at-19:59", "at-17"]),
    ("ended<1h", []), ("started>6d", ["monday", "sunday-before"]),
  ])
  func `times of day, days and spans mean the last ones`(text: String, found: [String]) throws {
    #expect(try FilterFixtures.matching(text, in: tasks) == found)
  }

  @Test(arguments: [
    ("eta<30m", ["soon"]), ("eta<=20m", ["soon"]), ("eta>30m", ["evening", "tomorrow"]),
    ("eta<06:00", ["soon", "evening"]), ("eta<=12:00", ["soon", "evening", "tomorrow"]),
    ("eta=today", ["soon", "evening"]), ("eta=tonight", ["soon"]), ("eta=mon", ["tomorrow"]),
    ("eta<2026-11-23", ["soon", "evening"]),
    ("eta!=today", ["none", "over", "stalled", "tomorrow"]),
  ])
  func `an ETA is compared with what is to come, and only while there is one`(
    text: String, found: [String]
  ) throws {
    let now = FilterFixtures.now
    let tasks = [
      Self.running("soon", ends: now + 1200), Self.running("evening", ends: now + 10 * 3600),
      Self.running("tomorrow", ends: Self.utc(11, 23, 7)), Self.running("none", ends: nil),
      Self.running("over", ends: now - 60),
      Self.running("stalled", ends: now + 600, moved: now - 9000),
    ]
    #expect(try FilterFixtures.matching(text, in: tasks).sorted() == found.sorted())
  }

  @Test func `an evening of one's own moves tonight`() throws {
    let test = try Filter.parse("started=tonight").test(
      at: FilterFixtures.moment, now: FilterFixtures.now,
      evening: try #require(TimeOfDay(written: "20:00")))
    #expect(tasks.filter(test).map(\.identifier) == ["at-10", "at-20"])
  }

  @Test func `what AWS gives no start time for started when it was first seen`() throws {
    let starting = FilterFixtures.task(
      "starting", "STARTING",
      progress: ProgressEvidence(knownSince: FilterFixtures.now.addingTimeInterval(-60)))
    #expect(
      try FilterFixtures.matching("started=today started<2m", in: [starting]) == ["starting"])
    #expect(try FilterFixtures.matching("started>2m", in: [starting]) == [])
  }

  /// Summer ends on 2026-10-25 at 01:00 UTC; it is half past two for the second time.
  @Test(arguments: [
    ("started>=20:00", ["20:00"]), ("started=tonight", ["20:00", "19:30"]),
    ("started=yesterday", ["20:00", "19:30"]), ("started=2026-10-24", ["20:00", "19:30"]),
    ("started=2026-10-24T20:00", ["20:00"]),
  ])
  func `clocks count as they were set then`(text: String, found: [String]) throws {
    let clocks = LocalTime(
      utcOffset: 7200, shifts: [LocalTime.Shift(at: Self.utc(10, 25, 1), utcOffset: 3600)])
    let moment = Moment(
      wall: Self.utc(10, 25, 1, 30), monotonic: .zero, utcOffset: 3600, clocks: clocks)
    let tasks = [
      Self.task(started: Self.utc(10, 24, 18), "20:00"),
      Self.task(started: Self.utc(10, 24, 17, 30), "19:30"),
      Self.task(started: Self.utc(10, 23, 21, 59), "the day before"),
    ]
    #expect(try FilterFixtures.matching(text, in: tasks, moment: moment) == found)
  }

  @Test(arguments: [
    ("started=today", 12.0), ("started>=mon or failed", 12), ("started=tonight", 6), ("tonight", 6),
    ("started>=20:00", 8), ("!(ended=yesterday started>=10:00)", 12), ("started>=12:00", 24),
    ("started>=13:00 started=today", 1), ("eta<06:00", 18),
  ])
  func `a filter says when its words will mean another time`(text: String, hours: Double) throws {
    let sieve = Sieve(
      filter: try Filter.parse(text), moment: FilterFixtures.moment, now: FilterFixtures.now)
    #expect(sieve.turn == FilterFixtures.now.addingTimeInterval(hours * 3600))
  }

  @Test(arguments: ["started>=2026-11-21", "ended<1h", "age<1h", "orders", "status=failed", ""])
  func `other filters never do`(text: String) throws {
    let sieve = Sieve(
      filter: try Filter.parse(text), moment: FilterFixtures.moment, now: FilterFixtures.now)
    #expect(sieve.turn == nil)
  }

  /// Between two turns the words stand for the same tasks; that is what makes it enough to look at
  /// them where one comes.
  @Test(.tags(.generated), arguments: Seed.run())
  func `until its turn a filter lets the same tasks through`(seed: Seed) throws {
    var random = seed.generator("turns")
    let words = [
      "started=today", "ended<yesterday", "started=tonight", "started>=mon", "ended>20:00",
      "started!=fri", "started<=06:30", "started>=tonight ended<07:15",
    ]
    for _ in 0..<300 {
      let text = words[Int.random(in: words.indices, using: &random)]
      let filter = try Filter.parse(text)
      let offset = Int.random(in: -14...14, using: &random) * 3600
      let now = FilterFixtures.now + Double(Int.random(in: 0...700_000, using: &random))
      let moment = Moment(wall: now, monotonic: .zero, utcOffset: offset)
      let turn = try #require(Sieve(filter: filter, moment: moment, now: now).turn)
      #expect(turn > now)
      let tasks = (0..<40).map { _ in
        Self.task(
          started: now - Double(Int.random(in: 0...900_000, using: &random)), "task")
      }
      let later = now + turn.timeIntervalSince(now) * Double.random(in: 0..<0.999, using: &random)
      #expect(
        tasks.map(filter.test(at: moment, now: now))
          == tasks.map(filter.test(at: moment, now: later)), "\(text)")
    }
  }
}
