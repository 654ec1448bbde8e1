import Foundation
import Support
import Testing

@testable import AWSCore

/// Which variable names the proxy of which request.
@Suite struct ProxyRulesTests {
  private func proxy(_ url: String, _ variables: [String: String]) throws -> HTTPProxy? {
    try ProxyRules(Environment(variables: variables))
      .proxy(for: try #require(URLParts(url)))
  }

  @Test func `a variable is for its scheme`() throws {
    let variables = ["HTTPS_PROXY": "http://a:1", "HTTP_PROXY": "http://b:2"]
    #expect(try proxy("https://x/", variables)?.host == "a")
    #expect(try proxy("http://x/", variables)?.port == 2)
    #expect(try proxy("https://x/", ["HTTP_PROXY": "http://b:2"]) == nil)
    #expect(try proxy("https://x/", ["ALL_PROXY": "http://b:2", "all_proxy": "http://b"]) == nil)
    #expect(try proxy("https://x/", [:]) == nil)
  }

  @Test func `lower case goes first, and switches upper case off where it is empty`() throws {
    #expect(
      try proxy("https://x/", ["https_proxy": "a", "HTTPS_PROXY": "b"])?.variable == "https_proxy")
    #expect(try proxy("https://x/", ["https_proxy": " ", "HTTPS_PROXY": "b"]) == nil)
    #expect(try proxy("https://x/", ["no_proxy": "", "NO_PROXY": "*", "HTTPS_PROXY": "b"]) != nil)
  }

