import FoundationEssentials

/// Answers the operations that list and describe what an account has: it changes nothing.
struct InventoryService {
  let world: World
  let markers: Markers
  let asked: Asked
  let requestID: String
  /// Added to every time, in seconds.
  let clockAhead: TimeInterval
  let callerARN: String

  func stamp(_ date: Date) -> String { CivilTime(date + clockAhead).iso8601 }

  /// The positions of a page of a list, and the marker of the next.
  /// - Parameters:
  ///   - limits: How many a page may have.
  ///   - fallback: How many it has where that isn't said.
  func page(
    of count: Int, limit: String?, marker: String?, limits: ClosedRange<Int>, fallback: Int,
    refusal: (String) -> Refusal
  ) throws(Refusal) -> (positions: Range<Int>, next: String?) {
    var size = fallback
    if let limit {
      guard let number = Int(limit), limits.contains(number) else {
        throw refusal(
          "Invalid value \(limit). Must be between \(limits.lowerBound) and \(limits.upperBound)")
      }
      size = number
    }
    var start = 0
    if let marker, !marker.isEmpty {
      guard let position = markers.position(marker), position <= count else {
        throw refusal("The marker is invalid.")
      }
      start = position
    }
    let end = min(count, start + size)
    return (start..<end, end < count ? markers.marker(end) : nil)
  }
}
