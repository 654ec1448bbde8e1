/// Remembers the answer for texts that many tasks share, by where they are stored.
///
/// While decoding, roles and keys are interned, so that tasks share one storage; looking at
/// its address costs less than hashing the text. An answer holds for one evaluation only: the tasks
/// keep the storages alive meanwhile.
final class InternedMemo {
  private struct Slot {
    var address: UInt = 0
    var count = 0
    var answer = false
  }

  /// Up to 15 bytes Swift keeps a text in place, without a storage that could tell it from others.
  private static let longestInPlace = 15
  private static let slotBits = 11

  /// A text that falls on a slot that is taken takes it over.
  private let slots: UnsafeMutablePointer<Slot>

  init() {
    slots = .allocate(capacity: 1 << Self.slotBits)
    slots.initialize(repeating: Slot(), count: 1 << Self.slotBits)
  }

  deinit { slots.deallocate() }

  func answer(
    for text: UnsafeBufferPointer<UInt8>, _ compute: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    guard text.count > Self.longestInPlace else { return compute(text) }
    let address = UInt(bitPattern: text.baseAddress)
    // Fibonacci hashing: storages lie 16 bytes apart at least.
    let spread = UInt64(truncatingIfNeeded: address >> 4) &* 0x9E37_79B9_7F4A_7C15
    let slot = slots + Int(spread >> UInt64(64 - Self.slotBits))
    if slot.pointee.address == address, slot.pointee.count == text.count {
      return slot.pointee.answer
    }
    let answer = compute(text)
    slot.pointee = Slot(address: address, count: text.count, answer: answer)
    return answer
  }
}
