import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct XMLHostileTests {
  private func problem(_ bytes: [UInt8], limits: XMLReader.Limits = .init()) -> XMLError.Kind? {
    do {
      _ = try XMLNode(parsing: bytes, limits: limits)
      return nil
    } catch {
      #expect((0...bytes.count).contains(error.offset))
      #expect(error.description.contains("\(error.offset)"))
      return error.kind
    }
  }

  private func problem(_ text: String) -> XMLError.Kind? { problem(Array(text.utf8)) }

  static let whole = """
    <?xml version="1.0" encoding="UTF-8"?><!-- c --><n:r xmlns:n="u" a='1'>
      <a>x&amp;é</a><b/><![CDATA[<]]><?p q?><c d="e"><f>g</f></c ></n:r>
    """

  @Test func `a document cut at any byte is an error`() throws {
    let bytes = Array(Self.whole.utf8)
    #expect(problem(bytes) == nil)
    for length in bytes.indices {
      #expect(problem(Array(bytes[..<length])) != nil, "\(length) bytes were enough")
    }
  }

  @Test func `a cut at a character's border is told from other damage`() {
    let bytes = Array("<r><a>text</a><b x='1'/></r>".utf8)
    for length in bytes.indices {
      #expect(problem(Array(bytes[..<length])) == .truncated, "after \(length) bytes")
    }
  }

  @Test func `any byte overwritten by NUL is an error`() {
    let bytes = Array(Self.whole.utf8)
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] = 0
      #expect(problem(damaged) != nil)
    }
  }

  @Test(arguments: [0x00, 0x01, 0x08, 0x0B, 0x0C, 0x0E, 0x1F] as [UInt8], 0...9)
  func `forbidden characters are found wherever they stand`(byte: UInt8, shift: Int) {
    let padding = [UInt8](repeating: UInt8(ascii: "a"), count: shift)
    #expect(
      problem(Array("<r>".utf8) + padding + [byte] + Array("</r>".utf8)) == .forbiddenCharacter)
  }

  @Test func `tab, newline, DEL and C1 are allowed, as XML 1.0 has it`() {
    #expect(problem("<r>\t\n\u{7F}\u{80}\u{9B}\u{202E}</r>") == nil)
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xFF],
      [0xC3, 0x28],
      [0xE2, 0x28, 0xA1], [0xF0, 0x28, 0x8C, 0xBC],
    ] as [[UInt8]])
  func `invalid UTF-8 is an error`(sequence: [UInt8]) {
    #expect(problem(Array("<r>".utf8) + sequence + Array("</r>".utf8)) == .invalidUTF8)
    #expect(problem(Array("<r>padding!".utf8) + sequence) == .invalidUTF8)
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `the check of UTF-8 agrees with the standard library's`(seed: Seed) {
    var random = seed.generator("UTF-8")
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        UInt8.random(in: 0x7E...0xFF, using: &random)
      }
      let isNoncharacter = bytes.indices.contains { index in
        bytes[index...].starts(with: [0xEF, 0xBF, 0xBE])
          || bytes[index...].starts(with: [0xEF, 0xBF, 0xBF])
      }
      if isNoncharacter { continue }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      var isAccepted = true
      do { try XMLCharacters.check(bytes) } catch { isAccepted = false }
      #expect(isAccepted == isValid, "\(bytes)")
    }
  }

  @Test(arguments: [
    ("<!DOCTYPE r><r/>", XMLError.Kind.documentType),
    ("<!DOCTYPE html><html><body>502</body></html>", .documentType),
    (#"<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>"#, .documentType),
    ("<r><!DOCTYPE r></r>", .documentType),
    ("<r>&nbsp;</r>", .unknownEntity), ("<r>&b;</r>", .unknownEntity),
    ("<r>& </r>", .unknownEntity),
    ("<r>&;</r>", .unknownEntity), ("<r>&#;</r>", .unknownEntity), ("<r>&#x;</r>", .unknownEntity),
    ("<r>&#xG;</r>", .unknownEntity), ("<r>&#+65;</r>", .unknownEntity),
    ("<r>&#-65;</r>", .unknownEntity), ("<r>&#99999999999;</r>", .unknownEntity),
    ("<r>&amp</r>", .unknownEntity), ("<r>&lt<a>;</a></r>", .unknownEntity),
    ("<r>&#0;</r>", .forbiddenCharacter), ("<r>&#x1b;</r>", .forbiddenCharacter),
    ("<r>&#xD800;</r>", .forbiddenCharacter), ("<r>&#x110000;</r>", .forbiddenCharacter),
    ("<r>&#xFFFE;</r>", .forbiddenCharacter), ("<r>\u{FFFF}</r>", .forbiddenCharacter),
    ("<r></s>", .mismatchedEndTag), ("<r><a></r></a>", .mismatchedEndTag),
    ("<r><ab></a></r>", .mismatchedEndTag), ("<r><a></ab></r>", .mismatchedEndTag),
    ("<long></l>", .mismatchedEndTag),
    ("<r/><s/>", .trailingContent), ("<r/>x", .trailingContent), ("<r/></r>", .trailingContent),
    ("<r/>&amp;", .trailingContent), ("<r/><![CDATA[]]>", .malformed),
    ("", .truncated), ("   ", .truncated), ("<", .truncated), ("<r", .truncated),
    ("<r>", .truncated),
    ("plain text", .malformed), ("{\"json\": true}", .malformed), ("x<r/>", .malformed),
    ("< r/>", .malformed), ("<1/>", .malformed), ("<r a/>", .malformed), ("<r a=1/>", .malformed),
    ("<r a='<'/>", .malformed), ("<r a='1'b='2'/>", .malformed), ("<r / >", .malformed),
    ("<r><></r>", .malformed), ("<r><!x></r>", .malformed), ("<r><a:/></r>", .malformed),
    ("<r =''/>", .malformed), ("</r>", .malformed),
  ])
  func `what is not XML is a typed error`(document: String, wanted: XMLError.Kind) {
    #expect(problem(document) == wanted)
  }

  @Test func `a gigantic text is bounded by the document's size`() {
    let text = String(repeating: "x", count: 5_000_000)
    #expect(problem("<r>\(text)</r>") == nil)
    #expect(
      problem(Array("<r>\(text)</r>".utf8), limits: .init(bytes: 1 << 20))
        == .tooLarge(limit: 1 << 20))
  }

  @Test func `deep nesting ends at the limit and takes no stack`() {
    let document = { (depth: Int) in
      Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
    }
    #expect(problem(document(64)) == nil)
    #expect(problem(document(65)) == .tooDeep(limit: 64))
    #expect(problem(document(1_000_000)) == .tooDeep(limit: 64))
    #expect(problem(document(3), limits: .init(depth: 2)) == .tooDeep(limit: 2))
  }

  @Test func `endless references, attributes and comments are read in one pass`() {
    #expect(problem("<r>" + String(repeating: "&amp;", count: 200_000) + "</r>") == nil)
    #expect(problem("<r" + String(repeating: " a='b'", count: 100_000) + "/>") == nil)
    #expect(problem("<r>" + String(repeating: "<!---->", count: 100_000) + "</r>") == nil)
    #expect(problem("<r>" + String(repeating: "<a/>", count: 100_000) + "</r>") == nil)
  }

  @Test func `attributes cost no more for what comes after them`() {
    let attributes = String(repeating: " a=''", count: 20_000)
    let text = String(repeating: "x", count: 5_000_000)
    let apart = cost("<r\(attributes)></r>") + cost("<r>\(text)</r>")
    #expect(cost("<r\(attributes)>\(text)</r>") < 4 * apart)
  }

  @Test func `a text in many pieces costs no more than the pieces`() {
    let piece = String(repeating: "x", count: 100)
    let comments = String(repeating: "<!---->", count: 50_000)
    let apart =
      cost("<r>\(comments)</r>")
      + cost("<r>&amp;\(String(repeating: piece, count: 50_000))</r>")
    #expect(cost("<r>\(String(repeating: piece + "<!---->", count: 50_000))</r>") < 4 * apart)
  }

  private func cost(_ document: String) -> Double {
    let start = threadSeconds
    #expect(problem(document) == nil)
    return threadSeconds - start
  }

  /// What the processor has done for this thread so far.
  private var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test func `an error in what nobody reads is found by finish`() throws {
    var reader = try XMLReader(Array("<r><a>1</a><b></c></r>".utf8))
    let root = try reader.root()
    let a = try #require(try reader.nextChild(of: root))
    #expect(try reader.text(of: a) == "1")
    #expect(throws: XMLError.self) { try reader.finish() }
  }
}
