import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite struct AWSClientTests {
  private let clock = HandCrankedTimekeeper()
  private let call = AWSCall(action: "DescribeExportTasks", body: Array("Action=X".utf8))

  private func client(
    _ transport: any HTTPTransport, endpoint: String = "https://rds.eu-west-1.amazonaws.com",
    credentials: any CredentialsProvider = StaticCredentials(
      Credentials(accessKeyID: "AKID", secretAccessKey: "s")),
    memory: EndpointMemory = EndpointMemory(), policy: RetryPolicy = RetryPolicy()
  ) -> AWSClient {
    AWSClient(
      region: "eu-west-1", endpoint: endpoint, credentials: credentials, transport: transport,
      timekeeper: clock, random: { 1 }, policy: policy, memory: memory,
      userAgent: UserAgent(product: "exportdeck", version: "0.1"))
  }

  private func fails(_ client: AWSClient) async throws -> (error: AWSError?, rests: [Duration]) {
    let (result, rests) = try await cranking(clock) { [call] in try await client.call(call) }
    guard case .failure(let error) = result else { return (nil, rests) }
    return (error as? AWSError, rests)
  }

  private func dated(_ date: Date) -> HTTPHeader {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return HTTPHeader("Date", formatter.string(from: date))
  }

  // MARK: One attempt

  @Test func `a call goes out as the Query protocol wants it`() async throws {
    let transport = ScriptedTransport { _, _ in HTTPResponse(status: 200) }
    _ = try await client(transport).call(call)
    let request = try #require(transport.requests.first)
    #expect(request.method == "POST")
    #expect(request.url == "https://rds.eu-west-1.amazonaws.com/")
    #expect(request.body == call.body)
    #expect(
      request.header("Content-Type") == "application/x-www-form-urlencoded; charset=utf-8")
    #expect(request.header("amz-sdk-request") == "attempt=1; max=3")
    #expect(request.header("User-Agent")?.hasPrefix("exportdeck/0.1 ua/2.1 os/") == true)
    #expect(request.header("X-Amz-Date") == "20261122T120000Z")
    let authorization = try #require(request.header("Authorization"))
    #expect(authorization.contains("Credential=AKID/20261122/eu-west-1/rds/aws4_request"))
    #expect(authorization.contains("SignedHeaders=content-type;host;x-amz-date,"))
  }

  @Test func `an answer carries its times and its request's identifier`() async throws {
    let server = Date(timeIntervalSince1970: 1_795_348_777)
    let headers = [dated(server), HTTPHeader("x-amzn-RequestId", "r-9")]
    let transport = ScriptedTransport { _, _ in
      HTTPResponse(status: 200, headers: headers, body: [1, 2])
    }
    let answer = try await client(transport).call(call)
    #expect(answer.body == [1, 2])
    #expect(answer.requestID == "r-9")
    #expect(answer.sentAt == clock.wall)
    #expect(answer.serverDate == server)
    #expect(answer.attempts == 1)
  }

  @Test func `a path of the endpoint's is kept`() async throws {
    let transport = ScriptedTransport { _, _ in HTTPResponse(status: 200) }
    _ = try await client(transport, endpoint: "http://127.0.0.1:1/rds").call(call)
    #expect(transport.requests.first?.url == "http://127.0.0.1:1/rds")
  }

  // MARK: Retries

  @Test func `a retry signs anew, with the time and the credentials of its own`() async throws {
    let transport = ScriptedTransport { _, number in
      number < 2 ? .fault(400, "Throttling") : HTTPResponse(status: 200)
    }
    let client = client(transport, credentials: RotatingCredentials())
    let (result, rests) = try await cranking(clock) { [call] in try await client.call(call) }
    #expect(try result.get().attempts == 3)
    #expect(rests == [.seconds(1), .seconds(2)])
    let requests = transport.requests
    #expect(
      requests.map { $0.header("X-Amz-Date") } == [
        "20261122T120000Z", "20261122T120001Z", "20261122T120003Z",
      ])
    #expect(Set(requests.map { $0.header("Authorization") }).count == 3)
    for (number, request) in requests.enumerated() {
      #expect(request.header("Authorization")?.contains("Credential=KEY\(number)/") == true)
      #expect(request.header("X-Amz-Security-Token") == "TOKEN\(number)")
      #expect(request.header("amz-sdk-request") == "attempt=\(number + 1); max=3")
      #expect(request.headers.filter { $0.name == "Authorization" }.count == 1)
    }
    #expect(Set(requests.map { $0.header("amz-sdk-invocation-id") }).count == 1)
  }

  @Test func `a proxy's HTML page is tried again and then told as what it is`() async throws {
    let transport = ScriptedTransport { _, _ in
      HTTPResponse(status: 502, body: Array("<html><body>Bad\u{1B}[2J Gateway</body></html>".utf8))
    }
    let (error, rests) = try await fails(client(transport))
    guard case .service(let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault.status == 502)
    #expect(fault.code == "HTTP 502")
    #expect(fault.attempts == 3)
    #expect(rests == [.milliseconds(50), .milliseconds(100)])
    #expect(
      fault.message == "a web page came instead of an answer from AWS: a proxy or a login page?")
    #expect(fault.advice.contains("browser"))
  }

  @Test func `a login page is no answer, whatever its status`() async throws {
    let transport = ScriptedTransport { _, _ in
      HTTPResponse(
        status: 200, body: Array("<!DOCTYPE html>\n<html><title>Wi-Fi &amp; co</title>".utf8))
    }
    let (error, rests) = try await fails(client(transport))
    #expect(
      error?.summary
        == "HTTP 200: a web page came instead of an answer from AWS: a proxy or a login page? "
        + "Its title: Wi-Fi & co")
    #expect(rests.isEmpty)
  }

  @Test func `a refusal is not tried again`() async throws {
    let transport = ScriptedTransport { _, _ in .fault(400, "InvalidParameterValue", "no") }
    let (error, rests) = try await fails(client(transport))
    let expected = ServiceFault(
      code: "InvalidParameterValue", message: "no", type: "Sender", status: 400, requestID: "r-1")
    #expect(error == .service(expected))
    #expect(rests.isEmpty)
    #expect(transport.requests.count == 1)
  }

  @Test func `an empty bucket fails at once with the service's own error`() async throws {
    let memory = EndpointMemory(quota: RetryQuota(capacity: 500, available: 13))
    let transport = ScriptedTransport { _, _ in .fault(500, "InternalFailure") }
    let (error, rests) = try await fails(client(transport, memory: memory))
    guard case .service(let fault)? = error else { return }
    #expect(fault.code == "InternalFailure")
    #expect(rests.isEmpty)
    #expect(transport.requests.count == 1)
  }

  @Test func `a server's hint lengthens the rest`() async throws {
    let transport = ScriptedTransport { _, number in
      number == 0
        ? .fault(503, "X", headers: [HTTPHeader("x-amz-retry-after", "1500")])
        : HTTPResponse(status: 200)
    }
    let client = client(transport)
    let (_, rests) = try await cranking(clock) { [call] in try await client.call(call) }
    #expect(rests == [.milliseconds(1500)])
  }

  @Test func `a redirect is no answer and is not followed`() async throws {
    let transport = ScriptedTransport { _, _ in HTTPResponse(status: 301) }
    let (error, _) = try await fails(client(transport))
    guard case .service(let fault)? = error else { return }
    #expect(fault.status == 301)
    #expect(transport.requests.count == 1)
  }

  // MARK: Deadlines and cancelling

  @Test func `no rest goes beyond the call's deadline`() async throws {
    let transport = ScriptedTransport { _, _ in .fault(400, "Throttling") }
    let client = client(transport)
    let short = AWSCall(action: "X", body: [], deadline: .milliseconds(2500))
    let (result, rests) = try await cranking(clock, restsBelow: .milliseconds(1200)) {
      try await client.call(short)
    }
    guard case .failure(AWSError.service(let fault)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(fault.code == "Throttling")
    #expect(fault.attempts == 2)
    #expect(rests == [.seconds(1)])
    #expect(transport.limits == [.milliseconds(2500), .milliseconds(1500)])
  }

  @Test func `a source of credentials that hangs ends after the time that a person has to answer`()
    async throws
  {
    let transport = ScriptedTransport { _, _ in HTTPResponse(status: 200) }
    let client = client(transport, credentials: HangingCredentials())
    let task = Task { [call] in try await client.call(call) }
    try await eventually { [clock] in clock.nextDue == .seconds(150) }
    try await clock.advance(by: .seconds(150))
    let error = await #expect(throws: AWSError.self) { try await task.value }
    guard case .configuration(let place, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place == "credentials")
    #expect(transport.requests.isEmpty)
  }

  @Test func `one attempt never takes the whole deadline of a call`() async throws {
    let transport = ScriptedTransport { _, _ in HTTPResponse(status: 200) }
    _ = try await client(transport).call(call)
    #expect(transport.limits == [.seconds(15)])
  }

  @Test
  func `credentials that fail between two attempts don't hide that the first may have arrived`()
    async throws
  {
    let lost = ConnectionFailure(kind: .closed, peer: "p", detail: "d")
    let transport = ScriptedTransport { _, _ in throw lost }
    let (error, _) = try await fails(client(transport, credentials: BrieflyGood()))
    #expect(error == .connection(lost))
    #expect(transport.requests.count == 1)
    let busy = ScriptedTransport { _, _ in .fault(503, "ServiceUnavailable") }
    guard
      case .service(let fault)? = try await fails(client(busy, credentials: BrieflyGood())).error
    else {
      Issue.record("a server's error may come after the work was done")
      return
    }
    #expect(fault.status == 503)
  }

  @Test func `credentials that fail after a refusal are told as they are`() async throws {
    let transport = ScriptedTransport { _, _ in .fault(400, "Throttling") }
    let (error, _) = try await fails(client(transport, credentials: BrieflyGood()))
    #expect(error == BrieflyGood.failure)
  }

  @Test func `cancelling during a rest ends it at once`() async throws {
    let transport = ScriptedTransport { _, _ in .fault(400, "Throttling") }
    let client = client(transport)
    let task = Task { [call] in try await client.call(call) }
    try await eventually { [clock] in clock.nextDue == .seconds(1) }
    task.cancel()
    await #expect(throws: AWSError.cancelled) { try await task.value }
    #expect(transport.requests.count == 1)
  }

  @Test func `cancelling during an attempt is told as cancelled, whatever the transport says`()
    async throws
  {
    let isAsked = Mutex(false)
    let transport = ScriptedTransport { _, _ in
      isAsked.withLock { $0 = true }
      try? await Task.sleep(for: .seconds(3600))
      throw ConnectionFailure(kind: .closed, peer: "", detail: "")
    }
    let client = client(transport)
    let task = Task { [call] in try await client.call(call) }
    try await eventually { isAsked.withLock { $0 } }
    task.cancel()
    await #expect(throws: AWSError.cancelled) { try await task.value }
    #expect(transport.requests.count == 1)
  }

  // MARK: Clock skew

  @Test func `a clock that is wrong is corrected by the server's date, for later calls too`()
    async throws
  {
    let server = clock.wall.addingTimeInterval(3600)
    let header = dated(server)
    let transport = ScriptedTransport { request, _ in
      request.header("X-Amz-Date") == "20261122T130000Z"
        ? HTTPResponse(status: 200)
        : .fault(403, "SignatureDoesNotMatch", "Signature expired: …", headers: [header])
    }
    let memory = EndpointMemory()
    let answer = try await client(transport, memory: memory).call(call)
    #expect(answer.attempts == 2)
    #expect(answer.sentAt == clock.wall)
    #expect(try await client(transport, memory: memory).call(call).attempts == 1)
  }

  @Test func `a client of one attempt learns the server's time for its next call`() async throws {
    let header = dated(clock.wall.addingTimeInterval(3600))
    let transport = ScriptedTransport { request, _ in
      request.header("X-Amz-Date") == "20261122T130000Z"
        ? HTTPResponse(status: 200)
        : .fault(403, "SignatureDoesNotMatch", "Signature expired: …", headers: [header])
    }
    let once = client(transport, policy: RetryPolicy(maximumAttempts: 1))
    guard case .service? = try await fails(once).error else {
      Issue.record("the first call went through")
      return
    }
    #expect(try await once.call(call).attempts == 1)
    #expect(transport.requests.count == 2)
  }

  @Test func `a wrong secret is not taken for a wrong clock`() async throws {
    let header = dated(clock.wall.addingTimeInterval(299))
    let transport = ScriptedTransport { _, _ in
      .fault(403, "SignatureDoesNotMatch", headers: [header])
    }
    _ = try await fails(client(transport))
    #expect(transport.requests.count == 1)
  }

  @Test func `a clock is corrected once in a call, not for ever`() async throws {
    let transport = ScriptedTransport { [clock] _, number in
      .fault(
        403, "RequestTimeTooSkewed",
        headers: [self.dated(clock.wall.addingTimeInterval(Double(number + 1) * 3600))])
    }
    _ = try await fails(client(transport))
    #expect(transport.requests.count == 2)
  }
}

private final class RotatingCredentials: CredentialsProvider {
  private let count = Mutex(0)

  func look() async throws(AWSError) -> CredentialsFinding {
    let number = count.withLock { count in
      defer { count += 1 }
      return count
    }
    return .found(
      Credentials(
        accessKeyID: "KEY\(number)", secretAccessKey: "s", sessionToken: "TOKEN\(number)"))
  }
}

/// Good for one attempt.
private final class BrieflyGood: CredentialsProvider {
  static let failure = AWSError.configuration(place: "login", message: "it has expired")
  private let isUsed = Mutex(false)

  func look() async throws(AWSError) -> CredentialsFinding {
    let isSecond = isUsed.withLock { isUsed in
      defer { isUsed = true }
      return isUsed
    }
    if isSecond { throw Self.failure }
    return .found(Credentials(accessKeyID: "KEY", secretAccessKey: "s"))
  }
}

private struct HangingCredentials: CredentialsProvider {
  func look() async throws(AWSError) -> CredentialsFinding {
    try? await Task.sleep(for: .seconds(3600))
    return .passedOver([])
  }
}
