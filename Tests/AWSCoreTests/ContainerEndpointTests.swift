import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct ContainerEndpointTests {
  private func find(relative: String? = nil, full: String? = nil) throws -> String? {
    var variables: [String: String] = [:]
    variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = relative
    variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = full
    return try ContainerEndpoint.find(in: Environment(variables: variables))?.url
  }

  @Test func `a relative URI is a path of the service of ECS, and wins`() throws {
    let full = "http://localhost:80/other/"
    #expect(
      try find(relative: "/my-credentials/", full: full) == "http://169.254.170.2/my-credentials/")
    #expect(try find(relative: "/foo/bar?id=123") == "http://169.254.170.2/foo/bar?id=123")
    #expect(try find(relative: " ", full: full) == "http://localhost/other/")
    #expect(try find() == nil)
  }

  @Test(arguments: [
    "not a uri", "foo", "@evil.example/", ".evil.example/", ":8080/x", "http://169.254.170.2/x",
    "/a b", "/a\r\nX: y", "/a#b", "/é",
  ])
  func `a relative URI that would lead elsewhere is refused`(path: String) {
    expectRefusal("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") { try find(relative: path) }
  }

  @Test(arguments: [
    "http://127.0.0.1:8080/get-credentials", "http://127.1.2.3/x", "http://localhost/abc",
    "http://LocalHost:8080/abc", "http://[::1]:81/x", "http://[0:0:0:0:0:0:0:1]/x",
    "http://169.254.170.2:8080/get-credentials", "http://169.254.170.23/v1/credentials",
    "http://[fd00:ec2::23]/v1/credentials", "http://[FD00:0EC2:0:0::23]/v1/credentials",
    "https://amazon.com/x", "https://192.168.1.1:8443/x?y=z", "https://[2001:db8::1]/x",
  ])
  func `a full URI is https anywhere, and http where nobody can listen`(url: String) throws {
    let found = try #require(try find(full: url))
    #expect(found.lowercased() == url.lowercased())
  }

  @Test(arguments: [
    "http://192.168.10.120/creds", "http://169.254.171.23/creds", "http://[fd00:ec2::2]/creds",
    "http://[fd00:ec2::23:1]/", "http://amazon.com/", "http://localhost.evil.example/",
    "http://127.0.0.1.evil.example/", "http://127.1/", "http://0177.0.0.1/", "http://2130706433/",
    "http://0.0.0.0/", "http://169.254.169.254/", "http://169.254.170.2.evil.example/",
    "http://[::ffff:127.0.0.1]/", "http://[::]/", "http://1270.0.0.1/", "http://128.0.0.1/",
    "http://169.254.170.22/", "http://localhost@evil.example/", "http://evil.example#localhost",
    "http://evil.example\\@localhost/", "ftp://localhost/", "localhost/x", "not a uri", "http://",
    "https://user:hush-secret@host/", "http://localhost/a b", "http://localhost:0/", "//localhost/",
  ])
  func `any other full URI is refused by the variable's name`(url: String) {
    expectRefusal("AWS_CONTAINER_CREDENTIALS_FULL_URI") { try find(full: url) }
  }

  private static let script = """
    import json, sys
    from botocore.utils import ContainerMetadataFetcher
    fetcher = ContainerMetadataFetcher(session=object())
    rulings = []
    for url in json.load(sys.stdin):
        try:
            fetcher._validate_allowed_url(url)
            rulings.append(True)
        except ValueError:
            rulings.append(False)
    json.dump(rulings, sys.stdout)
    """

  @Test(.enabled(if: Judge.hasPython)) func `botocore allows the same hosts`() async throws {
    let hosts = [
      "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "alocalhost", "127.0.0.1",
      "127.255.255.255", "127.0.0.0", "126.255.255.255", "128.0.0.0", "127.0.0.256", "127.0.0",
      "127.0.0.1.2", "10.0.0.1", "169.254.170.2", "169.254.170.3", "169.254.170.23",
      "169.254.170.230", "169.254.169.254", "[::1]", "[::2]", "[0:0::0:1]", "[::ffff:10.0.0.1]",
      "[fd00:ec2::23]", "[fd00:ec2::254]", "[fd00:ec2:1::23]", "[fe80::1]", "amazon.com", "x",
      "127.0.0.1.nip.io", "ip6-localhost", "0.0.0.0", "255.255.255.255",
    ]
    let urls = ["http", "https", "HTTP"].flatMap { scheme in
      hosts.flatMap { host in ["", ":8080"].map { "\(scheme)://\(host)\($0)/v1/x?y=z" } }
    }
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], input: JSONEncoder().encode(urls))
    #expect(result.status == 0, "\(result.errors)")
    let rulings = try JSONDecoder().decode([Bool].self, from: Data(result.output.utf8))
    for (url, isAllowed) in zip(urls, rulings) {
      #expect(((try? find(full: url)) != nil) == isAllowed, "\(url)")
    }
    #expect(rulings.count == urls.count)
    Judge.report("hosts of container credentials", cases: rulings.count)
  }

  private func expectRefusal(_ variable: String, _ find: () throws -> String?) {
    let error = #expect(throws: AWSError.self) { try find() }
    guard case .configuration(let place, let message)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place == "environment variable \(variable)")
    #expect(!message.contains("hush"))
  }
}
