import Foundation
import Ground
import Support
import Testing

@testable import AWSCore

/// Two processes that share one login on disk, and a service that takes each refresh token once.
@Suite struct LoginTwoProcessesTests {
  @Test(arguments: [-1, 4])
  func `both get keys, and the file keeps what can be renewed`(minutes: Double) async throws {
    let bench = LoginBench()
    let folder = ScratchFolder()
    let path = "\(folder.path)/\(LoginBench.name)"
    let server = try LoopbackServer { [service = bench.service] request, _ in
      let answer = service.obey(
        url: "http://\(request.header("host") ?? "")\(request.target)",
        proof: request.header("DPoP") ?? "", body: request.body)
      return [
        .answer(
          answer.status,
          headers: Dictionary(answer.headers.map { ($0.name, $0.value) }) { $1 },
          body: String(decoding: answer.body, as: UTF8.self))
      ]
    }
    let timekeeper = SystemTimekeeper()
    let transport = AsyncHTTPTransport(timekeeper: timekeeper)
    for round in 1...20 {
      bench.login(minutes: 0, refresh: "marked-first-\(round)")
      var members = bench.stored()
      members["accessToken"] = .object(
        (members["accessToken"]?.members ?? [:]).merging([
          "expiresAt": .string(CachedTime.text(Date().addingTimeInterval(minutes * 60)))
        ]) { $1 })
      try SystemFiles().replace(path, with: try #require(JSONValue.object(members).bytes))
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<2 {
          group.addTask {
            let process = Surroundings(
              environment: Environment(variables: [
                "AWS_LOGIN_CACHE_DIRECTORY": folder.path, "AWS_REGION": "eu-west-1",
                "AWS_ENDPOINT_URL_SIGNIN": server.url,
              ]), transport: transport, timekeeper: timekeeper)
            return try await LoginCredentials(
              session: LoginBench.session, profileName: "me", surroundings: process
            ).credentials().accessKeyID
          }
        }
        // Who comes second may still sign with the old ones, while they last.
        for try await key in group {
          #expect(key == "ASIA\(round)" || minutes > 0 && key == "ASIALOGIN", "\(round)")
        }
      }
      let bytes = try #require(try SystemFiles().contents(of: path))
      let stored = try #require(JSONValue(bytes))
      #expect(stored.members?["refreshToken"]?.text == bench.service.valid)
      #expect(stored.members?["accessToken"]?.members?["accessKeyId"]?.text == "ASIA\(round)")
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
    #expect(bench.service.issued == 20)
    // They wait for one another: a service might end a login whose token comes twice.
    #expect(bench.service.refused == 0)
    await transport.shutdown()
  }
}
