import Foundation
import Support
import Testing

@testable import AWSCore

/// The rate limit of the "adaptive" mode.
@Suite(.timeLimit(.minutes(15))) struct AdaptiveRetryTests {
  // MARK: botocore

  private struct Event: Encodable {
    /// Seconds of rest before it.
    var after: Double
    var isThrottled: Bool
  }

  /// botocore's limiter over the same outcomes, on a clock that only its own sleeps and ours move.
  private static let script = """
    import json, sys
    from botocore.retries import adaptive, bucket, throttling
    class Clock:
        now = 1000.0
        def current_time(self):
            return self.now
    class Detector:
        def is_throttling_error(self, **kwargs):
            return kwargs["throttled"]
    answers = []
    for events in json.load(sys.stdin):
        clock = Clock()
        tokens = bucket.TokenBucket(max_rate=1, clock=clock)
        limiter = adaptive.ClientRateLimiter(
            rate_adjustor=throttling.CubicCalculator(starting_max_rate=0, start_time=clock.now),
            rate_clocker=adaptive.RateClocker(clock), token_bucket=tokens,
            throttling_detector=Detector(), clock=clock)
        class Waiting:
            waited = 0.0
            def wait(self, amount):
                self.waited += amount
                clock.now += amount + 1e-9  # Rounding could leave it waiting for nothing for ever.
            def notify(self): pass
            def __enter__(self): pass
            def __exit__(self, *arguments): pass
        tokens._new_fill_rate_condition = waiting = Waiting()
        answer = []
        for event in events:
            clock.now += event["after"]
            waiting.waited = 0.0
            limiter.on_sending_request(None)
            limiter.on_receiving_response(throttled=event["isThrottled"])
            answer.append([waiting.waited, tokens.max_rate, tokens.available_capacity])
        answers.append(answer)
    json.dump(answers, sys.stdout)
    """

  private static func sequences(_ count: Int, _ seed: Seed) -> [[Event]] {
    var random = seed.generator("adaptive")
    return (0..<count).map { _ in
      let throttled = random.pick([0.05, 0.3, 0.8])
      let longest = random.pick([0.05, 0.6, 5.0])
      return (0..<40).map { _ in
        Event(
          after: (Double.random(in: 0...longest, using: &random) * 1000).rounded() / 1000,
          isThrottled: random.chance(throttled))
      }
    }
  }

  @Test(.enabled(if: Judge.hasPython), .tags(.generated), arguments: Seed.run())
  func `botocore holds to the same rate`(seed: Seed) async throws {
    let sequences = Self.sequences(60, seed)
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], input: JSONEncoder().encode(sequences))
    #expect(result.status == 0, "\(result.errors)")
    let answers = try JSONDecoder().decode([[[Double]]].self, from: Data(result.output.utf8))
    #expect(answers.count == sequences.count)
    for (events, theirs) in zip(sequences, answers) {
      var now = 1000.0
      var rate = SendingRate(now: now)
      for (event, expected) in zip(events, theirs) {
        now += event.after
        var waited = 0.0
        while true {
          let wait = rate.take(now: now)
          if wait <= 0 { break }
          waited += wait
          now += wait + 1e-9
        }
        rate.record(isThrottled: event.isThrottled, now: now)
        let ours = [waited, rate.limit, rate.available]
        for (mine, other) in zip(ours, expected) {
          #expect(abs(mine - other) < 1e-6 * max(1, abs(other)), "\(ours) \(expected)")
        }
      }
    }
    Judge.report("botocore adaptive retries", cases: answers.reduce(0) { $0 + $1.count })
  }

  // MARK: In the client

  private let clock = HandCrankedTimekeeper()

  private func client(_ transport: any HTTPTransport, _ memory: EndpointMemory, _ mode: RetryMode)
    -> AWSClient
  {
    AWSClient(
      region: "eu-west-1", endpoint: "https://rds.eu-west-1.amazonaws.com",
      credentials: StaticCredentials(Credentials(accessKeyID: "A", secretAccessKey: "s")),
      transport: transport, timekeeper: clock, random: { 0 },
      policy: RetryPolicy(maximumAttempts: 1, mode: mode), memory: memory,
      userAgent: UserAgent(product: "t", version: "1"))
  }

  private func call(deadline: Duration = .seconds(30)) -> AWSCall {
    AWSCall(action: "X", body: Array("Action=X".utf8), deadline: deadline)
  }

  @Test func `nothing is held up before AWS has throttled`() async throws {
    let transport = ScriptedTransport { _, _ in HTTPResponse(status: 200) }
    let memory = EndpointMemory()
    for _ in 0..<50 { _ = try await client(transport, memory, .adaptive).call(call()) }
    #expect(memory.limiter.limit == nil)
    #expect(transport.requests.count == 50)
  }

  @Test func `once throttled, calls of all clients of the endpoint wait for their turn`()
    async throws
  {
    let transport = ScriptedTransport { _, number in
      number == 0 ? .fault(400, "Throttling", "Rate exceeded") : HTTPResponse(status: 200)
    }
    let memory = EndpointMemory()
    await #expect(throws: AWSError.self) {
      _ = try await client(transport, memory, .adaptive).call(call())
    }
    #expect(memory.limiter.limit == 0.5)
    // The bucket was empty: the next call comes two seconds later, at half a request a second.
    let (result, rests) = try await cranking(clock) { [self] in
      try await client(transport, memory, .adaptive).call(call())
    }
    _ = try result.get()
    #expect(rests.count == 1)
    #expect(abs((rests.first?.seconds ?? 0) - 2) < 0.001)
    // Without the mode, nobody waits.
    _ = try await client(transport, memory, .standard).call(call())
  }

  @Test func `who waits can be cancelled, and waits no longer than the call may take`() async throws
  {
    let transport = ScriptedTransport { _, _ in .fault(400, "Throttling", "Rate exceeded") }
    let memory = EndpointMemory()
    await #expect(throws: AWSError.self) {
      _ = try await client(transport, memory, .adaptive).call(call())
    }
    let error = await #expect(throws: AWSError.self) {
      _ = try await client(transport, memory, .adaptive).call(call(deadline: .seconds(1)))
    }
    guard case .service(let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault.isThrottling)
    #expect(fault.message == "Rate exceeded")
    let waiting = Task { [self] in try await client(transport, memory, .adaptive).call(call()) }
    try await eventually("the wait") { clock.appointments == 1 }
    waiting.cancel()
    let cancelled = await #expect(throws: AWSError.self) { _ = try await waiting.value }
    #expect(cancelled == .cancelled)
    #expect(clock.appointments == 0)
    #expect(transport.requests.count == 1)
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `the limit is never below half a request a second, and grows back`(seed: Seed) {
    var random = seed.generator("cubic")
    for _ in 0..<200 {
      var now = Double.random(in: 0...100, using: &random)
      var rate = SendingRate(now: now)
      for _ in 0..<200 {
        now += Double.random(in: 0...1, using: &random)
        if rate.take(now: now) == 0 { rate.record(isThrottled: random.chance(0.4), now: now) }
        #expect(rate.limit >= 0.5)
        #expect(rate.limit.isFinite)
        #expect(rate.available >= 0)
      }
      for _ in 0..<100 {
        now += 0.2
        rate.record(isThrottled: false, now: now)
      }
      // Five a second went well for long: no more than twice what is sent, and no less.
      #expect((7.9...12.1).contains(rate.limit))
    }
  }
}
