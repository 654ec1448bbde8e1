import Canvas
import Dashboard
import Foundation
import Ground
import RDSExports
import Support
import Testing
import Tracking

/// A frame says for how long it is true: nothing on it may read otherwise before, and the program
/// is not woken for nothing.
struct DueTests {
  private let size = Size(columns: 120, rows: 31)

  private func state(_ tasks: [TrackedTask], feed: Feed = Fleet.feed) -> State {
    var state = Fleet.state(tasks, feed: feed)
    state.size = size
    return state
  }

  private func moment(after seconds: Duration) -> Moment {
    Moment(
      wall: Fleet.wall.addingTimeInterval(seconds / .seconds(1)),
      monotonic: Fleet.moment.monotonic + seconds)
  }

  /// The frames that one sees who sleeps until each is due.
  private func frames(_ state: State, for length: Duration) throws -> [(Duration, Frame)] {
    var frames: [(Duration, Frame)] = []
    var now = Duration.milliseconds(370)
    while now < length {
      let (frame, due) = view(state, at: moment(after: now))
      frames.append((now, frame))
      let next = try #require(due) - Fleet.moment.monotonic
      try #require(next > now, "due at once, again and again")
      now = next
    }
    return frames
  }

  @Test(arguments: Scene.all)
  func `a frame is true until it is due`(_ scene: Scene) throws {
    var state = scene.state()
    state.size = size
    let start = view(state, at: Fleet.moment)
    let rest = (start.due ?? Fleet.moment.monotonic + .seconds(300)) - Fleet.moment.monotonic
    try #require(rest >= .zero)
    for part in [0.25, 0.6, 0.99] where rest > .zero {
      let later = view(state, at: moment(after: rest * part))
      #expect(later.frame.transcript() == start.frame.transcript())
    }
  }

  @Test func `tasks that run for minutes wake the program for ages and minutes alone`() throws {
    let frames = try frames(state(Fleet.active + Fleet.history), for: .seconds(60))
    // Twelve steps of the age, and a minute of each clock at most.
    #expect(frames.count <= 12 + 8)
    for (before, after) in zip(frames, frames.dropFirst()) {
      #expect(before.1 != after.1, "woken at \(after.0) to draw what was already there")
    }
  }

  @Test func `any number of young tasks wakes the program once a second`() throws {
    let young = (0..<30).map { number in
      Fleet.task(
        "young-\(number)", .inProgress, percent: 1, gigabytes: 0,
        started: Double(number) / 60 + 0.0137 * Double(number))
    }
    #expect(try frames(state(young), for: .seconds(20)).count <= 21)
  }

  @Test(arguments: [3.0, 29.0])
  func `minutes wait for an answer that is nearly there, and not for one that is far`(
    _ poll: Double
  ) throws {
    let feed = Fleet.feed {
      $0.nextPoll = Fleet.moment.monotonic + .seconds(poll)
      $0.isPaused = false
    }
    // Its sixteenth minute is over in two seconds.
    let task = Fleet.task("a", .inProgress, percent: 5, gigabytes: 1, started: 16 - 2.0 / 60)
    let state = state([task], feed: feed)
    #expect(view(state, at: Fleet.moment).frame.text(row: 4).contains("15 m"))
    let redrawn = try frames(state, for: .seconds(10)).first { $0.1.text(row: 4).contains("16 m") }
    let waited = try #require(redrawn).0 / .seconds(1)
    #expect(poll < 6 ? waited > 2.1 && waited <= poll + 1 : waited > 1.9 && waited < 2.1)
  }

  @Test func `a narrow screen is not woken for columns that it does not show`() throws {
    var state = state([
      Fleet.task("young", .inProgress, percent: 1, gigabytes: 0, started: 0.1)
    ])
    state.size = Size(columns: 40, rows: 10)
    #expect(try frames(state, for: .seconds(60)).count <= 13)
  }

  @Test func `a running task stalls on the screen without any news`() throws {
    let task = Fleet.task(
      "quiet", .inProgress, percent: 5, gigabytes: 1, started: 200,
      evidence: ProgressEvidence(
        lastMovement: Fleet.wall.addingTimeInterval(-290), usualRest: 300, samples: 9))
    let frames = try frames(state([task]), for: .seconds(20))
    let stalled = try #require(frames.first { $0.1.text(row: 4).contains("stalled") })
    #expect((.seconds(10)...(.seconds(12))).contains(stalled.0))
  }

  @Test func `a running task becomes slow on the screen without any news`() throws {
    let known = usual(afterNightsOf: [50, 50, 50, 50, 50, 50])
    let limit = try #require(known?.slowAfter)
    let task = Fleet.task(
      "late", .inProgress, percent: 5, gigabytes: 1, started: (limit - 10) / 60
    ).with(known)
    let frames = try frames(state([task]), for: .seconds(100))
    let slow = try #require(frames.first { $0.1.text(row: 4).contains("slow") })
    #expect((.seconds(10)...(.seconds(12))).contains(slow.0))
    #expect(slow.1.text(row: 1).contains("1 slow"))
  }

  @Test func `a task that stalls out of sight is counted in time`() throws {
    let quiet = Fleet.task(
      "quiet", .starting, percent: 0,
      evidence: ProgressEvidence(
        lastMovement: Fleet.wall.addingTimeInterval(-3590), usualRest: 3600,
        knownSince: Fleet.wall.addingTimeInterval(-3590)))
    var state = state(Fleet.history + [quiet])
    state.list.show(Fleet.history)
    let frames = try frames(state, for: .seconds(20))
    let counted = try #require(frames.first { $0.1.text(row: 1).contains("1 stalled") })
    #expect((.seconds(10)...(.seconds(12))).contains(counted.0))
    #expect(frames[0].1.text(row: 1).contains("1 starting"))
  }

  @Test func `the next try is counted down in steps of five seconds`() throws {
    let feed = Fleet.feed {
      $0.nextPoll = Fleet.moment.monotonic + .seconds(12)
      $0.trouble = Fleet.trouble(.unreachable)
    }
    let words = try frames(state(Fleet.history, feed: feed), for: .seconds(14)).map { _, frame in
      let row = frame.text(row: 3)
      let word = row.ranges(of: "  ").last.map { row[$0.upperBound...] } ?? row[...]
      return word.trimmingCharacters(in: .whitespaces)
    }
    var told: [String] = []
    for word in words where told.last != word { told.append(word) }
    #expect(told == ["retry in 15 s", "retry in 10 s", "retry in 5 s", "trying again…"])
  }

  @Test func `ages and elapsed times follow the server's clock`() {
    let ahead = Fleet.feed { $0.serverAhead = 600 }
    let task = Fleet.task("a", .inProgress, percent: 5, gigabytes: 1, started: 10)
    let row = view(state([task], feed: ahead), at: Fleet.moment).frame.text(row: 4)
    #expect(row.contains("20 m"))
  }

  @Test func `a frame of nothing but finished tasks on a paused feed changes with its clock`() {
    let feed = Fleet.feed {
      $0.isPaused = true
      $0.lastAnswer = nil
    }
    let due = view(state(Fleet.history, feed: feed), at: Fleet.moment).due
    // 12:04:30, so the clock moves on in 30 s.
    let rest = (due ?? .zero) - Fleet.moment.monotonic
    #expect(rest > .seconds(29.9) && rest < .seconds(30.1))
  }
}
