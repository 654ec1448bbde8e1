import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct ErrorWordsTests {
  private func fault(_ code: String, _ message: String = "m", status: Int = 400) -> ServiceFault {
    ServiceFault(code: code, message: message, status: status, requestID: "r-1")
  }

  @Test(arguments: [
    ("ExpiredToken", 403, "expired"), ("SignatureDoesNotMatch", 403, "region"),
    ("AccessDenied", 403, "permission"), ("Throttling", 400, "fewer requests"),
    ("InvalidClientTokenId", 403, "access key"), ("RequestTimeTooSkewed", 403, "clock"),
    ("InternalFailure", 500, "try again later"), ("HTTP 404", 404, "--endpoint-url"),
    ("OptInRequired", 403, "Enable"), ("InvalidParameterValue", 400, "as the message says"),
  ])
  func `each fault says what to do next`(code: String, status: Int, word: String) {
    #expect(fault(code, status: status).advice.contains(word))
  }

  @Test(arguments: [
    "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized",
    "AllAccessDisabled", "AccountProblem", "Forbidden",
  ])
  func `a caller who may not is told to ask for the permission, whatever a service calls that`(
    code: String
  ) {
    #expect(fault(code, status: 403).isDenied)
    #expect(fault(code, status: 403).advice.contains("Ask for the permission"))
    #expect(!fault("\(code)2", status: 403).isDenied)
  }

  /// AWS's health page knows nothing of somebody's own server.
  @Test(arguments: [
    ("InternalFailure", 500, "look at its logs"), ("ServiceUnavailable", 503, "look at its logs"),
    ("HTTP 500", 500, "look at its logs"), ("HTTP 502", 502, "look at its logs"),
    ("HTTP 504", 504, "look at its logs"), ("InternalFailure", 501, "doesn't offer this call"),
    ("HTTP 501", 501, "doesn't offer this call"), ("NotImplemented", 501, "doesn't offer"),
    ("InvalidClientTokenId", 403, "one of that endpoint's"),
    ("UnrecognizedClientException", 400, "one of that endpoint's"),
  ])
  func `the fault of a custom endpoint leads there and not to AWS`(
    code: String, status: Int, word: String
  ) {
    var fault = fault(code, status: status)
    let endpoint = "http://127.0.0.1:4566 (environment variable AWS_ENDPOINT_URL)"
    #expect(!fault.advice.contains(word))
    fault.customEndpoint = endpoint
    #expect(fault.advice.contains(word), "\(fault.advice)")
    #expect(fault.advice.contains(endpoint))
    #expect(!fault.advice.contains("amazon"))
    #expect(!fault.advice.contains("AWS's"))
    fault.customEndpoint = "http://h\u{1B}[2J"
    #expect(!fault.advice.contains("\u{1B}"))
  }

  @Test func `an expired signature is the clock's fault`() {
    let expired = fault("SignatureDoesNotMatch", "Signature expired: 1 is now earlier than 2")
    #expect(expired.advice.contains("clock is off"))
  }

  @Test func `a fault's summary has code, message and request`() {
    #expect(
      fault("Throttling", "Rate exceeded").summary == "Throttling: Rate exceeded (request r-1)")
    #expect(ServiceFault(code: "X", message: "", status: 400).summary == "X")
  }

  @Test(arguments: [
    ConnectionFailure.Kind.refused, .nameNotFound, .connectTimeout, .timeout, .closed, .tls,
    .untrusted, .proxy, .proxyCredentials, .tooLarge, .other,
  ])
  func `each connection failure names its peer and a next step`(kind: ConnectionFailure.Kind) {
    let failure = ConnectionFailure(kind: kind, peer: "h:443", detail: "why")
    #expect(failure.summary.contains("h:443"))
    #expect(failure.summary.hasSuffix(": why"))
    #expect(!failure.advice.isEmpty)
    let proxied = ConnectionFailure(
      kind: kind, peer: "h:443", detail: "why\u{1B}[2J", proxy: "p:1 (environment variable X)")
    if kind != .tooLarge { #expect(proxied.summary.contains("proxy p:1 (environment variable X)")) }
    #expect(proxied.summary.hasSuffix(": why[2J"))
    #expect(!proxied.advice.isEmpty)
  }

  @Test(arguments: [
    ("ExpiredToken", "", "aws sso login"),
    ("InvalidClientTokenId", "The security token included in the request is invalid.", "region"),
    ("SignatureDoesNotMatch", "Credential should be scoped to a valid region.", "another region"),
    ("SignatureDoesNotMatch", "Signature not yet current: a is later than b", "clock"),
    ("OptInRequired", "", "--region"), ("RegionDisabledException", "", "--region"),
    ("Throttling", "Rate exceeded", "a longer interval helps"),
    ("HTTP 503", "", "proxies"), ("RequestExpired", "", "clock"),
  ])
  func `what a person can do is said`(code: String, message: String, word: String) {
    let status = code.hasPrefix("HTTP") ? 503 : 403
    #expect(fault(code, message, status: status).advice.contains(word))
  }

  private static let caller = "arn:aws:iam::123456789012:user/me"
  private static let source = "arn:aws:rds:eu-west-1:123456789012:*"

  @Test(arguments: [
    (
      "User: \(caller) is not authorized to perform: rds:DescribeExportTasks on resource: "
        + "\(source) because no identity-based policy allows the rds:DescribeExportTasks action",
      Self.source as String?,
      "no identity-based policy allows the rds:DescribeExportTasks action" as String?
    ),
    (
      "User: \(caller) is not authorized to perform: rds:DescribeExportTasks on resource: "
        + "\(source) with an explicit deny in a service control policy",
      Self.source, "an explicit deny in a service control policy"
    ),
    ("User: \(caller) is not authorized to perform: rds:DescribeExportTasks.", nil, nil),
    (
      "User: \(caller) is not authorized to perform: rds:DescribeExportTasks because no "
        + "session policy allows the rds:DescribeExportTasks action", nil,
      "no session policy allows the rds:DescribeExportTasks action"
    ),
  ])
  func `a denial says what was denied to whom`(message: String, resource: String?, reason: String?)
    throws
  {
    let fault = fault("AccessDenied", message, status: 403)
    let denial = try #require(fault.denial)
    #expect(denial.caller == Self.caller)
    #expect(denial.action == "rds:DescribeExportTasks")
    #expect(denial.resource == resource)
    #expect(denial.reason == reason)
    #expect(fault.advice.contains("rds:DescribeExportTasks\(resource.map { " on \($0)" } ?? "")"))
    #expect(fault.advice.contains(Self.caller))
    #expect(fault.advice.contains("deny") == (reason?.contains("explicit deny") == true))
  }

  @Test(arguments: [
    "", "Access denied", "is not authorized to perform: User: ", "User: x is not authorized",
    "User: a is not authorized to perform: ",
  ])
  func `a denial in other words is none that could be taken apart`(message: String) {
    let fault = fault("AccessDenied", message, status: 403)
    #expect(fault.denial == nil)
    #expect(fault.advice.contains("permission"))
  }

  @Test func `every error has both parts, each on one line`() {
    let errors: [AWSError] = [
      .service(fault("A\nB", "x\ny", status: 500)),
      .unreadableAnswer(detail: "a\nb", requestID: "r\n"),
      .connection(ConnectionFailure(kind: .tls, peer: "h\n", detail: "a\nb")),
      .noCredentials([SearchedPlace(place: "a\nb", finding: "c")]), .noRegion([]),
      .configuration(place: "f:1", message: "a\nb"), .cancelled,
    ]
    for error in errors {
      for part in [error.summary, error.advice] {
        #expect(!part.isEmpty)
        #expect(part.split(whereSeparator: \.isNewline).count == 1)
      }
    }
  }

  @Test func `no text from elsewhere brings control characters to the screen`() {
    let hostile = "a\u{1B}]0;x\u{07}b\u{9B}31m\u{202E}c\u{200B}\td\r\ne\u{7F}\u{2028}f"
    #expect(hostile.singleLine() == "a]0;xb31mc d e f")
    #expect(String(repeating: "x", count: 600).singleLine().count == 501)
    #expect("  spaced  ".singleLine() == "spaced")
    #expect("e\u{301} 👍 日本".singleLine() == "e\u{301} 👍 日本")
  }

  @Test func `what was looked at is listed`() {
    let error = AWSError.noRegion([SearchedPlace(place: "option --region", finding: "not set")])
    #expect(
      error.description == """
        No AWS region is set.
          option --region: not set
        Set AWS_REGION, or give --region, or run `aws configure set region eu-west-1`.
        """)
  }
}
