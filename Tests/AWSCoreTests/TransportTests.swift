import AWSCore
import Foundation
import Support
import Synchronization
import Testing

/// Real sockets on this machine, and a clock that is turned by hand.
@Suite(.timeLimit(.minutes(15))) struct TransportTests {
  private let clock = HandCrankedTimekeeper()

  private func withTransport<Value>(
    _ options: TransportOptions = TransportOptions(),
    _ body: (AsyncHTTPTransport) async throws -> Value
  ) async throws -> Value {
    try await AWSCoreTests.withTransport(clock, options, body)
  }

  private func request(_ url: String) -> HTTPRequest {
    HTTPRequest(url: url, headers: [HTTPHeader("X-Test", "1")], body: Array("Action=X".utf8))
  }

  private func failure(
    _ url: String, _ options: TransportOptions = TransportOptions()
  ) async throws -> ConnectionFailure? {
    try await withTransport(options) { transport in
      await #expect(throws: ConnectionFailure.self) {
        try await transport.send(request(url), within: .seconds(15))
      }
    }
  }

  @Test func `what is given is what is sent, and what comes back is whole`() async throws {
    let server = try LoopbackServer(always: [.answer(200, headers: ["X-Back": "b"], body: "hello")])
    let response = try await withTransport { transport in
      try await transport.send(request(server.url + "/path?q=1"), within: .seconds(15))
    }
    #expect(response.status == 200)
    #expect(response.header("x-back") == "b")
    #expect(String(decoding: response.body, as: UTF8.self) == "hello")
    let seen = try #require(server.requests.first)
    #expect(seen.method == "POST")
    #expect(seen.target == "/path?q=1")
    #expect(seen.body == "Action=X")
    #expect(seen.header("Host") == "127.0.0.1:\(server.port)")
    #expect(seen.header("X-Test") == "1")
  }

  @Test func `calls share a connection and leave no appointment behind`() async throws {
    let server = try LoopbackServer(always: [.answer(body: "x")])
    try await withTransport { transport in
      for _ in 0..<5 { _ = try await transport.send(request(server.url), within: .seconds(15)) }
    }
    #expect(server.requests.count == 5)
    #expect(server.connections == 1)
    #expect(clock.appointments == 0)
  }

  @Test func `a redirect is handed over, not followed`() async throws {
    let server = try LoopbackServer { _, _ in [.answer(302, headers: ["Location": "/elsewhere"])] }
    let response = try await withTransport { transport in
      try await transport.send(request(server.url), within: .seconds(15))
    }
    #expect(response.status == 302)
    #expect(server.requests.count == 1)
  }

  // MARK: Limits

  @Test(arguments: [
    LoopbackServer.Step.waitForPeerToLeave,
    .drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
  ])
  func `the limit cuts an answer that never begins, or is never whole`(step: LoopbackServer.Step)
    async throws
  {
    let server = try LoopbackServer(always: [step])
    try await expectCut(server) { server.requests.count == 1 }
  }

  @Test func `the limit holds for a body that drips`() async throws {
    let server = try LoopbackServer(always: [
      .send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"), .drip("x"),
    ])
    try await expectCut(server) { server.drips > 5 }
  }

  private func expectCut(
    _ server: LoopbackServer, when isUnderway: @escaping @Sendable () -> Bool
  ) async throws {
    try await withTransport { transport in
      let outcome = Mutex<Result<HTTPResponse, any Error>?>(nil)
      let exchange = Task {
        let result = await Result {
          try await transport.send(request(server.url), within: .seconds(7))
        }
        outcome.withLock { $0 = result }
      }
      // An exchange that isn't cut would otherwise outlive this test, and keep the run from ending.
      defer { exchange.cancel() }
      try await eventually("the exchange") { isUnderway() }
      try await clock.advance(by: .milliseconds(6999))
      #expect(server.peersThatLeft == 0)
      try await clock.advance(by: .milliseconds(1))
      try await eventually("the cut", limit: .seconds(300)) { outcome.withLock { $0 } != nil }
      let error = outcome.withLock { $0 }?.connectionFailure
      #expect(error?.kind == .timeout)
      #expect(error?.peer == "127.0.0.1:\(server.port)")
      #expect(error?.detail == "no complete answer within 7 s")
      try await eventually("the server sees the close", limit: .seconds(300)) {
        server.peersThatLeft == 1
      }
    }
  }

  @Test func `cancelling the task reaches the socket`() async throws {
    let server = try LoopbackServer(always: [
      .send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"), .waitForPeerToLeave,
    ])
    try await withTransport { transport in
      let task = Task { try await transport.send(request(server.url), within: .seconds(15)) }
      try await eventually("the request") { server.requests.count == 1 }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      try await eventually("the server sees the close") { server.peersThatLeft == 1 }
    }
    #expect(clock.appointments == 0)
  }

  @Test func `a body beyond the limit is refused`() async throws {
    let server = try LoopbackServer(always: [.answer(body: String(repeating: "x", count: 1001))])
    let error = try await failure(server.url, TransportOptions(largestBody: 1000))
    #expect(error?.kind == .tooLarge)
  }

  @Test func `a body of no announced length is whole, and refused beyond the limit`() async throws {
    let piece = "3E8\r\n" + String(repeating: "x", count: 1000) + "\r\n"
    let server = try LoopbackServer(always: [
      .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + piece + piece + "0\r\n\r\n")
    ])
    let response = try await withTransport(TransportOptions(largestBody: 2000)) { transport in
      try await transport.send(request(server.url), within: .seconds(15))
    }
    #expect(response.body == Array(repeating: UInt8(ascii: "x"), count: 2000))
    let error = try await failure(server.url, TransportOptions(largestBody: 1999))
    #expect(error?.kind == .tooLarge)
  }

  @Test func `a request goes out in one piece`() async throws {
    let server = try LoopbackServer(always: [.answer(body: "x")])
    try await withTransport { transport in
      for _ in 0..<20 { _ = try await transport.send(request(server.url), within: .seconds(15)) }
    }
    #expect(server.requests.count == 20 && server.pieces == 20)
  }

  @Test func `a body much larger than one read comes whole`() async throws {
    let text = String((0..<300_000).map { Character(Unicode.Scalar(UInt8(97 + $0 % 23))) })
    let server = try LoopbackServer(always: [.answer(body: text)])
    try await withTransport { transport in
      for _ in 0..<3 {
        let response = try await transport.send(request(server.url), within: .seconds(15))
        #expect(response.body == Array(text.utf8))
      }
    }
  }

  // MARK: Failures by kind

  @Test(arguments: [
    [LoopbackServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), .close],
    [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), .close],
    [.send("HTTP/1.1 200 OK\r\nContent-Le"), .close], [.close], [.reset],
    [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), .reset],
    [.send("this is no HTTP\r\n\r\n"), .close],
  ])
  func `an answer that is cut short is never taken for a whole one`(steps: [LoopbackServer.Step])
    async throws
  {
    let server = try LoopbackServer(always: steps)
    #expect(try await failure(server.url)?.kind == .closed)
  }

  @Test(
    arguments: ["http", "http through a proxy"],
    [
      "HTTP/1.1 000 X\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 007 X\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      "HTTP/1.1 103 X\r\n\r\nHTTP/1.1 050 X\r\nContent-Length: 1\r\n\r\na",
    ])
  func `a status that there isn't breaks the answer, and not the program`(
    way: String, answer: String
  ) async throws {
    let server = try LoopbackServer(always: [.send(answer)])
    var options = TransportOptions()
    if way != "http" {
      options.proxies = ProxyRules(Environment(variables: ["http_proxy": server.url]))
    }
    let failure = try await failure(way == "http" ? server.url : "http://h.example/", options)
    #expect(failure?.kind == .closed)
    #expect(failure?.detail == "broken answer: invalid HTTP status code")
  }

  @Test func `interim answers are passed over`() async throws {
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
    let server = try LoopbackServer(always: [.send(interim), .answer(201, body: "x")])
    let response = try await withTransport { transport in
      try await transport.send(request(server.url), within: .seconds(15))
    }
    #expect(response.status == 201 && response.body == Array("x".utf8))
  }

  @Test func `a refused connection fails at once`() async throws {
    let port = try LoopbackServer.freePort()
    let error = try await failure("http://127.0.0.1:\(port)/")
    #expect(error?.kind == .refused)
    #expect(error?.peer == "127.0.0.1:\(port)")
    #expect(error?.detail == "Connection refused")
  }

  @Test func `a name that doesn't exist is told as such`() async throws {
    #expect(try await failure("http://no-such-host.invalid/")?.kind == .nameNotFound)
  }

  @Test func `a server without TLS is a TLS failure`() async throws {
    let server = try LoopbackServer(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n") { _, _ in [] }
    let error = try await failure("https://127.0.0.1:\(server.port)/")
    #expect(error?.kind == .tls)
    #expect(error?.detail == "it doesn't answer in TLS (WRONG_VERSION_NUMBER)")
  }

  @Test func `a TLS handshake that hangs is a connection that can't be made`() async throws {
    let server = try LoopbackServer(always: [])
    let error = try await failure(
      "https://127.0.0.1:\(server.port)/", TransportOptions(connectTimeout: .milliseconds(50)))
    #expect(error?.kind == .connectTimeout)
    #expect(server.connections == 1)
  }

  @Test func `a header that can't be sent is refused without being repeated`() async throws {
    try await withTransport { transport in
      var bad = request("http://127.0.0.1:1/")
      bad.headers.append(HTTPHeader("X-Amz-Security-Token", "hush\r\nX: y"))
      let error = await #expect(throws: ConnectionFailure.self) {
        try await transport.send(bad, within: .seconds(15))
      }
      #expect(error?.kind == .other)
      #expect(error?.detail.contains("hush") == false)
    }
  }

  // MARK: With the client

  @Test func `a truncated body is tried again on a new connection`() async throws {
    let server = try LoopbackServer { _, number in
      number == 0
        ? [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), .close]
        : [.answer(body: "whole")]
    }
    try await withTransport { transport in
      let client = AWSClient(
        region: "eu-west-1", endpoint: server.url,
        credentials: StaticCredentials(Credentials(accessKeyID: "A", secretAccessKey: "s")),
        transport: transport, timekeeper: clock, random: { 1 },
        userAgent: UserAgent(product: "t", version: "1"))
      let (result, rests) = try await cranking(clock) {
        try await client.call(AWSCall(action: "X", body: Array("Action=X".utf8)))
      }
      let answer = try result.get()
      #expect(String(decoding: answer.body, as: UTF8.self) == "whole")
      #expect(answer.attempts == 2)
      #expect(rests == [.milliseconds(50)])
      #expect(server.connections == 2)
    }
  }

  @Test func `a transport that is let go without a shutdown ends cleanly`() async throws {
    let server = try LoopbackServer(always: [.answer()])
    do {
      let transport = AsyncHTTPTransport(timekeeper: clock)
      _ = try await transport.send(request(server.url), within: .seconds(15))
    }
    let other = AsyncHTTPTransport(timekeeper: clock)
    await other.shutdown()
    await other.shutdown()
    let error = await #expect(throws: ConnectionFailure.self) {
      try await other.send(request(server.url), within: .seconds(15))
    }
    #expect(error?.detail == "the program is ending")
  }
}
