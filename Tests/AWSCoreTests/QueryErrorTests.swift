import Ground
import Testing

@testable import AWSCore

@Suite struct QueryErrorTests {
  private func fault(
    _ body: String, status: Int = 400, headers: [HTTPHeader] = []
  ) -> ServiceFault {
    QueryErrorReader.fault(status: status, headers: headers, body: Array(body.utf8))
  }

  static let error =
    "<Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>"

  @Test(arguments: [
    "<ErrorResponse xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\">\(error)<RequestId>id-1</RequestId></ErrorResponse>",
    "<ErrorResponse><Errors>\(error)</Errors><RequestId>id-1</RequestId></ErrorResponse>",
    "<Response><Errors>\(error)</Errors><RequestID>id-1</RequestID></Response>",
    "<ErrorResponse>\(error)<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></ErrorResponse>",
  ])
  func `every form of an error document is read`(body: String) {
    #expect(
      fault(body)
        == ServiceFault(
          code: "Throttling", message: "Rate exceeded", type: "Sender", status: 400,
          requestID: "id-1"))
  }

  @Test func `the request's identifier may come in a header`() {
    let header = HTTPHeader("X-AMZN-REQUESTID", "from-header")
    #expect(
      fault("<ErrorResponse>\(Self.error)</ErrorResponse>", headers: [header]).requestID
        == "from-header")
    #expect(fault("no XML", headers: [header]).requestID == "from-header")
    #expect(fault("no XML").requestID == nil)
  }

  @Test func `a body that is no error document keeps its beginning`() {
    let found = fault("upstream\r\n\u{1B}[2J\n\nfailed", status: 502)
    #expect(found.code == "HTTP 502" && found.status == 502 && found.type == nil)
    #expect(found.message == "upstream [2J failed")
    #expect(fault("", status: 503) == ServiceFault(code: "HTTP 503", message: "", status: 503))
    #expect(
      fault(String(repeating: "x", count: 5000)).message == String(repeating: "x", count: 200) + "…"
    )
  }

  @Test func `bytes that are no text do no harm`() {
    let found = QueryErrorReader.fault(
      status: 500, headers: [], body: [0xFF, 0x00, 0x41, 0x1B, 0xC3])
    #expect(found.code == "HTTP 500" && found.message.contains("A"))
    #expect(!found.message.unicodeScalars.contains(where: { !UntrustedText.isOneLine(String($0)) }))
  }

  @Test func `a cut error document is no error document`() {
    let whole = "<ErrorResponse>\(Self.error)</ErrorResponse>"
    for length in 0..<whole.utf8.count {
      let cut = QueryErrorReader.fault(
        status: 400, headers: [], body: Array(whole.utf8.prefix(length)))
      #expect(cut.code == "HTTP 400")
    }
  }

  @Test(arguments: [
    "<r/>", "<ErrorResponse/>", "<ErrorResponse><Error/></ErrorResponse>",
    "<ErrorResponse><Error><Code/></Error></ErrorResponse>", "<ListAllMyBucketsResult/>",
  ])
  func `a document without a code stands for its status`(body: String) {
    #expect(fault(body, status: 500).code == "HTTP 500")
  }

  @Test func `a message keeps the spaces that the service wrote`() {
    let error = "<Error><Code>C</Code><Message> One.  Two. </Message></Error>"
    #expect(fault("<ErrorResponse>\(error)</ErrorResponse>").message == "One.  Two.")
  }

  @Test func `no tree is built of what is far too large for an error document`() {
    let padding = String(repeating: "<a/>", count: 1 << 18)
    #expect(fault("<ErrorResponse>\(Self.error)\(padding)</ErrorResponse>").code == "HTTP 400")
    #expect(
      fault("<ErrorResponse>\(Self.error)\(padding.prefix(100_000))</ErrorResponse>").code
        == "Throttling")
  }

  @Test func `texts are cleaned before anybody can show them`() {
    let found = fault(
      "<ErrorResponse><Error><Code>A&#xA;B\u{9B}</Code><Message>one\ntwo\u{202E}x\u{9D}</Message></Error>"
        + "<RequestId>r\u{85}d</RequestId></ErrorResponse>")
    #expect(found.code == "A B" && found.message == "one twox" && found.requestID == "r d")
  }
}
