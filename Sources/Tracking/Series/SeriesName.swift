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

extension SeriesName {
  /// What the ARNs of one series' sources have in common: a `*` stands for what varies in a
  /// snapshot's name.
  public static func pattern(ofSourceArn arn: String) -> String {
    var written: [UInt8] = []
    var arn = arn
    arn.withUTF8 { writeSource($0, to: &written) }
    return String(decoding: written, as: UTF8.self)
  }

  /// A cluster's name is its own: `billing-2` is not a later `billing-1`. Only snapshots are named
  /// anew for each run.
  fileprivate static func writeSource(
    _ bytes: UnsafeBufferPointer<UInt8>, to written: inout [UInt8]
  ) {
    guard let arn = ARN.Parts(bytes), let name = arn.resourceID, let type = arn.resourceType,
      !bytes[type].elementsEqual("cluster".utf8)
    else {
      written.append(contentsOf: bytes)
      return
    }
    written.append(contentsOf: bytes[..<name.lowerBound])
    VaryingText(UnsafeBufferPointer(rebasing: bytes[name])).write(.dates, to: &written)
  }
}

extension PackedTexts {
  /// The source's ARN without what varies in its name.
  func writeSource(to written: inout [UInt8]) {
    _ = with(.source) { bytes in
      SeriesName.writeSource(bytes, to: &written)
      return true
    }
  }
}
