import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct RetryTests {
  // MARK: The published cases

  private struct Suite: Decodable {
    struct Case: Decodable {
      var name: String
      var quota: Int
      var maximumAttempts: Int
      var maximumBackoff: Double
      var steps: [[Value]]
      enum CodingKeys: String, CodingKey {
        case name, quota, steps
        case maximumAttempts = "max_attempts"
        case maximumBackoff = "max_backoff"
      }
    }
    var cases: [Case]
  }

  private enum Value: Decodable, Equatable {
    case number(Double)
    case text(String)
    case none

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .none
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  /// `500`, `500 retry-after=1500` or `400 Throttling`
  private func response(_ value: Value) -> (fault: AWSError, hint: Duration?, isSuccess: Bool) {
    let words: [Substring] =
      switch value {
      case .number(let number): ["\(Int(number))"[...]]
      case .text(let text): text.split(separator: " ")
      case .none: []
      }
    let status = Int(words[0]) ?? 0
    var code = "Whatever"
    var headers: [HTTPHeader] = []
    if words.count > 1 {
      if words[1].hasPrefix("retry-after=") {
        headers = [HTTPHeader("X-Amz-Retry-After", String(words[1].split(separator: "=")[1]))]
      } else {
        code = String(words[1])
      }
    }
    let hint = RetrySession.hint(in: HTTPResponse(status: status, headers: headers))
    let fault = AWSError.service(ServiceFault(code: code, message: "", status: status))
    return (fault, hint, status == 200)
  }

  @Test(.enabled(if: Judge.hasConformance))
  func `the cases of the AWS SDKs' standard retries pass`() throws {
    let file = Judge.conformance.appendingPathComponent("retry_standard_2026.json")
    let suite = try JSONDecoder().decode(Suite.self, from: Data(contentsOf: file))
    for test in suite.cases {
      let name = Comment(rawValue: test.name)
      let quota = RetryQuota(capacity: max(500, test.quota), available: test.quota)
      let policy = RetryPolicy(
        maximumAttempts: test.maximumAttempts, maximumBackoff: .seconds(test.maximumBackoff))
      func newCall() -> RetrySession { RetrySession(policy: policy, quota: quota, random: { 1 }) }
      var session = newCall()
      for step in test.steps {
        if step == [.text("new call")] {
          session = newCall()
          continue
        }
        let (fault, hint, isSuccess) = response(step[0])
        if isSuccess {
          session.succeed()
        } else {
          let decision = session.decide(on: fault, hint: hint)
          switch (decision, step[1], step[3]) {
          case (.retry(let rest), .text("retry"), .number(let seconds)):
            #expect(abs(rest.seconds - seconds) < 1e-9, name)
          case (.fail, .text("fail"), _), (.attemptsUsedUp, .text("max_attempts"), _),
            (.quotaExceeded, .text("quota_exceeded"), _):
            break
          default: Issue.record("\(test.name): \(decision) for \(step)")
          }
        }
        #expect(step[2] == .number(Double(quota.available)), name)
      }
    }
    #expect(suite.cases.count == 11)
    Judge.report("standard retries", cases: suite.cases.count)
  }

  // MARK: Our own

  private func fault(_ status: Int, _ code: String) -> AWSError {
    .service(ServiceFault(code: code, message: "", status: status))
  }

  @Test func `what would fail again is not tried again`() {
    for error in [
      fault(400, "InvalidParameterValue"), fault(403, "AccessDenied"), fault(404, "NotFound"),
      fault(501, "NotImplemented"), fault(429, "HTTP 429"), .noCredentials([]), .noRegion([]),
      .cancelled, .unreadableAnswer(detail: "", requestID: nil),
      .configuration(place: "", message: ""),
      .connection(ConnectionFailure(kind: .untrusted, peer: "", detail: "")),
      .connection(ConnectionFailure(kind: .proxyCredentials, peer: "", detail: "")),
      .connection(ConnectionFailure(kind: .other, peer: "", detail: "")),
      .connection(ConnectionFailure(kind: .tooLarge, peer: "", detail: "")),
    ] {
      #expect(RetryCause(error) == nil, "\(error)")
    }
  }

  @Test(arguments: [
    ConnectionFailure.Kind.refused, .nameNotFound, .connectTimeout, .timeout, .closed, .tls, .proxy,
  ])
  func `what the way did wrong may be gone the next time`(kind: ConnectionFailure.Kind) {
    let failure = ConnectionFailure(kind: kind, peer: "", detail: "")
    #expect(RetryCause(.connection(failure)) == .transient)
  }

  @Test(arguments: [500, 502, 503, 504]) func `a server's faults are transient`(status: Int) {
    #expect(RetryCause(fault(status, "HTTP \(status)")) == .transient)
  }

  @Test func `throttling is told by its code, whatever the status`() {
    #expect(RetryCause(fault(400, "Throttling")) == .throttling)
    #expect(RetryCause(fault(503, "SlowDown")) == .throttling)
    #expect(RetryCause(fault(503, "ServiceUnavailable")) == .transient)
    #expect(RetryCause(fault(400, "RequestTimeout")) == .transient)
  }

  @Test func `jitter spreads the rests from nothing to the whole backoff`() {
    let policy = RetryPolicy()
    func rest(_ random: Double, failures: Int = 3) -> Duration {
      policy.rest(after: failures, of: .throttling, hint: nil, random: random)
    }
    #expect(rest(0) == .zero)
    #expect(rest(0.5) == .seconds(2))
    #expect(rest(1) == .seconds(4))
    #expect(rest(7) == .seconds(4))
    #expect(rest(1, failures: 60) == .seconds(20))
  }

  @Test func `a success without a retry gives one token back, never beyond the brim`() {
    let quota = RetryQuota(capacity: 500, available: 498)
    let session = RetrySession(policy: RetryPolicy(), quota: quota, random: { 1 })
    session.succeed()
    #expect(quota.available == 499)
    session.succeed()
    session.succeed()
    #expect(quota.available == 500)
  }

  @Test(arguments: ["", "-5", "1.5", "abc", "99999999999999999999"])
  func `a bad hint is no hint`(text: String) {
    let response = HTTPResponse(status: 500, headers: [HTTPHeader("x-amz-retry-after", text)])
    #expect(RetrySession.hint(in: response) == nil)
  }
}
