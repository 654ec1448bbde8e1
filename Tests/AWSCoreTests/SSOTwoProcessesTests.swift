import Foundation
import Ground
import Support
import Synchronization
import Testing

@testable import AWSCore

/// Two processes that share one login on disk, and a service that takes each refresh token once.
@Suite struct SSOTwoProcessesTests {
  private final class Rotation: Sendable {
    private let state = Mutex((valid: "", issued: 0, refused: 0))

    var valid: String { state.withLock { $0.valid } }
    var issued: Int { state.withLock { $0.issued } }
    var refused: Int { state.withLock { $0.refused } }

    func expect(_ token: String) { state.withLock { $0.valid = token } }

    func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Step {
      state.withLock { state in
        guard request.body.contains("\"\(state.valid)\"") else {
          state.refused += 1
          return .answer(
            400, headers: ["x-amzn-ErrorType": "InvalidGrantException"],
            body: #"{"error":"invalid_grant"}"#)
        }
        state.issued += 1
        state.valid = "refresh-\(state.issued)"
        return .answer(
          body: """
            {"accessToken":"access-\(state.issued)","expiresIn":3600,
             "refreshToken":"\(state.valid)"}
            """)
      }
    }
  }

  @Test func `both get credentials, and the file keeps the token that can be renewed`()
    async throws
  {
    let example = SSOCase(name: "shared", minutes: 5, requests: 2)
    let home = try LoginHome([example])
    defer { home.remove() }
    let rotation = Rotation()
    let server = try LoopbackServer { request, _ in
      if request.method == "POST" { return [rotation.answer(request)] }
      return [
        .answer(
          body: """
            {"roleCredentials":{"accessKeyId":"ASIA","secretAccessKey":"s","sessionToken":"t",
             "expiration":4070908800000}}
            """)
      ]
    }
    let timekeeper = SystemTimekeeper()
    let transport = AsyncHTTPTransport(timekeeper: timekeeper)
    for round in 0..<20 {
      try home.write(example, refreshToken: "first-\(round)")
      rotation.expect("first-\(round)")
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<2 {
          group.addTask {
            let process = Surroundings(
              environment: Environment(variables: home.environment(server.url)),
              files: DiskFiles(), transport: transport, timekeeper: timekeeper)
            return try await SSOCredentials(
              example.settings, profiles: ProfileSet(), surroundings: process
            ).credentials().accessKeyID
          }
        }
        for try await key in group { #expect(key == "ASIA") }
      }
      #expect(try home.token(of: example)?["refreshToken"] == rotation.valid)
    }
    #expect(rotation.issued == 20)
    #expect(rotation.refused == 0)
    await transport.shutdown()
  }
}
