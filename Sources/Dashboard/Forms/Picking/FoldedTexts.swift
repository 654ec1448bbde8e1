/// Many texts in lower case, one after the other in one piece of memory: forty thousand of them are
/// searched with each key.
struct FoldedTexts: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  var count: Int { ends.count }

  mutating func append(_ text: String) {
    bytes += Self.folded(text)
    ends.append(bytes.count)
  }

  /// The words of what is typed, as the texts are kept.
  static func words(_ query: String) -> [[UInt8]] {
    query.split(whereSeparator: \.isWhitespace).map { folded(String($0)) }
  }

  private static func folded(_ text: String) -> [UInt8] { Array(text.lowercased().utf8) }

  /// Whether a text has each of the words in it, in any order.
  func text(_ index: Int, hasAll words: [[UInt8]]) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    return bytes.withUnsafeBufferPointer { bytes in
      let text = UnsafeBufferPointer(rebasing: bytes[start..<ends[index]])
      return words.allSatisfy { $0.withUnsafeBufferPointer { text.has($0) } }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func has(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = word.first else { return true }
    var start = 0
    let last = count - word.count
    while start <= last {
      if self[start] == first {
        var length = 1
        while length < word.count, self[start + length] == word[length] { length += 1 }
        if length == word.count { return true }
      }
      start += 1
    }
    return false
  }
}
