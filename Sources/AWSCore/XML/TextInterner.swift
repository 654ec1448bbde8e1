import Glibc

/// Gives equal texts one storage: an account's thousands of tasks name few buckets, roles and keys.
///
/// It is a cache of a fixed size and forgets what it hasn't room for, so no answer can make it grow
/// or slow it down; what it forgot is merely stored twice.
public struct TextInterner: Sendable {
  private static let slotBits = 11
  private static let probes = 4
  /// Texts up to this length are stored inside the string itself and need no sharing.
  private static let longestInline = 15
  /// What is longer is nobody's bucket, role or table, and would keep much memory for itself.
  private static let longestShared = 1024

  private var slots = [String](repeating: "", count: 1 << slotBits)
  /// Of the text in each slot: texts of a kind begin alike, and most that aren't the same differ here.
  private var hashes = [UInt64](repeating: 0, count: 1 << slotBits)

  public init() {}

  /// The string of some valid UTF-8, the same storage as the last time wherever possible.
  public mutating func string(_ text: UnsafeBufferPointer<UInt8>) -> String {
    if text.count <= Self.longestInline || text.count > Self.longestShared {
      return String(decoding: text, as: UTF8.self)
    }
    let hash = Self.hash(text)
    let home = Int(truncatingIfNeeded: hash >> UInt64(64 - Self.slotBits))
    for probe in 0..<Self.probes {
      let slot = (home + probe) & (slots.count - 1)
      if slots[slot].isEmpty {
        return keep(text, hash, in: slot)
      }
      if hashes[slot] == hash, Self.holds(slots[slot], text) { return slots[slot] }
    }
    return keep(text, hash, in: home)
  }

  private mutating func keep(
    _ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64, in slot: Int
  ) -> String {
    let string = String(decoding: text, as: UTF8.self)
    slots[slot] = string
    hashes[slot] = hash
    return string
  }

  private static func holds(_ string: String, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard string.utf8.count == text.count, let base = text.baseAddress else { return false }
    return string.utf8.withContiguousStorageIfAvailable { known in
      known.baseAddress.map { memcmp($0, base, text.count) == 0 } ?? false
    } ?? string.utf8.elementsEqual(text)
  }

  /// Eight bytes at a time, the last ones twice where need be.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(text)
    var hash = UInt64(truncatingIfNeeded: text.count)
    func mix(_ word: UInt64) {
      hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
    }
    var offset = 0
    while offset + 8 <= raw.count {
      mix(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    if offset < raw.count, raw.count >= 8 {
      mix(raw.loadUnaligned(fromByteOffset: raw.count - 8, as: UInt64.self))
    }
    return hash
  }
}
