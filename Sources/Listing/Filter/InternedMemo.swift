/// Remembers the answers for texts that many tasks share, by the addresses where they are stored.
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

  /// Swift keeps up to 15 bytes inside the string itself: such a text has no storage whose address
  /// could identify it.
  private static let longestInPlace = 15
  private static let slotBits = 11

  /// A text that hits a taken slot replaces what is there.
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
    // Fibonacci hashing. Storages are at least 16 bytes apart.
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
