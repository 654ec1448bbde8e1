import FoundationEssentials

/// How far a task was when it was seen to move.
public struct ProgressSample: Hashable, Sendable, Codable {
  /// When the movement was first seen, by the server's clock.
  public var at: Date
  public var percent: Int
  public var gigabytes: Int

  public init(at: Date, percent: Int, gigabytes: Int) {
    self.at = at
    self.percent = percent
    self.gigabytes = gigabytes
  }
}

extension [ProgressSample] {
  /// At most so many of them, spread evenly; the first and the last stay.
  func thinned(to most: Int) -> [ProgressSample] {
    guard count > most, most > 1 else { return self }
    return (0..<most).map { self[$0 * (count - 1) / (most - 1)] }
  }
}
