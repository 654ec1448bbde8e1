import Glibc

/// Where a byte comes next in a document that is read from its beginning to its end: each stretch of it
/// is looked through once, however many short texts are asked about.
struct NextByte: Sendable {
  private let wanted: UInt8
  private var next = -1

  init(_ wanted: UInt8) { self.wanted = wanted }

  /// - Parameter text: Not before any that was asked about earlier.
  mutating func isWithin(_ text: Range<Int>, of document: [UInt8]) -> Bool {
    if next < text.lowerBound { next = Self.find(wanted, in: document, from: text.lowerBound) }
    return next < text.upperBound
  }

  /// The document's length where it doesn't come any more.
  private static func find(_ wanted: UInt8, in document: [UInt8], from start: Int) -> Int {
    document.withUnsafeBytes { bytes in
      guard start < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(wanted), bytes.count - start)
      else { return bytes.count }
      return UnsafeRawPointer(found) - base
    }
  }
}
