import Foundation
import RDSExports
import Testing

@testable import Tracking

/// How a task moved is kept for charts, while it runs and after it has ended.
@Suite struct CourseTests {
  private func run(_ store: inout Store, _ name: String, steps: Int, from start: TimeInterval = 0) {
    for step in 0..<steps {
      store.see(
        export(name, percent: step * 99 / max(1, steps - 1), gigabytes: step, started: at(start)),
        sent: start + Double(step) * 60, from: .fastLane)
    }
  }

  private func end(_ store: inout Store, _ name: String, at time: TimeInterval) {
    var done = export(name, .complete, percent: 100, gigabytes: 400, started: at(0))
    done.taskEndTime = at(time)
    store.see(done, sent: time + 5)
  }

  @Test func `each movement is in the course, and it outlives the task`() {
    var store = Store.empty
    run(&store, "a", steps: 20)
    let running = store.task("a")?.progress.course
    #expect(running?.count == 20)
    #expect(running?.last == ProgressSample(at: at(1140), percent: 99, gigabytes: 19))
    end(&store, "a", at: 1200)
    let progress = store.task("a")?.progress
    #expect(progress?.course == running)
    #expect(progress?.knownSince == nil && progress?.expectedEnd == nil && progress?.samples == 0)
    // It is seen again by the next sweep.
    end(&store, "a", at: 1200)
    #expect(store.task("a")?.progress.course == running)
  }

  @Test func `a long course is thinned evenly and keeps its ends`() throws {
    var store = Store.empty
    run(&store, "a", steps: 100)
    end(&store, "a", at: 6000)
    let course = try #require(store.task("a")?.progress.course)
    #expect(course.count == KeptCourses.mostSamples)
    #expect(course.first?.percent == 0 && course.last?.percent == 99)
    let gaps = zip(course, course.dropFirst()).map { $1.at.timeIntervalSince($0.at) }
    #expect(gaps.max() ?? 0 <= 180)
  }

  @Test func `what a restart finds ended has the course that was remembered`() {
    for isEarly in [true, false] {
      var before = Store.empty
      run(&before, "a", steps: 12)
      let memories = before.takeMemories(of: paris)
      var store = Store(site: SiteID(1), awaitsMemory: true)
      if isEarly { store.restore(memories) }
      end(&store, "a", at: 1200)
      if !isEarly { store.restore(memories) }
      #expect(store.task("a")?.progress.course.count == 12, "\(isEarly)")
    }
  }

  @Test func `only so many that have ended keep theirs`() {
    var courses = KeptCourses()
    for slot in 0..<KeptCourses.mostTasks { #expect(courses.add(slot) == nil) }
    #expect(courses.add(5000) == 0)
    #expect(courses.add(5001) == 1)

    var store = Store.empty
    for number in 0...KeptCourses.mostTasks {
      run(&store, "t\(number)", steps: 2)
      end(&store, "t\(number)", at: 300)
    }
    #expect(store.task("t0")?.progress == ProgressEvidence.none)
    #expect(store.task("t1")?.progress.course.count == 2)
    #expect(store.task("t\(KeptCourses.mostTasks)")?.progress.course.count == 2)
  }
}
