import Support
import Synchronization
import Testing

@testable import AWSCore

/// What must hold for any outcomes in any order.
@Suite struct RetryPropertyTests {
  private static let causes: [AWSError] = [
    .service(ServiceFault(code: "Throttling", message: "", status: 400)),
    .service(ServiceFault(code: "InternalFailure", message: "", status: 500)),
    .service(ServiceFault(code: "AccessDenied", message: "", status: 403)),
    .connection(ConnectionFailure(kind: .closed, peer: "", detail: "")),
    .connection(ConnectionFailure(kind: .untrusted, peer: "", detail: "")),
  ]

  @Test(.tags(.generated), arguments: Seed.run())
  func `the shared bucket's account is right after any outcomes`(seed: Seed) {
    var random = seed.generator("quota")
    for _ in 0..<300 {
      let capacity = Int.random(in: 0...60, using: &random)
      let quota = RetryQuota(capacity: capacity)
      let policy = RetryPolicy(maximumAttempts: Int.random(in: 1...6, using: &random))
      var expected = capacity
      for _ in 0..<20 {
        var session = RetrySession(policy: policy, quota: quota, random: { 1 })
        var (failures, lastCost) = (0, 1)
        call: while true {
          if random.chance(0.3) {
            session.succeed()
            expected = min(capacity, expected + lastCost)
            break
          }
          let error = random.pick(Self.causes)
          failures += 1
          let decision = session.decide(on: error, hint: nil)
          let cost = RetryCause(error).map { $0 == .throttling ? 5 : 14 }
          switch decision {
          case .fail:
            #expect(cost == nil)
            break call
          case .attemptsUsedUp:
            #expect(failures == policy.maximumAttempts)
            break call
          case .quotaExceeded:
            #expect(expected < cost ?? .max)
            break call
          case .retry:
            #expect(failures < policy.maximumAttempts)
            lastCost = cost ?? 0
            expected -= lastCost
          }
          #expect(quota.available == expected)
        }
        #expect(quota.available == expected)
        #expect((0...capacity).contains(quota.available))
      }
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `a rest lies between nothing and its ceiling, and a hint adds five seconds at most`(
    seed: Seed
  ) {
    var random = seed.generator("jitter")
    for _ in 0..<5000 {
      let policy = RetryPolicy(maximumBackoff: .seconds(random.pick([1, 5, 20])))
      let failures = Int.random(in: 1...70, using: &random)
      let cause = random.pick([RetryCause.throttling, .transient])
      let unit = Double.random(in: 0...1, using: &random)
      let base = cause == .throttling ? 1.0 : 0.05
      var ceiling = base
      for _ in 1..<failures { ceiling = min(ceiling * 2, 1e9) }
      ceiling = min(ceiling, policy.maximumBackoff.seconds)
      let own = policy.rest(after: failures, of: cause, hint: nil, random: unit)
      #expect(abs(own.seconds - unit * ceiling) < 1e-9)
      let hint = Duration.milliseconds(Int.random(in: 0...60_000, using: &random))
      let hinted = policy.rest(after: failures, of: cause, hint: hint, random: unit)
      #expect(hinted >= own)
      #expect(hinted <= own + .seconds(5))
      if hint >= own, hint <= own + .seconds(5) { #expect(hinted == hint) }
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `jitter is spread over the whole ceiling`(seed: Seed) {
    var random = seed.generator("spread")
    let policy = RetryPolicy()
    var tenths = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 {
      let rest = policy.rest(
        after: 1, of: .throttling, hint: nil, random: Double.random(in: 0...1, using: &random))
      tenths[min(9, Int(rest.seconds * 10))] += 1
    }
    #expect(tenths.allSatisfy { (700...1300).contains($0) }, "\(tenths)")
  }
}
