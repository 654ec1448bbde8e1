/// An ASCII text that is looked for in others without regard to case.
final class Needle {
  /// A byte and how to make either case of it lower case: 0x20 for a letter, else 0.
  private struct Letter {
    let byte: UInt8
    let mask: UInt8

    init(_ byte: UInt8) {
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      self.byte = lower
      mask = (0x61...0x7A).contains(lower) ? 0x20 : 0
    }

    func isSame(as other: UInt8) -> Bool { other | mask == byte }
  }

  let count: Int
  private let letters: UnsafeMutablePointer<Letter>
  /// The first and the last letter in every byte of a word, and their masks.
  private let first, firstMask, last, lastMask: UInt64

  init(_ text: String) {
    let bytes = text.utf8.map(Letter.init)
    count = bytes.count
    letters = .allocate(capacity: max(1, bytes.count))
    letters.initialize(from: bytes, count: bytes.count)
    func everywhere(_ byte: UInt8?) -> UInt64 { Self.ones &* UInt64(byte ?? 0) }
    (first, firstMask) = (everywhere(bytes.first?.byte), everywhere(bytes.first?.mask))
    (last, lastMask) = (everywhere(bytes.last?.byte), everywhere(bytes.last?.mask))
  }

  deinit { letters.deallocate() }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  func isIn(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count > 0 else { return true }
    guard let base = text.baseAddress, text.count >= count else { return false }
    let starts = text.count - count + 1
    var start = 0
    // Eight places at a time: only where the first and the last letter fit is the rest compared.
    while start < starts {
      guard starts >= 8 else { return isInFew(base, starts) }
      start = min(start, starts - 8)
      let heads = UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self)
      let tails = UnsafeRawPointer(base + start + count - 1).loadUnaligned(as: UInt64.self)
      let rest = (heads | firstMask) ^ first | (tails | lastMask) ^ last
      // A byte of `rest` is 0 where both letters fit; its high bit comes up here (and, harmlessly,
      // for a 1 above a 0).
      if (rest &- Self.ones) & ~rest & Self.highBits != 0 {
        for place in start..<(start + 8) where fits(base + place) { return true }
      }
      start += 8
    }
    return false
  }

  private func isInFew(_ base: UnsafePointer<UInt8>, _ starts: Int) -> Bool {
    for place in 0..<starts where fits(base + place) { return true }
    return false
  }

  private func fits(_ text: UnsafePointer<UInt8>) -> Bool {
    for index in 0..<count where !letters[index].isSame(as: text[index]) { return false }
    return true
  }
}
