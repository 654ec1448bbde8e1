import Ground

/// What the tasks of one series have in common: their source and their identifiers, with a `*` in
/// place of what differs from one run to the next (a date, a time, a number, a random identifier).
public struct SeriesName: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// `rds:orders-prod-*`; a cluster's own name, which doesn't vary.
  public let source: String
  /// `nightly-orders-*`
  public let pattern: String

  public init(source: String, pattern: String) {
    self.source = source
    self.pattern = pattern
  }

  public var description: String { pattern }

  public static func < (one: SeriesName, other: SeriesName) -> Bool {
    (one.pattern, one.source) < (other.pattern, other.source)
  }
}

extension TrackedTask {
  /// The name of the series that the task belongs to, made anew each time.
  public var seriesName: SeriesName {
    var source: [UInt8] = []
    var pattern: [UInt8] = []
    texts.writeSource(to: &source)
    let name = source.withUnsafeBufferPointer { ARN.Parts($0)?.resourceID?.lowerBound ?? 0 }
    _ = texts.with(.identifier) { bytes in
      VaryingText(bytes).write(.everyNumber, to: &pattern)
      return true
    }
    return SeriesName(
      source: String(decoding: source[name...], as: UTF8.self),
      pattern: String(decoding: pattern, as: UTF8.self))
  }
}

extension PackedTexts {
  /// The source's ARN without what varies in its name.
  ///
  /// A cluster's name is its own: `billing-2` is not a later `billing-1`. Only snapshots are named
  /// anew for each run.
  func writeSource(to written: inout [UInt8]) {
    _ = with(.source) { bytes in
      guard let arn = ARN.Parts(bytes), let name = arn.resourceID, let type = arn.resourceType,
        !bytes[type].elementsEqual("cluster".utf8)
      else {
        written.append(contentsOf: bytes)
        return true
      }
      written.append(contentsOf: bytes[..<name.lowerBound])
      VaryingText(UnsafeBufferPointer(rebasing: bytes[name])).write(.dates, to: &written)
      return true
    }
  }
}
