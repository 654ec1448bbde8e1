import Foundation
import Support
import Testing

@testable import Simulator

@Suite struct `a history` {
  static let start = Date(timeIntervalSince1970: 1_795_348_800)

  /// Seeds of so many histories.
  static func seeds(_ count: Int, _ seed: Seed) -> [UInt64] {
    var random = seed.generator("histories")
    return (0..<count).map { _ in random.next() }
  }

  func tasks(
    _ count: Int, seed: UInt64 = 1, speed: Double = 1, start: Date = Self.start
  ) -> [SimulatedTask] {
    let world = World.shop(region: "eu-west-1", account: "123456789012", start: start)
    return History(world: world, seed: seed, speed: speed, start: start).tasks(count)
  }

  func count(_ status: TaskStatus, _ tasks: [SimulatedTask], at now: Date = Self.start) -> Int {
    tasks.filter { $0.state(at: now).status == status }.count
  }

  @Test(.tags(.generated), arguments: Seed.run(), [0, 1, 2, 7, 40, 412])
  func `has as many tasks as it was asked for`(seed: Seed, number: Int) {
    for seed in Self.seeds(8, seed) {
      for speed in [0.5, 1, 60, 3600] {
        #expect(tasks(number, seed: seed, speed: speed).count == number)
      }
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `of forty tasks has four in progress, one starting and some of every ending`(seed: Seed) {
    for seed in Self.seeds(40, seed) {
      let tasks = tasks(40, seed: seed)
      #expect(count(.inProgress, tasks) == 4)
      #expect(count(.starting, tasks) == 1)
      #expect(count(.failed, tasks) >= 2)
      #expect(count(.canceled, tasks) >= 1)
      #expect(count(.complete, tasks) >= 25)
      let warned = tasks.filter { $0.state(at: Self.start).warning != nil }
      #expect(!warned.isEmpty)
      let percents = tasks.map { $0.state(at: Self.start) }
        .filter { $0.status == .inProgress }.map(\.percent)
      #expect(Set(percents).count >= 3)
      #expect((percents.max() ?? 0) - (percents.min() ?? 0) > 40)
    }
  }

  @Test(
    .tags(.generated), arguments: Seed.run(),
    [(1, 0), (1, 10_800), (1, 50_400), (60, 0), (60, 10_800), (60, 50_400)] as [(Double, Double)])
  func `never has six at once, nor one source twice`(seed: Seed, at place: (Double, Double)) {
    let (speed, later) = place
    for seed in Self.seeds(12, seed) {
      let start = Self.start + later
      let tasks = tasks(300, seed: seed, speed: speed, start: start)
      for task in tasks {
        let beside = tasks.filter { $0.created <= task.created && task.created < $0.end }
        #expect(beside.count <= 5)
        #expect(Set(beside.map(\.sourceARN)).count == beside.count)
      }
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `is over before now, but for what runs`(seed: Seed) {
    for seed in Self.seeds(12, seed) {
      for task in tasks(300, seed: seed) {
        let state = task.state(at: Self.start)
        #expect(task.created <= Self.start)
        #expect((task.snapshotTime ?? .distantPast) <= task.created)
        if state.status.isFinal { #expect(task.end <= Self.start) }
      }
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `gives every task an identifier of its own that RDS would accept`(seed: Seed) throws {
    for (seed, number) in zip(Self.seeds(2, seed), [5000, 700]) {
      let tasks = tasks(number, seed: seed)
      #expect(Set(tasks.map(\.identifier)).count == number)
      let rule = try Regex("[A-Za-z](-?[A-Za-z0-9])*")
      for task in tasks {
        #expect(task.identifier.wholeMatch(of: rule) != nil)
        #expect(task.identifier.count <= 60)
      }
    }
  }

  @Test func `names a failed task's own role and bucket in its cause`() {
    var causes = Set<String>()
    for task in tasks(3000) {
      guard case .failed(let cause) = task.ending else { continue }
      causes.insert(cause)
      if cause.contains("IAM role") { #expect(cause.contains("[\(task.roleARN)]")) }
      if cause.contains("[s3:") || cause.contains("S3 bucket [") {
        #expect(cause.contains("[\(task.bucket)]"))
      }
    }
    #expect(causes.count >= 6)
  }

  @Test func `shows failures at many points, STARTING among them`() {
    let failed = tasks(3000).map { $0.state(at: Self.start) }.filter { $0.status == .failed }
    #expect(failed.contains { $0.started == nil && $0.percent == 0 })
    #expect(failed.contains { $0.percent > 70 })
    #expect(failed.contains { (20...60).contains($0.percent) })
  }

  @Test func `lasts 20 minutes to four hours a task at the speed of life`() {
    for task in tasks(500) {
      guard case .complete = task.ending, task.cancelRequested == nil else { continue }
      #expect((19 * 60...4 * 3600).contains(task.curve.duration))
    }
    for (slow, quick) in zip(tasks(40, speed: 1).suffix(5), tasks(40, speed: 60).suffix(5)) {
      let twin = tasks(40, speed: 60).first { $0.identifier == slow.identifier } ?? quick
      #expect(abs(slow.curve.duration / 60 - twin.curve.duration) < 1e-6)
    }
  }

  @Test func `is the same for the same seed and another for another`() {
    let one = tasks(200, seed: 5).map(\.identifier)
    #expect(one == tasks(200, seed: 5).map(\.identifier))
    #expect(one != tasks(200, seed: 6).map(\.identifier))
  }
}
