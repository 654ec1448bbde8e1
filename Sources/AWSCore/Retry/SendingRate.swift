/// The arithmetic of the "adaptive" retry mode: how fast a client sends, how fast it may, and the
/// bucket that holds it to that. The numbers are those of botocore's `retries.adaptive`.
///
/// All moments are seconds of one monotonic clock.
struct SendingRate: Sendable {
  private var clocker: RateClocker
  private var cubic: CubicCalculator
  private var bucket: TokenBucket
  /// Nothing is held up before AWS has throttled for the first time.
  private(set) var isLimited = false

  init(now: Double) {
    clocker = RateClocker(now: now)
    cubic = CubicCalculator(now: now)
    bucket = TokenBucket(rate: 1, now: now)
  }

  /// Requests a second that may be sent, on average.
  var limit: Double { bucket.rate }
  /// What could be sent at once.
  var available: Double { bucket.available }

  /// Takes the token of one request.
  /// - Returns: How many seconds are left until there may be one; 0 where it was taken.
  mutating func take(now: Double) -> Double {
    isLimited ? bucket.take(now: now) : 0
  }

  /// An attempt has ended, with an answer or without.
  mutating func record(isThrottled: Bool, now: Double) {
    let measured = clocker.record(now: now)
    let rate: Double
    if isThrottled {
      rate = cubic.throttled(at: isLimited ? min(measured, bucket.rate) : measured, now: now)
      isLimited = true
    } else {
      rate = cubic.succeeded(now: now)
    }
    bucket.setRate(min(rate, 2 * measured), now: now)
  }
}

/// The measured rate, smoothed over buckets of half a second.
private struct RateClocker: Sendable {
  private static let smoothing = 0.8

  private var rate = 0.0
  private var count = 0.0
  private var lastBucket: Double

  init(now: Double) {
    lastBucket = now.rounded(.down)
  }

  mutating func record(now: Double) -> Double {
    let bucket = (now * 2).rounded(.down) / 2
    count += 1
    if bucket > lastBucket {
      rate = count / (bucket - lastBucket) * Self.smoothing + rate * (1 - Self.smoothing)
      count = 0
      lastBucket = bucket
    }
    return rate
  }
}

/// The curve of CUBIC congestion control (RFC 9438): steep after a fall, flat near the rate at which it
/// last went wrong, then steep again.
private struct CubicCalculator: Sendable {
  private static let scale = 0.4
  private static let beta = 0.7

  private var ceiling = 0.0
  private var lastThrottled: Double
  /// Seconds until the curve is back at the ceiling.
  private var plateau = 0.0

  init(now: Double) {
    lastThrottled = now
  }

  func succeeded(now: Double) -> Double {
    let elapsed = now - lastThrottled - plateau
    return Self.scale * elapsed * elapsed * elapsed + ceiling
  }

  mutating func throttled(at rate: Double, now: Double) -> Double {
    ceiling = rate
    plateau = (rate * (1 - Self.beta) / Self.scale).cubeRoot
    lastThrottled = now
    return rate * Self.beta
  }
}

/// One request a token; tokens come at the rate, and never more are held than a second's worth.
private struct TokenBucket: Sendable {
  private static let lowestRate = 0.5

  private(set) var rate: Double
  private(set) var available = 0.0
  private var capacity: Double
  private var lastFilled: Double

  init(rate: Double, now: Double) {
    self.rate = max(rate, Self.lowestRate)
    capacity = max(rate, 1)
    lastFilled = now
  }

  mutating func setRate(_ rate: Double, now: Double) {
    // What has come so far came at the old rate.
    fill(now: now)
    self.rate = max(rate, Self.lowestRate)
    capacity = max(rate, 1)
    available = min(available, capacity)
  }

  mutating func take(now: Double) -> Double {
    fill(now: now)
    guard available >= 1 else { return (1 - available) / rate }
    available -= 1
    return 0
  }

  private mutating func fill(now: Double) {
    available = min(capacity, available + (now - lastFilled) * rate)
    lastFilled = now
  }
}

extension Double {
  /// By Newton's method, since the standard library has none and every platform's own is elsewhere.
  fileprivate var cubeRoot: Double {
    guard self > 0, isFinite else { return 0 }
    var root = max(1, self)
    while true {
      // From above, each step is nearer until rounding ends it.
      let next = (2 * root + self / (root * root)) / 3
      if next >= root { return root }
      root = next
    }
  }
}
