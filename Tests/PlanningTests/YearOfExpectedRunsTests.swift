import Foundation
import RDSExports
import Support
import Testing
import Tracking

@testable import Planning

/// The judge of what is called missing and late: a year whose truth is known.
@Suite struct `A simulated year of expected runs` {
  /// What was said of each time that something had to run, and when that usually begins.
  private struct Said {
    var missing: [Date: Date] = [:]
    var late: [Date: Date] = [:]
    var failed: [Date: Date] = [:]
  }

  private struct Verdict {
    var (nights, missing, missed, falselyMissing) = (0, 0, 0, 0)
    var (stuck, stuckMissed, falselyLate) = (0, 0, 0)
    var (failed, failedMissed) = (0, 0)

    static func + (one: Verdict, other: Verdict) -> Verdict {
      var sum = one
      sum.nights += other.nights
      sum.missing += other.missing
      sum.missed += other.missed
      sum.falselyMissing += other.falselyMissing
      sum.stuck += other.stuck
      sum.stuckMissed += other.stuckMissed
      sum.falselyLate += other.falselyLate
      sum.failed += other.failed
      sum.failedMissed += other.failedMissed
      return sum
    }
  }

  @Test(.tags(.generated), arguments: Seed.run(), [0.1, 0.2, 0.4])
  func `has few false alarms, and misses little`(seed: Seed, noise: Double) {
    var random = seed.generator("year of expected runs \(noise)")
    var sum = Verdict()
    for habit in YearOfExpectedRuns.Habit.allCases {
      let verdict = live(YearOfExpectedRuns(habit, noise: noise, &random))
      sum = sum + verdict
      print("expected, σ \(noise), \(habit): \(verdict)")
    }
    print("expected, σ \(noise), all: \(sum)")
    #expect(sum.nights > 1500)
    #expect(sum.missing > 25)
    #expect(sum.falselyMissing * 200 <= sum.nights, "missing, though it ran")
    #expect(sum.missed * 20 <= sum.missing, "one that did not run, and nobody said so")
    #expect(sum.failedMissed == 0)
    #expect(sum.falselyLate * 100 <= sum.nights * 2)
    if noise <= 0.2 { #expect(sum.stuckMissed * 3 <= sum.stuck) }
  }

  /// Lets a year pass, night by night, and notes what the board says.
  private func live(_ year: YearOfExpectedRuns) -> Verdict {
    var watch = Watch()
    var said = Said()
    for night in year.nights {
      for task in night.tasks {
        guard let began = task.taskStartTime, let ended = task.taskEndTime else { continue }
        pass(&watch, to: began, &said)
        var open = task
        open.status = .inProgress
        open.taskEndTime = nil
        watch.see([open], at: began)
        note(watch, &said)
        pass(&watch, to: max(began, ended), &said)
        watch.see([task], at: max(began, ended))
        note(watch, &said)
      }
    }
    return verdict(on: said, year)
  }

  private func verdict(on said: Said, _ year: YearOfExpectedRuns) -> Verdict {
    var verdict = Verdict()
    // What is learned takes a few runs: five, and of each weekday one or two.
    let first = year.habit == .monthly ? 6 : 15
    // After the last night nothing follows, and it may not be missing yet.
    let nights = year.habit.isRule ? year.nights.dropFirst(first).dropLast(2) : []
    var (missing, late) = (Set(said.missing.values), Set(said.late.values))
    var failed = Set(said.failed.values)
    for night in nights {
      verdict.nights += 1
      let isMissing = take(night, from: &missing)
      let isLate = take(night, from: &late)
      let isFailed = take(night, from: &failed)
      if night.tasks.isEmpty {
        verdict.missing += 1
        if !isMissing { verdict.missed += 1 }
      } else if isMissing {
        verdict.falselyMissing += 1
      }
      if night.isFailed {
        verdict.failed += 1
        if !isFailed { verdict.failedMissed += 1 }
      }
      if night.isStuck {
        verdict.stuck += 1
        if !isLate { verdict.stuckMissed += 1 }
      } else if isLate, !night.tasks.isEmpty {
        verdict.falselyLate += 1
      }
    }
    let span = (nights.first?.start ?? .distantPast)...(nights.last?.start ?? .distantFuture)
    verdict.falselyMissing += missing.count { span.contains($0) }
    return verdict
  }

  /// Whether something was said of a night, within six hours of its usual beginning.
  private func take(_ night: YearOfExpectedRuns.Night, from said: inout Set<Date>) -> Bool {
    let near = said.filter { abs($0.timeIntervalSince(night.start)) < 6 * 3600 }
    said.subtract(near)
    return !near.isEmpty
  }

  private func pass(_ watch: inout Watch, to end: Date, _ said: inout Said) {
    while let due = watch.runs.dues.map(\.at).min(), due <= end {
      watch.pass(to: due)
      note(watch, &said)
    }
    if end > watch.now { watch.pass(to: end) }
    note(watch, &said)
  }

  private func note(_ watch: Watch, _ said: inout Said) {
    for row in watch.runs.rows {
      guard let start = row.start else { continue }
      switch row.state {
      case .missing: said.missing[row.period] = start
      case .late, .willBeLate: said.late[row.period] = start
      case .failed: said.failed[row.period] = start
      default: break
      }
    }
  }
}
