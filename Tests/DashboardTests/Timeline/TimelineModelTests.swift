import Canvas
import Foundation
import Ground
import Listing
import RDSExports
import Support
import Testing

@testable import Dashboard
@testable import Tracking

/// What the timeline computes before anything is drawn.
@Suite struct TimelineModelTests {
  static let start = Script.start

  private static func anyTask(_ number: Int, _ random: inout SeededGenerator) -> TrackedTask {
    let status = random.pick([
      ExportTaskStatus.inProgress, .starting, .failed, .complete, .canceling, .canceled,
    ])
    let began = -Double.random(in: 0...200_000, using: &random)
    let hasBegun = status == .starting ? false : random.chance(0.9)
    let ended = status.isFinal ? began + Double.random(in: 0...9000, using: &random) : nil
    var evidence = ProgressEvidence(
      expectedEnd: random.chance(0.5) ? start.addingTimeInterval(7000) : nil,
      knownSince: random.chance(0.5)
        ? start.addingTimeInterval(began - Double.random(in: -900...900, using: &random)) : nil)
    evidence.isBeginningKnown = random.chance(0.3)
    let made = task(
      "task-\(number)", status, percent: 5, started: hasBegun ? began : nil,
      ended: random.chance(0.95) ? ended : nil, progress: evidence)
    return TrackedTask(
      id: made.id, task: made.task, observedAt: made.observedAt, progress: evidence,
      isListed: random.chance(0.95))
  }

  private static func anyScale(_ random: inout SeededGenerator) -> TimeScale {
    TimeScale(
      TimeWindow(
        left: start.addingTimeInterval(-Double.random(in: -4000...210_000, using: &random)),
        span: random.pick([3600, 14_400, 86_400, 1_209_600])),
      columns: Int.random(in: 1...180, using: &random))
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<20)
  func `the index finds what overlaps a window, in the order of the starts`(
    seed: Seed, round: Int
  ) {
    var random = seed.generator("timeline index \(round)")
    let tasks = (0..<Int.random(in: 0...300, using: &random)).map { Self.anyTask($0, &random) }
    let index = TimelineIndex(TrackedTasks(tasks), list: 0)
    for _ in 0..<20 {
      let window = Self.anyScale(&random).window
      var found: [TrackedTask] = []
      index.each(from: window.left, to: window.right) { found.append(tasks[$0.row.slot]) }
      let wanted = tasks.filter { task in
        guard let course = TaskCourse(of: task) else { return false }
        return course.start <= window.right && (course.end ?? .distantFuture) >= window.left
      }
      #expect(Set(found.map(\.identifier)) == Set(wanted.map(\.identifier)))
      #expect(found.count == wanted.count)
      let starts = found.compactMap { TaskCourse(of: $0)?.start }
      #expect(starts == starts.sorted())
    }
    #expect(index.undated.count == tasks.count { TaskCourse(of: $0) == nil })
  }

