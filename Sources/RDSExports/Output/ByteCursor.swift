/// Where the next byte of a text goes: into room that whoever made it has seen to.
struct ByteCursor {
  private(set) var next: UnsafeMutablePointer<UInt8>

  init(at start: UnsafeMutablePointer<UInt8>) { next = start }

  mutating func write(_ byte: UInt8) {
    next.initialize(to: byte)
    next += 1
  }

  mutating func write(_ text: UnsafePointer<UInt8>, count: Int) {
    next.initialize(from: text, count: count)
    next += count
  }

  mutating func write(_ text: StaticString) {
    write(text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// Goes past what was written at `next` by other means.
  mutating func advance(by count: Int) { next += count }
}

extension [UInt8] {
  /// Appends at most `room` bytes: whether they fit is looked at once and not for each.
  @inline(__always)
  mutating func append(atMost room: Int, _ write: (inout ByteCursor) -> Void) {
    append(addingCapacity: room) { span in
      span.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        var cursor = ByteCursor(at: start)
        write(&cursor)
        count = cursor.next - start
      }
    }
  }
}
