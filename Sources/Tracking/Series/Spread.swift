/// Where the middle of some numbers is, and between which two the middle half of them lies. A few
/// wild ones among them change neither by much.
public struct Spread: Hashable, Sendable {
  /// The first quartile.
  public let low: Double
  public let median: Double
  /// The third quartile.
  public let high: Double

  init(low: Double, median: Double, high: Double) {
    self.low = min(low, median)
    self.median = median
    self.high = max(high, median)
  }

  /// - Parameter fewest: How many numbers are needed to tell anything.
  /// - Returns: Nil where there are fewer.
  public init?(_ numbers: [Double], fewest: Int = Usual.fewestRuns) {
    guard numbers.count >= max(1, fewest) else { return nil }
    let sorted = numbers.sorted()
    self.init(
      low: Self.quantile(0.25, of: sorted), median: Self.quantile(0.5, of: sorted),
      high: Self.quantile(0.75, of: sorted))
  }

  /// Nil where there are no numbers.
  static func median(_ numbers: [Double]) -> Double? {
    numbers.isEmpty ? nil : quantile(0.5, of: numbers.sorted())
  }

  /// Between two neighbours where it falls between them.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}