  @Test
  func `of thousands that ended long ago hardly any is looked at, even beside a very long one`() {
    var tasks = many(5000).enumerated().map { number, _ in
      task(
        "t\(number)", .complete, started: -Double(number) * 3600,
        ended: -Double(number) * 3600 + 1800)
    }
    tasks.append(task("endless", .complete, started: -5001 * 3600, ended: 0))
    let index = TimelineIndex(TrackedTasks(tasks), list: 0)
    var found = 0
    let looks = index.each(
      from: Self.start.addingTimeInterval(-86_400), to: Self.start
    ) { _ in found += 1 }
    #expect(found == 26)
    #expect(looks < 4 * found)
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<20)
  func `every bar lies in its window, its parts one after the other`(seed: Seed, round: Int) throws
  {
    var random = seed.generator("timeline bars \(round)")
    for number in 0..<200 {
      let task = Self.anyTask(number, &random)
      let scale = Self.anyScale(&random)
      let known = Self.start.addingTimeInterval(Double.random(in: -500...0, using: &random))
      guard let course = TaskCourse(of: task) else { continue }
      let expected = task.progress.expectedEnd
      let last = max(course.start, course.end ?? max(known, expected ?? known))
      let isInside =
        scale.column(of: course.start) < scale.columns && scale.column(of: last) >= 0
      guard let bar = LaneBar(course, known: known, expectedEnd: expected, scale) else {
        #expect(!isInside, "\(course) is in \(scale)")
        continue
      }
      #expect(isInside)
      #expect(0 <= bar.columns.lowerBound && bar.columns.upperBound < scale.columns)
      #expect(bar.columns.lowerBound == max(0, scale.column(of: course.start)))
      #expect(bar.columns.upperBound == min(scale.columns - 1, scale.column(of: last)))
      let parts = [bar.starting, bar.running, bar.forecast].filter { !$0.isEmpty }
      for (one, next) in zip(parts, parts.dropFirst()) {
        #expect(one.upperBound == next.lowerBound)
      }
      if let end = bar.end { #expect(bar.columns.contains(end) && bar.forecast.isEmpty) }
      #expect(bar.endsLater == (scale.column(of: last) >= scale.columns))
    }
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<20)
  func `the strip of slots is what a count at every moment says`(seed: Seed, round: Int) {
    var random = seed.generator("timeline slots \(round)")
    let runs: [(start: TimeInterval, end: TimeInterval)] = (0..<40).map { _ in
      let start = Double(Int.random(in: 0...400, using: &random)) * 10
      let length = random.chance(0.1) ? 0 : Double(Int.random(in: 0...90, using: &random)) * 10
      return (start, random.chance(0.05) ? .infinity : start + length)
    }
    let scale = TimeScale(
      TimeWindow(left: Date(timeIntervalSinceReferenceDate: 500), span: 3000),
      columns: random.pick([1, 7, 30, 60]))
    let known = Date(timeIntervalSinceReferenceDate: 2990)
    let use = SlotUse(runs, scale, known: known)
    for column in 0..<scale.columns {
      let left = scale.start(of: column).timeIntervalSinceReferenceDate
      let right = scale.start(of: column + 1).timeIntervalSinceReferenceDate
      let moments = [left] + runs.map(\.start).filter { left < $0 && $0 < right }
      let most = moments.map { moment in
        runs.count { $0.start <= moment && moment < $0.end }
      }.max()
      #expect(use.most[column] == (column > scale.column(of: known) ? nil : most))
    }
  }

  @Test(arguments: [0, 3600, -12_600, 20_700])
  func `a window that follows now has round edges, room after now, and stands still for a while`(
    offset: Int
  ) throws {
    var zoom: TimelineZoom? = .night
    while let closer = zoom?.closer { zoom = closer }
    var words: [String] = []
    while let step = zoom {
      words.append(step.words)
      var moves = 0
      var before: TimeWindow?
      for second in stride(from: 0.0, to: 2 * step.unit, by: step.unit / 10) {
        let now = Self.start.addingTimeInterval(second + 17.5)
        let window = TimeWindow(around: now, step, LocalTime(utcOffset: offset))
        #expect(window.right >= now.addingTimeInterval(step.ahead))
        #expect(window.right < now.addingTimeInterval(step.ahead + step.unit))
        #expect(window.right.timeIntervalSince(window.left) == step.span)
        #expect(window.right.rounded(.down, to: step.unit, utcOffset: offset) == window.right)
        if before != window { moves += 1 }
        before = window
      }
      #expect(moves <= 3)
      zoom = step.wider
    }
    #expect(
      words == ["1 h", "2 h", "4 h", "8 h", "12 h", "18 h", "24 h", "2 d", "4 d", "7 d", "14 d"])
  }

