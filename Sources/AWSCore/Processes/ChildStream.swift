#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a child writes to one of its two streams, as far as it is kept.
struct ChildStream {
  enum Keeping {
    /// What is beyond it is read and dropped.
    case first(Int)
    case last(Int)
  }

  let descriptor: Int32
  private(set) var isOpen = true
  private(set) var bytes: [UInt8] = []
  /// Whether more came than `Keeping.first` keeps.
  private(set) var isOverflowing = false
  private let keeping: Keeping

  init(_ descriptor: Int32, keeping: Keeping) {
    self.descriptor = descriptor
    self.keeping = keeping
  }

  /// Reads what is there now, up to a megabyte, which is more than a pipe holds: a child that
  /// writes without a pause must not keep the thread from everything else.
  mutating func readWhatIsThere() {
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    for _ in 0..<64 where isOpen {
      let count = read(descriptor, &chunk, chunk.count)
      if count > 0 {
        keep(chunk[..<count])
      } else if count == 0 {
        close()
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        close()
      }
    }
  }

  mutating func close() {
    guard isOpen else { return }
    isOpen = false
    closeDescriptor(descriptor)
  }

  /// As text, from the first whole character on.
  var text: String {
    String(decoding: bytes.drop { $0 & 0xC0 == 0x80 }, as: UTF8.self)
  }

  private mutating func keep(_ more: ArraySlice<UInt8>) {
    switch keeping {
    case .first(let most):
      let room = most - bytes.count
      isOverflowing = isOverflowing || more.count > room
      bytes += more.prefix(room)
    case .last(let most):
      bytes += more
      bytes.removeFirst(max(0, bytes.count - most))
    }
  }
}
