import Support
import Testing

@testable import Simulator

@Suite struct `a curve` {
  static func seeds(_ seed: Seed) -> [UInt64] {
    var random = seed.generator("curves")
    return (0..<150).map { _ in random.next() }
  }

  func curve(_ shape: Curve.Shape, _ seed: UInt64, reach: Double = 1) -> Curve {
    var random = SeededRandom(seed: seed, purpose: "test")
    return Curve(shape, restoring: 600, extracting: 6000, reach: reach, random: &random)
  }

  /// What is done at each hundredth of the time of extracting.
  func course(_ curve: Curve) -> [Double] {
    (0...100).map { curve.done(after: 600 + 60 * Double($0)) }
  }

  /// The rests, in hundredths of the time: runs in which nothing is done.
  func rests(_ curve: Curve) -> [Int] {
    let fine = (0...1000).map { curve.done(after: 600 + 6 * Double($0)) }
    var (rests, run) = ([Int](), 0)
    for (before, after) in zip(fine, fine.dropFirst()) {
      if after - before < 1e-9 { run += 1 } else if run > 0 { (rests, run) = (rests + [run], 0) }
    }
    return (run > 0 ? rests + [run] : rests).map { $0 / 10 }.filter { $0 > 2 }
  }

  @Test(.tags(.generated), arguments: Seed.run(), Curve.Shape.allCases)
  func `never falls and ends where it should`(seed: Seed, shape: Curve.Shape) {
    for seed in Self.seeds(seed) {
      for reach in [1, 0.9, 0.3] {
        let curve = curve(shape, seed, reach: reach)
        let course = course(curve)
        #expect(zip(course, course.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(course[0] == 0)
        #expect(abs(course[100] - reach) < 1e-12)
        #expect(curve.reach == course[100])
        #expect(curve.done(after: 1_000_000) == course[100])
      }
    }
  }

  @Test(.tags(.generated), arguments: Seed.run(), Curve.Shape.allCases)
  func `stands at nothing while it restores`(seed: Seed, shape: Curve.Shape) {
    for seed in Self.seeds(seed) {
      let curve = curve(shape, seed)
      for elapsed in [-1, 0, 300, 599.999, 600] { #expect(curve.done(after: elapsed) == 0) }
      #expect(curve.done(after: 6599) < 1)
      #expect(curve.duration == 6600)
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `that is even stays near the straight line`(seed: Seed) {
    for seed in Self.seeds(seed) {
      for (index, done) in course(curve(.even, seed)).enumerated() {
        #expect(abs(done - Double(index) / 100) < 0.04)
      }
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `that is even is not the straight line itself`(seed: Seed) {
    let seeds = Self.seeds(seed)
    let courses = Set(seeds.map { course(curve(.even, $0)) })
    #expect(courses.count == seeds.count)
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `that slows has done most of its work by half time`(seed: Seed) {
    for seed in Self.seeds(seed) {
      let course = course(curve(.slowing, seed))
      #expect((0.7...0.92).contains(course[50]))
      #expect(course[95] - course[90] < (course[5] - course[0]) / 3)
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `that has plateaus rests three times, and not for long`(seed: Seed) {
    for seed in Self.seeds(seed) {
      let rests = rests(curve(.plateaus, seed))
      #expect(rests.count == 3)
      #expect(rests.allSatisfy { (4...9).contains($0) })
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `that stalls rests once, for long, and then goes on`(seed: Seed) {
    for seed in Self.seeds(seed) {
      let curve = curve(.stalling, seed)
      let rests = rests(curve)
      #expect(rests.count == 1)
      #expect(rests.allSatisfy { (28...42).contains($0) })
      let course = course(curve)
      #expect(course[100] - course[99] > 0.005)
    }
  }

  @Test func `that fails before extracting has done nothing`() {
    let curve = Curve(failingAfter: 300)
    #expect(curve.duration == 300)
    for elapsed in [0, 299, 300, 301, 9999.0] { #expect(curve.done(after: elapsed) == 0) }
  }
}
