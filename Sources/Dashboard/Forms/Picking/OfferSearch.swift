/// Which of many texts have all typed words in them. It looks only at what can have changed: at the
/// matches of before where more was typed, and at what has come in since.
struct OfferSearch: Sendable {
  /// The matches, in the order that was asked for.
  private(set) var rows: [Int32] = []
  /// How many texts were looked at for the last answer.
  private(set) var looked = 0
  private var words: [[UInt8]] = []
  private var isHit: [Bool] = []

  /// - Parameters:
  ///   - texts: The same as before, and perhaps more.
  ///   - order: Indexes of texts.
  mutating func update(_ query: String, in texts: FoldedTexts, order: [Int32]) {
    let words = FoldedTexts.words(query)
    looked = 0
    defer { self.words = words }
    let isGrown = texts.count > isHit.count
    if words != self.words {
      if isNarrower(words), !isGrown {
        rows = rows.filter { index in
          looked += 1
          let isStill = texts.text(Int(index), hasAll: words)
          isHit[Int(index)] = isStill
          return isStill
        }
        return
      }
      isHit = []
    } else if !isGrown {
      // The order may be another.
      rows = order.filter { isHit[Int($0)] }
      return
    }
    for index in isHit.count..<texts.count {
      looked += 1
      isHit.append(texts.text(index, hasAll: words))
    }
    rows = order.filter { isHit[Int($0)] }
  }

  /// Whether what has all these words has all words of before, too.
  private func isNarrower(_ words: [[UInt8]]) -> Bool {
    self.words.allSatisfy { before in words.contains { $0.contains(before) } }
  }
}
