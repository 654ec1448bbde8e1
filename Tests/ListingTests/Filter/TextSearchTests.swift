import Foundation
import RDSExports
import Support
import Testing
import Tracking

@testable import Listing

@Suite struct TextSearchTests {
  private func find(_ matcher: TextMatcher, _ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { matcher.matches($0) }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `a part is found wherever Foundation finds it`(seed: Seed) {
    var random = seed.generator("texts")
    let letters = ["a", "A", "b", "B", "@", "`", "[", "{", "-", "1"]
    func word(_ lengths: ClosedRange<Int>) -> String {
      (0..<Int.random(in: lengths, using: &random))
        .map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }.joined()
    }
    for _ in 0..<20_000 {
      let text = word(0...40)
      let part = word(0...4)
      let expected =
        part.isEmpty || text.range(of: part, options: [.caseInsensitive, .literal]) != nil
      #expect(find(.part(part), text) == expected, "\(part) in \(text)")
      #expect(find(.whole(part), text) == (part.lowercased() == text.lowercased()))
    }
  }

  @Test func `a part is found at every place and only when it is whole`() {
    for length in 1...20 {
      let part = String("abcdefghijklmnopqrstuvwxyz".prefix(length))
      for before in 0...20 {
        let blank = String(repeating: ".", count: before)
        #expect(find(.part(part), blank + part.uppercased()))
        #expect(find(.part(part), blank + part + "."))
        #expect(!find(.part(part), blank + part.dropLast() + "!"))
        #expect(length == 1 || !find(.part(part), blank + part.dropFirst()))
      }
    }
  }

  @Test func `letters beyond ASCII ignore case too`() {
    #expect(find(.part("É"), "un été"))
    #expect(find(.whole("ÉTÉ"), "été"))
    #expect(!find(.whole("ÉTÉ"), "étés"))
    #expect(!find(.part("é"), "ete"))
  }

  @Test func `a pattern sees only the bytes that it is given`() throws {
    let pattern = try PosixPattern("^b+$")
    let text = Array("abbc".utf8)
    text.withUnsafeBufferPointer {
      #expect(pattern.matches(UnsafeBufferPointer(rebasing: $0[1..<3])))
      #expect(!pattern.matches(UnsafeBufferPointer(rebasing: $0[1..<4])))
      #expect(!pattern.matches($0))
      #expect(!pattern.matches(UnsafeBufferPointer(start: nil, count: 0)))
    }
    #expect(find(.pattern("^$"), ""))
  }

  @Test func `texts that share a storage are asked once, and others never mixed up`() {
    let memo = InternedMemo()
    var asked = 0
    func answer(_ text: String) -> Bool {
      text.utf8.withContiguousStorageIfAvailable { bytes in
        memo.answer(for: bytes) {
          asked += 1
          return $0.last == UInt8(ascii: "1")
        }
      } ?? false
    }
    let texts = (0..<10_000).map { "a text that is long enough \($0)" }
    for text in texts { #expect(answer(text) == text.hasSuffix("1")) }
    #expect(asked == texts.count)
    for _ in 0..<100 { #expect(!answer(texts[9999])) }
    #expect(asked == texts.count)
    // Short ones have no storage of their own.
    for number in 0..<1000 { #expect(answer("short \(number)") == "\(number)".hasSuffix("1")) }
  }

  @Test func `a large list is filtered as one by one`() throws {
    let buckets = (0..<30).map { "a-bucket-with-a-long-name-\($0)" }
    let tasks = (0..<5000).map { number in
      FilterFixtures.task("nightly-\(number)", number.isMultiple(of: 7) ? "FAILED" : "COMPLETE") {
        $0.s3Bucket = buckets[number % 30]
        $0.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:source-\(number % 300)"
      }
    }
    for (text, count) in [
      ("bucket~name-1", tasks.filter { $0.task.s3Bucket?.contains("name-1") == true }.count),
      ("source-29", tasks.filter { $0.task.sourceName.contains("source-29") }.count),
      ("status=failed", 715), ("nightly", 5000), ("nothing", 0),
    ] {
      #expect(try FilterFixtures.matching(text, in: tasks).count == count, "\(text)")
    }
  }
}
