import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct WireProtocolTests {
  @Test func `a call of the Query protocol is posted to the endpoint`() {
    let call = AWSCall(action: "GetCallerIdentity", body: Array("Action=GetCallerIdentity".utf8))
    let request = WireProtocol.query.request(for: call, at: "https://sts.example")
    #expect(request.method == "POST")
    #expect(request.url == "https://sts.example/")
    #expect(request.header("Content-Type") == "application/x-www-form-urlencoded; charset=utf-8")
    #expect(request.body == call.body)
    #expect(WireProtocol.query.request(for: call, at: "http://h/").url == "http://h/")
    #expect(WireProtocol.query.request(for: call, at: "http://h/base").url == "http://h/base")
  }

  @Test func `a call of JSON 1.1 names its target`() {
    let call = AWSCall(action: "DescribeKey", body: Array("{}".utf8))
    let request = WireProtocol.json(targetPrefix: "TrentService")
      .request(for: call, at: "https://kms.example")
    #expect(request.method == "POST")
    #expect(request.url == "https://kms.example/")
    #expect(request.header("Content-Type") == "application/x-amz-json-1.1")
    #expect(request.header("X-Amz-Target") == "TrentService.DescribeKey")
  }

  @Test(arguments: [
    ("https://s3.example", ["lake"], "https://s3.example/lake"),
    (
      "https://s3.example/", ["lake", "a b", "é/ü", ".."],
      "https://s3.example/lake/a%20b/%C3%A9%2F%C3%BC/.."
    ),
    ("http://h:1/base", ["lake", ""], "http://h:1/base/lake/"), ("http://h", [], "http://h/"),
  ])
  func `a call of REST has its own method and path`(
    endpoint: String, path: [String], url: String
  ) {
    let call = AWSCall(action: "HeadBucket", method: .head, path: path, body: [])
    let request = WireProtocol.restXML.request(for: call, at: endpoint)
    #expect(request.method == "HEAD")
    #expect(request.url == url)
    #expect(request.headers.isEmpty)
    let put = AWSCall(action: "X", method: .post, path: path, body: Array("<a/>".utf8))
    #expect(
      WireProtocol.restXML.request(for: put, at: endpoint).header("Content-Type")
        == "application/xml")
  }

  private static func response(_ status: Int, _ body: String) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [HTTPHeader("x-amz-request-id", "R1")], body: Array(body.utf8))
  }

  @Test(arguments: [
    (
      WireProtocol.query,
      "<ErrorResponse><Error><Code>C</Code><Message>m</Message></Error></ErrorResponse>"
    ),
    (.restXML, "<Error><Code>C</Code><Message>m</Message></Error>"),
    (.json(targetPrefix: "T"), #"{"__type":"com.amazonaws.kms#C","message":"m"}"#),
    (.restJSON, #"{"code":"C","message":"m"}"#),
  ])
  func `a fault of each protocol is the same fault`(wire: WireProtocol, body: String) {
    #expect(
      wire.fault(Self.response(400, body), to: .post)
        == ServiceFault(code: "C", message: "m", status: 400, requestID: "R1"))
  }

  @Test(arguments: [
    (301, "MovedPermanently", "Moved Permanently"), (400, "BadRequest", "Bad Request"),
    (403, "Forbidden", "Forbidden"), (404, "NotFound", "Not Found"), (502, "HTTP 502", ""),
    (503, "HTTP 503", ""),
  ])
  func `an answer to HEAD is told by its status`(status: Int, code: String, message: String) {
    #expect(
      WireProtocol.restXML.fault(Self.response(status, ""), to: .head)
        == ServiceFault(code: code, message: message, status: status, requestID: "R1"))
    #expect(
      WireProtocol.restXML.fault(Self.response(status, ""), to: .get).code == "HTTP \(status)")
  }
}
