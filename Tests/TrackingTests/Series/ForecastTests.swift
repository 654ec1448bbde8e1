import Foundation
import RDSExports
import Support
import Testing

@testable import Tracking

@Suite struct `The forecast of a task's end` {
  private let nights = usualNights

  private func foretold(_ task: TrackedTask?, at seconds: Double) -> Forecast? {
    task?.forecast(at: at(seconds), known: at(seconds))
  }

  @Test func `is there before the first sample, from what is usual`() throws {
    var store = Store.knowing(nights, tonight())
    let forecast = try store.forecast(at: 60)
    #expect(forecast.basis == .usual)
    #expect(!forecast.isAtLeast)
    #expect(forecast.end == at(50 * 60))
    #expect(forecast.earliest < forecast.end && forecast.end < forecast.latest)
  }

  @Test func `is none without evidence, for what stalls, is being canceled or has ended`() throws {
    var store = Store.knowing(Array(nights.prefix(2)), tonight())
    #expect(try store.foretold(at: 60) == nil)
    store = Store.knowing(nights, tonight())
    #expect(try store.foretold(at: 3601) == nil, "nothing has moved for an hour")
    for status in [ExportTaskStatus.canceling, .canceled, .failed, .complete] {
      var store = Store.knowing(nights, tonight(status))
      #expect(try store.foretold(at: 60) == nil)
    }
  }

  @Test func `goes by the runs that took longer, once the usual time is over`() throws {
    var store = Store.knowing(nights, tonight(percent: 3))
    store.see(tonight(percent: 4), sent: 52 * 60)
    let late = try store.forecast(at: 52 * 60)
    #expect(late.end > at(52 * 60) && late.end <= at(54.5 * 60))
    #expect(late.holdsUntil.map { $0 > at(52 * 60) } == true)
    #expect(try store.foretold(at: 60 * 60) == nil, "none took that long")
  }

  @Test func `holds until it says, and not longer`() throws {
    var store = Store.knowing(nights, tonight())
    let task = try store.tonight()
    var time = 0.0
    var ends: Set<Date> = []
    while let forecast = foretold(task, at: time) {
      ends.insert(forecast.end)
      guard let until = forecast.holdsUntil?.timeIntervalSince(noon) else { break }
      #expect(until > time)
      let last = foretold(task, at: until - 0.01)
      #expect(last?.end == forecast.end)
      #expect(foretold(task, at: until + 0.01)?.end != forecast.end || ends.count == 1)
      time = until + 0.01
    }
    #expect(ends.count > 3)
  }

  @Test func `of STARTING follows the snapshot where that is the habit`() throws {
    var store = Store.knowing(nights, tonight(.starting))
    // The snapshot was taken 15 minutes before noon, and the runs start 15 minutes after theirs.
    let early = try store.forecast(at: -300)
    #expect(early.end == at(50 * 60))
    #expect(!early.isAtLeast)
    #expect(early.holdsUntil == noon)
    let late = try store.forecast(at: 600)
    #expect(late.end == at(600 + 50 * 60))
    #expect(late.isAtLeast, "it should have started by now")
  }

  @Test func `of STARTING is a least where nobody knows how long that takes`() throws {
    let nights = nights.map { night in
      var night = night
      night.snapshotTime = nil
      return night
    }
    var store = Store.knowing(nights, tonight(.starting))
    let forecast = try store.forecast(at: 60)
    #expect(forecast.isAtLeast)
    #expect(forecast.end == at(60 + 50 * 60))
    #expect(forecast.basis == .usual)
  }

  @Test func `moves to the task's own pace as it goes on`() throws {
    // Tonight takes twice as long as it usually does.
    var store = Store.knowing(nights, tonight())
    var last = 50.0
    var bases: [Forecast.Basis] = []
    for percent in stride(from: 10, through: 40, by: 10) {
      store.watch((percent - 9)...percent, secondsEach: 60)
      let forecast = try store.forecast(at: Double(percent) * 60)
      let minutes = forecast.end.timeIntervalSince(noon) / 60
      #expect(minutes > last && minutes <= 101)
      last = minutes
      bases.append(forecast.basis)
    }
    #expect(last > 75)
    #expect(bases.last == .own)
  }

  @Test func `without earlier runs is its own pace`() throws {
    var store = Store.knowing([], tonight())
    store.watch(1...5, secondsEach: 60)
    let task = try store.tonight()
    let forecast = try #require(foretold(task, at: 300))
    #expect(forecast.basis == .own)
    #expect(forecast.end == task.progress.expectedEnd)
  }

  /// Of both kinds of evidence, the better one must not be spoilt by the other: not by more than
  /// eight hundredths of the whole run.
  @Test(arguments: Curve.all.filter { $0.end == 1 })
  func `is about as good as the better of its two sources`(
    curve: Curve
  ) throws {
    var random = SeededGenerator(seed: 11)
    var (mixed, own, usual) = ([Double](), [Double](), [Double]())
    for _ in 0..<12 {
      func minutes() -> Double { 50 * exp(0.15 * random.normal()) }
      let took = minutes() * 60
      var store = Store.knowing((1...12).map { night($0, minutes: minutes()) }, tonight())
      let known = try store.usual().duration
      var seen = -1
      for step in 0..<90 {
        let time = took * Double(step) / 100
        let percent = Int(100 * curve.done(Double(step) / 100))
        guard percent > seen else { continue }
        seen = percent
        store.see(tonight(percent: percent), sent: time, from: .fastLane)
        let task = try store.tonight()
        guard step % 8 == 0, let pace = task.progress.expectedEnd,
          let forecast = foretold(task, at: time)
        else { continue }
        mixed.append(abs(forecast.end.timeIntervalSince(at(took))) / took)
        own.append(abs(pace.timeIntervalSince(at(took))) / took)
        usual.append(abs(max(known, time) - took) / took)
      }
    }
    func mean(_ errors: [Double]) -> Double { errors.reduce(0, +) / Double(errors.count) }
    #expect(mean(mixed) <= min(mean(own), mean(usual)) + 0.08)
    #expect(mean(mixed) <= max(mean(own), mean(usual)))
  }
}