  @Test(arguments: [0, 3600, -34_200])
  func `ticks are round local times with room for their names, and midnight is named by its day`(
    offset: Int
  ) {
    for span in [3600.0, 14_400, 43_200, 86_400, 345_600, 1_209_600] {
      for columns in [18, 51, 90, 160] {
        let window = TimeWindow(left: Self.start.addingTimeInterval(-40_000), span: span)
        let axis = TimeAxis(
          TimeScale(window, columns: columns), LocalTime(utcOffset: offset))
        #expect(!axis.ticks.isEmpty)
        for (one, next) in zip(axis.ticks, axis.ticks.dropFirst()) {
          #expect(next.column - one.column >= TimeAxis.room - 1)
        }
        #expect(axis.ticks.allSatisfy { (0..<columns).contains($0.column) })
        #expect(axis.ticks.allSatisfy { $0.isDay == !$0.words.contains(":") })
        #expect(axis.ticks.allSatisfy { $0.words != "00:00" })
      }
    }
    let night = TimeWindow(left: Self.start.addingTimeInterval(-50_400), span: 43_200)
    let axis = TimeAxis(TimeScale(night, columns: 60), LocalTime(utcOffset: 0))
    // 2026-11-22 12:00 UTC is the start.
    #expect(axis.ticks.map(\.words) == ["22:00", "22 Nov", "02:00", "04:00", "06:00", "08:00"])
  }

  /// The clocks of Paris were set forward at 2027-03-28 01:00 UTC, and back at 2026-10-25 01:00 UTC.
  @Test(arguments: [
    ("2027-03-27T18:00", true, 3600.0, ["22:00", "23:00", "28 Mar", "01:00", "03:00", "04:00"]),
    ("2027-03-27T18:00", true, 7200, ["20:00", "22:00", "28 Mar", "04:00", "06:00"]),
    ("2026-10-24T18:00", false, 3600, ["23:00", "25 Oct", "01:00", "02:00", "02:00", "03:00"]),
    ("2026-10-24T18:00", false, 7200, ["22:00", "25 Oct", "02:00", "04:00", "06:00"]),
  ])
  func `over a night on which the clocks are set, each tick is what they showed then`(
    from: String, isSpring: Bool, step: Double, words: [String]
  ) throws {
    let left = try #require(ISO8601DateFormatter().date(from: "\(from):00Z"))
    let shift = LocalTime.Shift(
      at: left.addingTimeInterval(7 * 3600), utcOffset: isSpring ? 7200 : 3600)
    let local = LocalTime(utcOffset: isSpring ? 3600 : 7200, shifts: [shift])
    let hours = 12.0
    let columns = Int(hours * 3600 / step * Double(TimeAxis.room))
    let axis = TimeAxis(
      TimeScale(TimeWindow(left: left, span: hours * 3600), columns: columns), local)
    let shown = axis.ticks.map(\.words)
    let first = try #require(shown.firstIndex(of: words[0]))
    #expect(Array(shown[first...].prefix(words.count)) == words)
    #expect(axis.ticks.filter(\.isDay).count == 1)
  }

