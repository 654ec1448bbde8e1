import Foundation
import Testing

@testable import AWSCore

@Suite struct JSONValueTests {
  private func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
    let text =
      String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
    return Array(text.utf8)
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
  func `what is nested beyond measure is no document, and takes no time`(
    open: String, close: String
  ) {
    #expect(JSONValue(nested(JSONValue.deepest, open, close)) != nil)
    for depth in [JSONValue.deepest + 1, 512, 100_000] {
      #expect(JSONValue(nested(depth, open, close)) == nil)
    }
    let many = (0..<200).map { _ in String(decoding: nested(500, open, close), as: UTF8.self) }
    #expect(JSONValue(Array("[\(many.joined(separator: ","))]".utf8)) == nil)
  }

  @Test func `what is larger than any login is no document`() {
    let whole = "\"" + String(repeating: "x", count: JSONValue.longest - 2) + "\""
    #expect(JSONValue(Array(whole.utf8))?.text?.utf8.count == JSONValue.longest - 2)
    #expect(JSONValue(Array((whole + " ").utf8)) == nil)
  }

  @Test func `brackets in strings count for nothing`() {
    let brackets = String(repeating: "[{", count: 100)
    let text = "{\"a\": \"\(brackets)\\\"\(brackets)\\\\\", \"b\": [[1], [2]]}"
    let members = JSONValue(Array(text.utf8))?.members
    #expect(members?["a"]?.text == "\(brackets)\"\(brackets)\\")
    #expect(members?["b"] == .array([.array([.number(1)]), .array([.number(2)])]))
  }

  @Test func `an answer of nothing but brackets is told by how it begins`() {
    let fault = JSONErrorReader.fault(
      HTTPResponse(status: 500, body: nested(500, "[", "]")))
    #expect(fault.code == "HTTP 500")
    #expect(fault.message.hasPrefix("[[[["))
  }
}
