import Foundation
import RDSExports
import Support
import Testing

@testable import Tracking

/// The judge of what is called usual: a year whose truth is known.
@Suite struct `A simulated year of nights` {
  private struct Verdict {
    var ours: [Double] = []
    var knowing: [Double] = []
    var falseAlarms = 0
    var stuck = 0
    var missed = 0
    var withinQuartiles = 0
    var tooEarly = 0

    static func median(_ errors: [Double]) -> Double { errors.sorted()[errors.count / 2] }
  }

  @Test(.tags(.generated), arguments: Seed.run(), [0.1, 0.2, 0.4])
  func `is foretold almost as well as by one who knows how it was made`(
    seed: Seed, noise: Double
  ) throws {
    var random = seed.generator("year of nights \(noise)")
    var verdict = Verdict()
    for number in 1...12 {
      let habit = YearOfNights.Habit.allCases[number % YearOfNights.Habit.allCases.count]
      let year = YearOfNights(habit, number: number, noise: noise, &random)
      var store = Store.empty
      for (index, night) in year.nights.enumerated() {
        if index % 3 == 0 { try judge(night, &store, index, &verdict) }
        let end = try #require(night.task.taskEndTime)
        store.merge([night.task], Observation(sentAt: end), seenAt: end, from: .sweep)
      }
    }
    let ratio = Verdict.median(verdict.ours) / Verdict.median(verdict.knowing)
    let falseShare = Double(verdict.falseAlarms) / Double(verdict.ours.count)
    let inside = Double(verdict.withinQuartiles) / Double(verdict.ours.count)
    print(
      "usual, σ \(noise): \(verdict.ours.count) nights, median error \(Verdict.median(verdict.ours)),"
        + " \(ratio) × the best possible; \(verdict.falseAlarms) false slow;"
        + " \(verdict.missed) of \(verdict.stuck) that took three times as long not told;"
        + " \(inside) within the spread")
    #expect(verdict.ours.count > 1000)
    #expect(ratio <= 1.25)
    #expect(falseShare <= 0.025)
    #expect((0.35...0.6).contains(inside), "the spread says of itself that it holds every second")
    #expect(verdict.tooEarly == 0, "something was foretold without three runs before it")
    // At a noise of 0.4 one of a hundred ordinary runs takes as long.
    if noise <= 0.2 { #expect(verdict.missed * 4 <= verdict.stuck) }
  }

  /// Looks at a night as it begins.
  private func judge(
    _ night: YearOfNights.Night, _ store: inout Store, _ index: Int, _ verdict: inout Verdict
  ) throws {
    let start = try #require(night.task.taskStartTime)
    var begun = night.task
    begun.status = .inProgress
    begun.taskEndTime = nil
    begun.percentProgress = 0
    begun.totalExtractedDataInGB = 0
    store.merge([begun], Observation(sentAt: start), seenAt: start, from: .fastLane)
    let seen = store.task(begun.exportTaskIdentifier)
    let task = try #require(seen)
    guard let forecast = task.forecast(at: start, known: start) else { return }
    #expect(forecast.basis == .usual, "it can't be sure of what has not begun to move")
    if index < 3 { verdict.tooEarly += 1 }
    let end = start + night.duration
    let isSlow = (task.usual?.slowAfter).map { night.duration > $0 } ?? false
    guard !night.isStuck else {
      verdict.stuck += 1
      if !isSlow { verdict.missed += 1 }
      return
    }
    let foretold = forecast.end.timeIntervalSince(start)
    verdict.ours.append(abs(foretold / night.duration - 1))
    verdict.knowing.append(abs(night.median / night.duration - 1))
    if isSlow { verdict.falseAlarms += 1 }
    if (forecast.earliest...forecast.latest).contains(end) { verdict.withinQuartiles += 1 }
  }
}