  @Test func `days are named also where one has 23 or 25 hours`() {
    let left = Self.start.addingTimeInterval(-7 * 86_400)
    for offsets in [(3600, 7200), (7200, 3600)] {
      let shift = LocalTime.Shift(at: left.addingTimeInterval(3.1 * 86_400), utcOffset: offsets.1)
      let axis = TimeAxis(
        TimeScale(TimeWindow(left: left, span: 7 * 86_400), columns: 70),
        LocalTime(utcOffset: offsets.0, shifts: [shift]))
      #expect(axis.ticks.count == 7 && axis.ticks.allSatisfy(\.isDay))
      #expect(Set(axis.ticks.map(\.words)).count == 7)
    }
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<20)
  func `an index that takes in what comes is one that is made anew`(seed: Seed, round: Int) {
    var random = seed.generator("timeline index kept \(round)")
    var tasks = (0..<Int.random(in: 0...900, using: &random)).map { Self.anyTask($0, &random) }
    var index = TimelineIndex(TrackedTasks(tasks), list: 0)
    var store = TrackedTasks(tasks)
    for _ in 0..<30 {
      for _ in 0..<Int.random(in: 0...60, using: &random) {
        if tasks.isEmpty || random.chance(0.3) {
          tasks.append(Self.anyTask(tasks.count, &random))
          store = store.with(tasks[tasks.count - 1])
        } else {
          let slot = Int.random(in: 0..<tasks.count, using: &random)
          tasks[slot] = Self.anyTask(slot, &random)
          store = store.with(tasks[slot])
        }
      }
      index.take(store)
      let anew = TimelineIndex(store, list: 0)
      let window = Self.anyScale(&random).window
      func found(_ index: TimelineIndex) -> [TimelineIndex.Entry] {
        var found: [TimelineIndex.Entry] = []
        index.each(from: window.left, to: window.right) { found.append($0) }
        #expect(found.map(\.start) == found.map(\.start).sorted())
        return found.sorted { ($0.start, $0.row.slot) < ($1.start, $1.row.slot) }
      }
      #expect(found(index) == found(anew))
      #expect(index.undated == anew.undated)
      #expect(index.firstStart == anew.firstStart)
    }
  }

  @Test func `an answer costs as much as what it brings, however much has ended`() {
    let tasks = TrackedTasks(many(20_000))
    var index = TimelineIndex(tasks, list: 0)
    #expect(index.take(tasks) == 0)
    let moved = tasks.with(task("t00007", .complete, ended: -7)).with(task("new", .inProgress))
    #expect(index.take(moved) == 2)
  }

  @Test func `a course knows when a task was STARTING, and that it may have been longer`() {
    func course(
      _ status: ExportTaskStatus, started: TimeInterval? = nil, ended: TimeInterval? = nil,
      known: TimeInterval? = nil, isBeginning: Bool = false, snapshot: TimeInterval? = nil
    ) -> TaskCourse? {
      var evidence = ProgressEvidence(knownSince: known.map { Self.start.addingTimeInterval($0) })
      evidence.isBeginningKnown = isBeginning
      return TaskCourse(
        of: task("a", status, started: started, ended: ended, progress: evidence) {
          $0.snapshotTime = snapshot.map { Self.start.addingTimeInterval($0) }
        })
    }
    func seconds(_ date: Date?) -> TimeInterval? { date?.timeIntervalSince(Self.start) }
    let starting = course(.starting, known: -840)
    #expect(seconds(starting?.start) == -840 && starting?.isStartOpen == true)
    #expect(starting?.running == nil && starting?.end == nil)
    #expect(course(.starting, known: -840, isBeginning: true)?.isStartOpen == false)
    // Without anything known it began when it was seen.
    #expect(seconds(course(.starting)?.start) == 0)
    let running = course(.inProgress, started: -600, known: -840)
    #expect(seconds(running?.start) == -840 && seconds(running?.running) == -600)
    #expect(course(.inProgress, started: -600, known: -10)?.isStartOpen == false)
    // It failed before it began.
    let failed = course(.failed, ended: -50)
    #expect(seconds(failed?.start) == -50 && seconds(failed?.end) == -50)
    #expect(seconds(course(.failed, snapshot: -7000)?.start) == -7000)
    #expect(course(.failed) == nil)
    // An end before the start is none.
    #expect(seconds(course(.complete, started: -50, ended: -90)?.end) == -50)
  }
}

extension TrackedTasks {
  /// The same tasks, one of them new or changed: the others are shared.
  fileprivate func with(_ task: TrackedTask) -> TrackedTasks {
    var tasks = self
    if let slot = slot(of: task.identifier) {
      tasks.replace(slot, with: task)
    } else {
      tasks.append(task)
    }
    return tasks
  }
}
