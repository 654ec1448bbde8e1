import AWSCore
import Foundation
import Support
import Testing

/// Requests through proxies: a scripted one for what exactly is sent, and tinyproxy.
@Suite(.timeLimit(.minutes(15))) struct ProxyTests {
  private func options(_ variables: [String: String], bundle: String? = nil) -> TransportOptions {
    TransportOptions(
      certificateBundle: bundle, proxies: ProxyRules(Environment(variables: variables)))
  }

  private func proxied(_ port: Int, login: String = "") -> [String: String] {
    ["http_proxy": "http://\(login)127.0.0.1:\(port)", "https_proxy": "\(login)127.0.0.1:\(port)"]
  }

  // MARK: What is sent

  @Test func `a proxy gets the whole URL of a plain request, and its credentials`() async throws {
    let proxy = try LoopbackServer(always: [.answer(body: "via")])
    let result = try await outcome(
      of: "http://target.example:8000/a/b?c=d%20e", options(proxied(proxy.port, login: "me:p%40@")))
    #expect(try result.get().body == Array("via".utf8))
    let seen = try #require(proxy.requests.first)
    #expect(seen.method == "POST")
    #expect(seen.target == "http://target.example:8000/a/b?c=d%20e")
    #expect(seen.header("Host") == "target.example:8000")
    #expect(seen.header("X-Test") == "1")
    #expect(seen.body == "Action=X")
    let login = Data("me:p@".utf8).base64EncodedString()
    #expect(seen.headers.filter { $0.name.lowercased() == "proxy-authorization" }.count == 1)
    #expect(seen.header("Proxy-Authorization") == "Basic \(login)")
  }

  @Test func `a proxy is asked for a tunnel to an https target, and gets nothing else`()
    async throws
  {
    let proxy = try LoopbackServer(always: [.answer(403), .close])
    let result = try await outcome(
      of: "https://target.example/secret", options(proxied(proxy.port, login: "me:pw@")))
    let failure = try #require(result.connectionFailure)
    #expect(failure.kind == .proxy)
    #expect(failure.peer == "target.example:443")
    let seen = try #require(proxy.requests.first)
    #expect(seen.method == "CONNECT")
    #expect(seen.target == "target.example:443")
    #expect(
      seen.header("Proxy-Authorization") == "Basic \(Data("me:pw".utf8).base64EncodedString())")
    #expect(seen.header("X-Test") == nil)
    #expect(proxy.requests.count == 1)
  }

  @Test func `calls through a proxy share its connection`() async throws {
    let proxy = try LoopbackServer(always: [.answer(body: "via")])
    try await withTransport(HandCrankedTimekeeper(), options(proxied(proxy.port))) { transport in
      for target in ["http://a.example/", "http://b.example/", "http://a.example/"] {
        _ = try await transport.send(
          HTTPRequest(url: target, headers: [], body: []), within: .seconds(15))
      }
    }
    #expect(
      proxy.requests.map(\.target) == [
        "http://a.example/", "http://b.example/", "http://a.example/",
      ])
    #expect(proxy.connections == 1)
  }

  @Test func `what bypasses the proxy goes straight there`() async throws {
    let server = try LoopbackServer(always: [.answer(body: "direct")])
    let nowhere = proxied(try LoopbackServer.freePort())
    let marked = try await outcome(of: server.url, options(nowhere)) { $0.bypassesProxy = true }
    #expect(try marked.get().body == Array("direct".utf8))
    let listed = try await outcome(
      of: server.url, options(nowhere.merging(["no_proxy": "127.0.0.1:\(server.port)"]) { $1 }))
    #expect(try listed.get().body == Array("direct".utf8))
    #expect(server.requests.map(\.target) == ["/", "/"])
  }

  // MARK: What goes wrong

  @Test(arguments: ["http", "https"])
  func `a proxy that isn't there is named, and not the target`(scheme: String) async throws {
    let port = try LoopbackServer.freePort()
    let result = try await outcome(
      of: "\(scheme)://target.example/", options(proxied(port, login: "me:hush@")))
    let failure = try #require(result.connectionFailure)
    #expect(failure.kind == .refused)
    #expect(
      failure.summary
        == "The proxy 127.0.0.1:\(port) (environment variable \(scheme)_proxy) refuses connections: "
        + "Connection refused")
    #expect(failure.advice.contains("NO_PROXY"))
    #expect(!"\(failure)".contains("hush"))
  }

  @Test(arguments: ["http", "https"])
  func `a proxy that wants other credentials is told as such`(scheme: String) async throws {
    let proxy = try LoopbackServer(always: [
      .answer(407, headers: ["Proxy-Authenticate": "Basic realm=x"], body: "<html>who?</html>")
    ])
    let result = try await outcome(
      of: "\(scheme)://target.example/", options(proxied(proxy.port, login: "me:hush@")))
    let failure = try #require(result.connectionFailure)
    #expect(failure.kind == .proxyCredentials)
    #expect(failure.summary.contains("wants other credentials"))
    #expect(failure.advice.contains("user:password@"))
    #expect(!"\(failure)".contains("hush"))
  }

  @Test func `a proxy that hangs up, or babbles, is told as such`() async throws {
    for steps in [[LoopbackServer.Step.close], [.send("what?\r\n\r\n"), .close]] {
      let proxy = try LoopbackServer(always: steps)
      let result = try await outcome(of: "https://target.example/", options(proxied(proxy.port)))
      let failure = try #require(result.connectionFailure)
      #expect(failure.kind == .closed)
      #expect(failure.summary.contains("through the proxy 127.0.0.1:\(proxy.port)"))
    }
  }

  @Test(arguments: [LoopbackServer.Step.close, .reset])
  func `a tunnel that is cut during the handshake is told as such, and tried again`(
    end: LoopbackServer.Step
  ) async throws {
    let proxy = try LoopbackServer(always: [.send("HTTP/1.1 200 OK\r\n\r\n"), end])
    for _ in 0..<10 {
      let result = try await outcome(of: "https://target.example/", options(proxied(proxy.port)))
      let failure = try #require(result.connectionFailure)
      #expect([.closed, .tls].contains(failure.kind), "\(failure)")
      #expect(
        [
          "the connection was cut during the handshake", "Connection reset by peer",
          "the connection was cut", "the connection was closed", "Remote connection closed",
        ].contains(failure.detail), "\(failure)")
    }
  }

  @Test func `a variable that can't be used is told when it is needed`() async throws {
    let server = try LoopbackServer(always: [.answer()])
    let options = options(["HTTPS_PROXY": "socks5://me:hush@h"])
    #expect(try await outcome(of: server.url, options).get().status == 200)
    let error = try #require(
      try await outcome(of: "https://x.example/", options).configurationError)
    #expect(error.place == "environment variable HTTPS_PROXY")
    #expect(error.message == "only HTTP proxies are supported (http://host:port)")
  }

  // MARK: tinyproxy

  @Test(.enabled(if: TinyProxy.isAvailable), arguments: [false, true])
  func `tinyproxy takes plain requests`(hasLogin: Bool) async throws {
    let proxy = try await TinyProxy(login: hasLogin ? ("me", "pass-word") : nil)
    let server = try LoopbackServer(always: [.answer(body: "behind")])
    let login = hasLogin ? "me:p%61ss%2Dword@" : ""
    let result = try await outcome(
      of: "\(server.url)/a?b=c", options(proxied(proxy.port, login: login)))
    #expect(try result.get().body == Array("behind".utf8))
    let seen = try #require(server.requests.first)
    #expect(seen.target == "/a?b=c")
    #expect(seen.header("Via")?.contains("tinyproxy") == true)
    #expect(seen.header("Proxy-Authorization") == nil)
    #expect(seen.header("Host") == "127.0.0.1:\(server.port)")
  }

  @Test(
    .enabled(if: TinyProxy.isAvailable && TestCertificates.isAvailable), arguments: [false, true])
  func `tinyproxy lets TLS through`(hasLogin: Bool) async throws {
    let proxy = try await TinyProxy(login: hasLogin ? ("me", "pass") : nil)
    let peer = try await TLSPeer()
    let result = try await outcome(
      of: peer.url,
      options(
        proxied(proxy.port, login: hasLogin ? "me:pass@" : ""),
        bundle: try TestCertificates.shared.get().authority))
    #expect(try result.get().body == Array("secure".utf8))
    #expect(proxy.log.contains("CONNECT 127.0.0.1:\(peer.port)"))
  }

  @Test(.enabled(if: TinyProxy.isAvailable && TestCertificates.isAvailable))
  func `a certificate that isn't trusted points to an inspecting proxy`() async throws {
    let proxy = try await TinyProxy()
    let peer = try await TLSPeer()
    let failure = try #require(
      try await outcome(of: peer.url, options(proxied(proxy.port))).connectionFailure)
    #expect(failure.kind == .untrusted)
    #expect(failure.advice.contains("AWS_CA_BUNDLE"))
    #expect(failure.advice.contains("inspect"))
  }

  @Test(.enabled(if: TinyProxy.isAvailable), arguments: ["http", "https"])
  func `tinyproxy wants its password`(scheme: String) async throws {
    let proxy = try await TinyProxy(login: ("me", "right"))
    let result = try await outcome(
      of: "\(scheme)://127.0.0.1:9/", options(proxied(proxy.port)))
    #expect(result.connectionFailure?.kind == .proxyCredentials, "\(result)")
  }

  @Test(.enabled(if: TinyProxy.isAvailable))
  func `tinyproxy refuses a tunnel to a wrong password`() async throws {
    let proxy = try await TinyProxy(login: ("me", "right"))
    let result = try await outcome(
      of: "https://127.0.0.1:9/", options(proxied(proxy.port, login: "me:wrong@")))
    let failure = try #require(result.connectionFailure)
    #expect(failure.kind == .proxy)  // It answers 401 here, not 407.
    #expect(failure.advice.contains("credentials"))
  }

  @Test(.enabled(if: TinyProxy.isAvailable))
  func `tinyproxy refuses a port that it may not open`() async throws {
    let proxy = try await TinyProxy(tunnels: [443])
    let result = try await outcome(of: "https://127.0.0.1:9/", options(proxied(proxy.port)))
    let failure = try #require(result.connectionFailure)
    #expect(failure.kind == .proxy)
    #expect(failure.advice.contains("CONNECT"))
  }
}
