import Testing

@testable import AWSCore

@Suite struct TextInternerTests {
  private func intern(_ text: String, in interner: inout TextInterner) -> String {
    var text = text
    return text.withUTF8 { interner.string($0) }
  }

  private func address(_ text: String) -> UInt? {
    text.utf8.withContiguousStorageIfAvailable { UInt(bitPattern: $0.baseAddress) }
  }

  @Test func `equal texts share one storage`() {
    var interner = TextInterner()
    let first = intern("arn:aws:iam::123456789012:role/export", in: &interner)
    let second = intern("arn:aws:iam::123456789012:role/export", in: &interner)
    #expect(first == second && address(first) == address(second))
  }

  @Test func `whatever was there before, a text comes back as itself`() {
    var interner = TextInterner()
    for round in 0..<2 {
      for number in 0..<20_000 {
        let text = "a-text-longer-than-fifteen-\(number)"
        #expect(intern(text, in: &interner) == text, "in round \(round)")
      }
    }
    for text in ["", "é", "exactly-16-bytes", "données-輸出-longer-than-that"] {
      #expect(intern(text, in: &interner) == text)
    }
  }
}
