import Foundation
import Testing

@testable import AWSCore

@Suite struct QueryWriterTests {
  private func body(_ write: (inout QueryWriter) -> Void) -> String {
    var writer = QueryWriter(action: "A", version: "V")
    write(&writer)
    return String(decoding: writer.body, as: UTF8.self)
  }

  @Test func `everything but the unreserved characters is encoded`() {
    let all = (0x20...0x7E).map { String(UnicodeScalar(UInt8($0))) }.joined()
    let kept = body { $0.write(all, at: QueryKey("x")) }.split(separator: "=").last.map(String.init)
    var allowed = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "!"..."~"))
    allowed.insert(charactersIn: "-._~")
    #expect(
      kept
        == all.addingPercentEncoding(withAllowedCharacters: allowed)?
        .replacingOccurrences(of: "%20", with: "+"))
    #expect(
      body { $0.write("é x\n\u{0}", at: QueryKey("p")) } == "Action=A&Version=V&p=%C3%A9+x%0A%00")
  }

  @Test func `keys grow by members and elements`() {
    let key = QueryKey("F").element(1, named: "Filter").member("Values")
    #expect(key.element(2).text == "F.Filter.1.Values.member.2")
    #expect(key.element(2, named: nil).text == "F.Filter.1.Values.2")
  }

  @Test func `values are written by their type`() {
    let written = body {
      $0.write(true, at: QueryKey("b"))
      $0.write(-7, at: QueryKey("i"))
      $0.write(1.5, at: QueryKey("d"))
      $0.write(blob: [0, 255], at: QueryKey("o"))
      $0.write(["x", "y"], at: QueryKey("l"))
      $0.write([], at: QueryKey("e"))
      $0.write(Date(timeIntervalSince1970: 0.25), at: QueryKey("t"))
    }
    #expect(
      written == "Action=A&Version=V&b=true&i=-7&d=1.5&o=AP8%3D&l.member.1=x&l.member.2=y&e="
        + "&t=1970-01-01T00%3A00%3A00.250000Z")
  }

  @Test func `values are read by their type`() throws {
    var reader = try XMLReader(
      Array(
        "<AResponse><AResult><i> 42 </i><e/><b>true</b><d>-Infinity</d><x>4x</x></AResult></AResponse>"
          .utf8))
    let result = try reader.result(of: "A")
    #expect(try reader.integer(of: #require(try reader.nextChild(of: result))) == 42)
    #expect(try reader.integer(of: #require(try reader.nextChild(of: result))) == nil)
    #expect(try reader.boolean(of: #require(try reader.nextChild(of: result))) == true)
    #expect(try reader.double(of: #require(try reader.nextChild(of: result))) == -.infinity)
    let wrong = try #require(try reader.nextChild(of: result))
    #expect(throws: XMLError(.unexpectedValue(element: "x"), at: 65)) {
      try reader.integer(of: wrong)
    }
  }

  @Test(arguments: [
    ("<BResponse><AResult/></BResponse>", "AResponse"), ("<html/>", "AResponse"),
    ("<AResponse/>", "AResult"), ("<AResponse><BResult/></AResponse>", "AResult"),
  ])
  func `an answer to something else isn't an empty answer`(body: String, missing: String) throws {
    var reader = try XMLReader(Array(body.utf8))
    do {
      _ = try reader.result(of: "A")
      Issue.record("it was taken for an answer")
    } catch {
      #expect(error.kind == .missingElement(missing))
    }
  }

}
