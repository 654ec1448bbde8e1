/// An ASCII text that is searched for in other texts, ignoring case.
final class Needle {
  /// A byte in lower case, and the mask that makes either case lower: 0x20 for a letter, else 0.
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
  /// The first and the last letter in every byte, and their masks.
  private let first, firstMask, last, lastMask: SIMD16<UInt8>

  init(_ text: String) {
    let bytes = text.utf8.map(Letter.init)
    count = bytes.count
    letters = .allocate(capacity: max(1, bytes.count))
    letters.initialize(from: bytes, count: bytes.count)
    first = SIMD16(repeating: bytes.first?.byte ?? 0)
    firstMask = SIMD16(repeating: bytes.first?.mask ?? 0)
    last = SIMD16(repeating: bytes.last?.byte ?? 0)
    lastMask = SIMD16(repeating: bytes.last?.mask ?? 0)
  }

  deinit { letters.deallocate() }

  func isIn(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count > 0 else { return true }
    guard let base = text.baseAddress, text.count >= count else { return false }
    let starts = text.count - count + 1
    var start = 0
    // Looks at sixteen places at a time, and compares the rest only if the first and the last
    // letter fit at one of them.
    while start < starts {
      guard starts >= 16 else { return isInFew(base, starts) }
      start = min(start, starts - 16)
      let heads = UnsafeRawPointer(base + start).loadUnaligned(as: SIMD16<UInt8>.self)
      let tails = UnsafeRawPointer(base + start + count - 1)
        .loadUnaligned(as: SIMD16<UInt8>.self)
      let fitting = ((heads | firstMask) .== first) .& ((tails | lastMask) .== last)
      let halves = unsafeBitCast(fitting, to: SIMD2<UInt64>.self)
      if halves[0] | halves[1] != 0 {
        for place in start..<(start + 16) where fits(base + place) { return true }
      }
      start += 16
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