  @Test func `a web server's HTTP_PROXY is a client's header`() throws {
    let variables = ["HTTP_PROXY": "http://evil", "REQUEST_METHOD": "GET"]
    #expect(try proxy("http://x/", variables) == nil)
    #expect(
      try proxy("http://x/", variables.merging(["http_proxy": "good"]) { $1 })?.host == "good")
    #expect(try proxy("https://x/", ["HTTPS_PROXY": "p", "REQUEST_METHOD": "GET"])?.host == "p")
  }

  @Test(arguments: [
    ("http://proxy.corp:3128", "proxy.corp", 3128), ("http://proxy.corp", "proxy.corp", 80),
    ("proxy.corp:8080", "proxy.corp", 8080), ("//proxy:1/", "proxy", 1),
    ("HTTP://Proxy.Corp:3128/path?x#y", "proxy.corp", 3128), (" http://h:5 ", "h", 5),
    ("http://[::1]:3128", "::1", 3128), ("http://u:p@h:9", "h", 9), ("u:p@h", "h", 80),
  ])
  func `a proxy's URL is read`(value: String, host: String, port: Int) throws {
    let proxy = try HTTPProxy(value, variable: "HTTPS_PROXY")
    #expect(proxy.host == host)
    #expect(proxy.port == port)
  }

  @Test(arguments: [
    ("http://user:pass@h", "user:pass"), ("http://user@h", "user:"), ("http://:p@h", ":p"),
    ("http://u%40corp:p%3A%2F%25@h", "u@corp:p:/%"), ("http://u:a:b@h", "u:a:b"),
    ("http://u:%zz@h", "u:%zz"), ("http://u:p@x@h", "u:p@x"), ("http://%C3%A9:p@h", "é:p"),
  ])
  func `user and password are percent-decoded`(value: String, plain: String) throws {
    #expect(
      try HTTPProxy(value, variable: "V").basicCredentials == Data(plain.utf8).base64EncodedString()
    )
  }

  private static let marked = "hush"

  @Test(arguments: [
    "https://user:hush@proxy:3128", "socks5://user:hush@proxy", "http://user:hush@", "http://",
    "http://user:hush/1@proxy:3128", "http://user:1/hush@proxy:3128", "http://user:hush@h:port",
    "http://user:hush@h:0", "http://user:hush@h h", "://user:hush@x", "ftp://hush", "http://a:hush",
  ])
  func `a proxy that can't be used is named by its variable, without its credentials`(
    value: String
  ) throws {
    let rules = ProxyRules(Environment(variables: ["HTTPS_PROXY": value]))
    let error = #expect(throws: AWSError.self) {
      _ = try rules.proxyName(for: "https://x/")
    }
    guard case .configuration(let place, let message)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place == "environment variable HTTPS_PROXY")
    #expect(message.contains("http"))
    var dumped = ""
    dump(rules, to: &dumped)
    for text in ["\(rules)", dumped, "\(String(describing: error))", String(reflecting: rules)] {
      #expect(!text.contains(Self.marked))
    }
    // What doesn't need it isn't troubled by it.
    #expect(try rules.proxyName(for: "http://x/") == nil)
  }

  @Test func `no description holds a proxy's credentials`() throws {
    let variables = ["HTTPS_PROXY": "http://user:hush@proxy:3128"]
    let options = TransportOptions(proxies: ProxyRules(Environment(variables: variables)))
    let proxy = try #require(try proxy("https://x/", variables))
    for value in [options, proxy, options.proxies] as [Any] {
      var dumped = ""
      dump(value, to: &dumped)
      for text in [dumped, "\(value)", String(reflecting: value)] {
        #expect(!text.contains("hush"))
        #expect(!text.contains(Data("user:hush".utf8).base64EncodedString()))
      }
    }
    #expect(proxy.name == "proxy:3128 (environment variable HTTPS_PROXY)")
  }

  @Test(arguments: [
    "http://169.254.169.254/latest", "http://169.254.170.2/v2", "http://169.254.170.23/",
    "http://[fd00:ec2::254]/", "http://[fd00:ec2::23]/", "http://[fe80::1]/",
  ])
  func `link-local addresses are never behind a proxy`(url: String) throws {
    let variables = ["http_proxy": "http://p:1", "https_proxy": "http://p:1"]
    #expect(try proxy(url, variables) == nil)
    #expect(try proxy(url.replacing("http:", with: "https:"), variables) == nil)
  }

  @Test(arguments: [
    "http://169.254.169.254.example.com/", "http://127.0.0.1/", "http://fe80.example/",
    "http://1169.254.1.1/", "http://169.253.1.1/",
  ])
  func `what only looks link-local is like any other host`(url: String) throws {
    #expect(try proxy(url, ["http_proxy": "http://p:1"]) != nil)
  }

  // MARK: botocore

  private struct Case: Encodable {
    var variables: [String: String]
    /// The same place twice where the port goes without saying, with it and without it.
    var urls: [String]
  }

  /// For each case, what botocore uses for each of its URLs: nil or `host:port`.
  private static let script = """
    import json, os, sys, urllib.parse
    from botocore.utils import get_environ_proxies
    from botocore.httpsession import ProxyConfiguration
    base = dict(os.environ)
    answers = []
    for case in json.load(sys.stdin):
        os.environ.clear()
        os.environ.update(base)
        os.environ.update(case["variables"])
        answer = []
        for url in case["urls"]:
            proxy = ProxyConfiguration(get_environ_proxies(url)).proxy_url_for(url)
            parts = urllib.parse.urlparse(proxy) if proxy else None
            answer.append(parts and "%s:%d" % (parts.hostname, parts.port or 80))
        answers.append(answer)
    json.dump(answers, sys.stdout)
    """

  private static func cases(_ count: Int, _ seed: Seed) -> [Case] {
    var random = seed.generator("proxies")
    let hosts = [
      "rds.eu-west-1.amazonaws.com", "RDS.eu-west-1.amazonaws.com", "amazonaws.com", "localhost",
      "127.0.0.1", "10.1.2.3", "sts.amazonaws.com", "notamazonaws.com", "h", "x.h", "[::1]",
    ]
    let names =
      hosts + [
        ".amazonaws.com", "..h", "AMAZONAWS.COM", "com", "10.0.0.0/8", "1.2.3", "*", "*.h", ".h",
        "rds.eu-west-1", "127.0.0.1:8443", "h:443", "h:80", "h:8443", "x.h:80", ".h:8443", "::1",
        "[::1]:8443",
      ]
    let values = [
      "http://proxy:3128", "proxy:8080", "http://user:p%40ss@proxy:1", "//proxy:5", "http://Proxy",
    ]
    return (0..<count).map { _ in
      var variables: [String: String] = [:]
      for name in ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy"]
      where random.chance(0.5) {
        variables[name] = random.chance(0.15) ? "" : random.pick(values)
      }
      for name in ["no_proxy", "NO_PROXY"] where random.chance(0.6) {
        let list = (0..<Int.random(in: 0...3, using: &random)).map { _ in
          random.pick(["", " "]) + random.pick(names) + random.pick(["", " "])
        }
        variables[name] = random.chance(0.1) ? "*" : list.joined(separator: ",")
      }
      if random.chance(0.2) { variables["REQUEST_METHOD"] = "GET" }
      let scheme = random.pick(["https", "http"])
      let host = random.pick(hosts)
      let ownPort = scheme == "https" ? 443 : 80
      let port = random.pick([ownPort, 8443])
      let urls =
        port == ownPort
        ? ["\(scheme)://\(host)/p", "\(scheme)://\(host):\(port)/p"]
        : ["\(scheme)://\(host):\(port)/p"]
      return Case(variables: variables, urls: urls)
    }
  }

  @Test(.enabled(if: Judge.hasPython), .tags(.generated), arguments: Seed.run())
  func `botocore takes the same proxies`(seed: Seed) async throws {
    let cases = Self.cases(400, seed)
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], environment: ["PATH": "/usr/bin:/bin"],
      input: JSONEncoder().encode(cases))
    #expect(result.status == 0, "\(result.errors)")
    let answers = try JSONDecoder().decode([[String?]].self, from: Data(result.output.utf8))
    #expect(answers.count == cases.count)
    for (example, theirs) in zip(cases, answers) {
      // Only here do we differ: 443 and 80 go without saying in no_proxy.
      let expected = theirs.contains(nil) ? nil : theirs[0]
      for url in example.urls {
        let ours = try proxy(url, example.variables).map { "\($0.host):\($0.port)" }
        #expect(ours == expected, "\(url) with \(example.variables)")
      }
    }
    Judge.report("botocore proxies", cases: answers.count)
  }
}
