extension Duration {
  /// Seconds as a floating-point number.
  public var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }

  /// Whole seconds, rounded towards zero.
  public var wholeSeconds: Int { Int(components.seconds) }

  /// Whole nanoseconds, clamped to what `Int` holds.
  public var nanoseconds: Int {
    let (seconds, attoseconds) = components
    let (product, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, sumOverflow) = product.addingReportingOverflow(Int(attoseconds / 1_000_000_000))
    if overflow || sumOverflow { return seconds < 0 ? .min : .max }
    return sum
  }

  /// Milliseconds rounded up, so that a sleep never ends just before its time; 0 for a negative
  /// duration.
  public var millisecondsRoundedUp: Int {
    let (whole, rest) = max(0, nanoseconds).quotientAndRemainder(dividingBy: 1_000_000)
    return rest > 0 ? whole + 1 : whole
  }
}
