import Foundation
import Testing

@testable import AWSCore

@Suite struct JSONErrorReaderTests {
  private func fault(
    _ body: String, type: String? = nil, status: Int = 400, requestID: String? = nil
  ) -> ServiceFault {
    let headers = [
      type.map { HTTPHeader("X-Amzn-Errortype", $0) },
      requestID.map { HTTPHeader("x-amzn-requestid", $0) },
    ]
    return JSONErrorReader.fault(
      HTTPResponse(status: status, headers: headers.compactMap(\.self), body: Array(body.utf8)))
  }

  /// The forms of Smithy's protocol tests ("restJson1", error serialization).
  @Test(arguments: [
    "FooError", "FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/",
    "aws.protocoltests.restjson#FooError",
    "aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/com.amazon.coral/",
  ])
  func `the code stands in a header or in the body`(type: String) {
    #expect(fault("", type: type).code == "FooError")
    #expect(fault(#"{"__type":"\#(type)"}"#).code == "FooError")
    #expect(fault(#"{"code":"\#(type)"}"#).code == "FooError")
    #expect(fault(#"{"__type":"Other","error":"x"}"#, type: type).code == "FooError")
  }

  @Test func `the message is found under its names, on one line`() {
    for name in ["message", "Message", "errorMessage", "error_description"] {
      let found = fault(#"{"\#(name)":"a\n\u001b[31mb","error":"invalid_grant"}"#, requestID: "r-1")
      #expect(
        found
          == ServiceFault(
            code: "invalid_grant", message: "a [31mb", status: 400, requestID: "r-1"))
    }
  }

  @Test(arguments: ["", "<no/>", "[]", "null", #"{"__type":""}"#, #"{"code":5}"#])
  func `anything else is called by its status`(body: String) {
    let found = fault(body, status: 502)
    #expect(found.code == "HTTP 502")
    #expect(found.message == body)
  }

  @Test(.timeLimit(.minutes(15)))
  func `what nobody asked for in an error costs no more than its bytes`() {
    let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    let body =
      "{\"a\":[\(Array(repeating: deep, count: 500).joined(separator: ","))],\"code\":\"C\"}"
    #expect(JSONErrorReader.fault(HTTPResponse(status: 400, body: Array(body.utf8))).code == "C")
    let large = "{\"code\":\"C\",\"a\":\"\(String(repeating: "x", count: 1 << 20))\"}"
    let fault = JSONErrorReader.fault(HTTPResponse(status: 400, body: Array(large.utf8)))
    #expect(fault.code == "HTTP 400" && fault.message.hasPrefix("{\"code\":\"C\""))
  }

  @Test func `a member of another type is none`() {
    let body = "{\"__type\":7,\"code\":null,\"error\":\"E\",\"message\":{},\"Message\":\"m\"}"
    let fault = JSONErrorReader.fault(HTTPResponse(status: 400, body: Array(body.utf8)))
    #expect(fault.code == "E" && fault.message == "m")
  }
}
