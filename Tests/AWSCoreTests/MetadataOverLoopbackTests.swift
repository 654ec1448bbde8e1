import Foundation
import Ground
import Support
import Testing

@testable import AWSCore

/// Container and instance metadata over real connections of this machine.
@Suite struct MetadataOverLoopbackTests {
  private static let end = AWSTimestamp.iso8601.text(Date(timeIntervalSinceNow: 21_600))
  private static let extended = "/latest/meta-data/iam/security-credentials-extended/"

  private func surroundings(_ variables: [String: String]) -> Surroundings {
    let timekeeper = SystemTimekeeper()
    return Surroundings(
      environment: .home(variables), transport: AsyncHTTPTransport(timekeeper: timekeeper),
      timekeeper: timekeeper)
  }

  private func container(_ server: LoopbackServer) -> ContainerCredentials {
    ContainerCredentials(
      surroundings([
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.url)/v1/credentials?id=7",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer of-the-pod",
      ]))
  }

  private func instance(
    _ endpoint: String, _ variables: [String: String] = [:]
  ) -> InstanceMetadataCredentials {
    let own = [
      "AWS_EC2_METADATA_SERVICE_ENDPOINT": endpoint, "AWS_METADATA_SERVICE_TIMEOUT": "60",
    ]
    return InstanceMetadataCredentials(
      surroundings(own.merging(variables) { $1 }), profile: nil)
  }

  @Test func `a container's key comes after a failure and a broken answer`() async throws {
    let key = InstanceKey.text(end: Self.end)
    let server = try LoopbackServer { _, number in
      switch number {
      case 0: [.answer(500, body: "no")]
      case 1: [.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Acc"), .close]
      default: [.answer(body: key)]
      }
    }
    let credentials = try await container(server).credentials()
    #expect(credentials.accessKeyID == "AKID")
    #expect(credentials.accountID == "123456789012")
    #expect(server.requests.count == 3)
    let request = try #require(server.requests.last)
    #expect(request.method == "GET")
    #expect(request.target == "/v1/credentials?id=7")
    #expect(request.header("Authorization") == "Bearer of-the-pod")
    #expect(request.header("Accept") == "application/json")
  }

  @Test func `a container's service that sends elsewhere is not followed`() async throws {
    let elsewhere = try LoopbackServer(always: [.answer(body: InstanceKey.text(end: Self.end))])
    let server = try LoopbackServer(always: [.answer(302, headers: ["Location": elsewhere.url])])
    let error = await #expect(throws: AWSError.self) { try await container(server).look() }
    #expect(error.map { "\($0)".contains("HTTP 302") } == true)
    #expect(elsewhere.requests.isEmpty)
    #expect(server.requests.count == 1)
  }

  @Test func `an instance's key is asked for with a token`() async throws {
    let key = InstanceKey.text(end: Self.end)
    let server = try LoopbackServer { request, _ in
      switch (request.method, request.target) {
      case ("PUT", "/latest/api/token"):
        return [.answer(headers: ["X-aws-ec2-metadata-token-ttl-seconds": "21600"], body: "tok")]
      case ("GET", Self.extended) where request.header("X-aws-ec2-metadata-token") == "tok":
        return [.answer(body: "my role\n")]
      case ("GET", Self.extended + "my%20role")
      where request.header("X-aws-ec2-metadata-token") == "tok":
        return [.answer(body: key)]
      default: return [.answer(404)]
      }
    }
    let credentials = try await instance(server.url + "/").credentials()
    #expect(credentials.accessKeyID == "AKID")
    #expect(server.requests.count == 3)
    let put = try #require(server.requests.first)
    #expect(put.header("x-aws-ec2-metadata-token-ttl-seconds") == "21600")
    #expect(put.header("content-length") ?? "0" == "0")
    #expect(put.body.isEmpty)
  }

  @Test func `a service that keeps its tokens to itself is asked without one`() async throws {
    let key = InstanceKey.text(end: Self.end)
    let server = try LoopbackServer { request, _ in
      if request.method == "PUT" { return [.waitForPeerToLeave] }
      return [.answer(body: request.target.hasSuffix("/") ? "ops" : key)]
    }
    let variables = ["AWS_METADATA_SERVICE_TIMEOUT": "1.5"]
    let credentials = try await instance(server.url, variables).credentials()
    #expect(credentials.accessKeyID == "AKID")
    #expect(
      server.requests.filter { $0.method == "GET" }
        .allSatisfy { $0.header("x-aws-ec2-metadata-token") == nil })
    try await eventually { server.peersThatLeft >= 1 }
  }

  @Test func `a machine where nobody listens is told so, and the next time at once`() async throws {
    let port = try LoopbackServer.freePort()
    let provider = instance("http://127.0.0.1:\(port)")
    let expected = CredentialsFinding.passedOver([
      SearchedPlace(
        place: "EC2 instance metadata (http://127.0.0.1:\(port))",
        finding: "no metadata service answers (not on EC2?)")
    ])
    #expect(try await provider.look() == expected)
    #expect(try await provider.look() == expected)
  }

  @Test func `cancelling reaches the instance's service and is not taken for silence`()
    async throws
  {
    let server = try LoopbackServer { request, number in
      number == 0 ? [.waitForPeerToLeave] : [.answer(404)]
    }
    let surroundings = surroundings(["AWS_METADATA_SERVICE_TIMEOUT": "100"])
    var settings = try InstanceMetadataSettings(surroundings.environment, nil)
    settings.endpoint = server.url
    let service = InstanceMetadataService(settings: settings, surroundings: surroundings)
    let task = Task { try await service.get("/x") { _ in false } }
    try await eventually { server.requests.count == 1 }
    task.cancel()
    let trouble = await #expect(throws: InstanceMetadataTrouble.self) { try await task.value }
    #expect(trouble?.error == .cancelled)
    #expect(trouble?.isOutage == false)
    try await eventually { server.peersThatLeft == 1 }
    #expect(!surroundings.instanceMetadata.isSilent(server.url, at: .zero))
    #expect(try await service.get("/x") { _ in false }.status == 404)
  }

  /// moto's own answers, behind a server of our own: moto knows them by the service's address alone.
  private static let moto = """
    import http.server, sys
    from moto.instance_metadata.responses import InstanceMetadataResponse
    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self):
            try:
                status, _, body = InstanceMetadataResponse.metadata_response(
                    None, "http://169.254.169.254" + self.path, {})
            except NotImplementedError as error:
                status, body = 500, str(error)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())
        do_GET = do_PUT = answer
        def log_message(self, *arguments): pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    with open(sys.argv[1], "w") as file: print(server.server_port, file=file)
    server.serve_forever()
    """

  @Test(.enabled(if: Judge.hasPython)) func `moto's instance gives a key`() async throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("moto-port-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let child = try ProcessRunner.start(
      try #require(Judge.python), ["-c", Self.moto, file.path])
    defer {
      child.kill()
      child.wait()
    }
    try await eventually("moto's port") {
      (try? String(contentsOf: file, encoding: .utf8))?.hasSuffix("\n") == true
    }
    let port = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)
    let credentials = try await instance("http://127.0.0.1:\(port)").credentials()
    #expect(credentials.accessKeyID == "test-key")
    #expect(credentials.sessionToken == "test-session-token")
    Judge.report("moto's instance metadata", cases: 1)
  }
}
