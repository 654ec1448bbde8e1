import Foundation
import Support
import Testing

@testable import AWSCore

/// A renewed token that can't be put into its file.
@Suite struct SSOUnsavedTokenTests {
  private let bench = SSOBench()

  init() {
    let bench = bench
    bench.folder["/home/me/.aws/config"] = """
      [profile prod]
      sso_session = corp
      sso_account_id = 123456789012
      sso_role_name = ReadOnly
      [sso-session corp]
      sso_region = eu-west-1
      sso_start_url = https://corp.awsapps.com/start
      """
    let count = Count()
    bench.servers.portal { _ in bench.role(hours: 0.5) }
    bench.servers.oidc { _ in
      let number = count.next()
      return SSOBench.token("marked-renewed-\(number)", refresh: "marked-refresh-\(number)")
    }
    bench.folder.makeReadOnly()
    bench.login(minutes: 5)
  }

  private func survey() async -> CredentialsSurvey {
    await CredentialsChain(bench.surroundings, overrides: SettingsOverrides(profile: "prod"))
      .survey()
  }

  private func refreshTokens() throws -> [String?] {
    try bench.renewals.map {
      try JSONDecoder().decode([String: String].self, from: Data($0.body))["refreshToken"]
    }
  }

  @Test func `it is used on, and its own refresh token renews it`() async throws {
    for _ in 0..<2 {
      #expect(try await bench.credentials().accessKeyID == "ASIAROLE")
      bench.clock.setWall(aheadBy: 3000)
    }
    #expect(
      try refreshTokens() == ["marked-refresh-of-marked-access-token-1", "marked-refresh-1"])
    #expect(
      bench.portalRequests.map { $0.header("x-amz-sso_bearer_token") }
        == ["marked-renewed-1", "marked-renewed-2"])
    #expect(try bench.members()["accessToken"] == "marked-access-token-1")
  }

  @Test func `the survey says so, and why, without the token`() async throws {
    let survey = await survey()
    let remark =
      "the renewed login can't be saved in \(SSOBench.shownPath) (Read-only file system): it is "
      + "used until this program ends, and other tools may have to log in again. "
      + "Make that file and its folder writable for this user"
    #expect(survey.error == nil)
    #expect(survey.taken?.remarks == [remark])
    #expect(survey.taken?.details.last == remark)
    #expect(!"\(survey)".contains("marked"))
  }

  @Test func `once it can be saved it is, and nothing is said any more`() async throws {
    _ = try await bench.credentials()
    bench.folder.makeWritable()
    bench.clock.setWall(aheadBy: 3000)
    let survey = await survey()
    #expect(survey.taken?.remarks == [])
    #expect(try bench.members()["accessToken"] == "marked-renewed-2")
    #expect(try bench.members()["refreshToken"] == "marked-refresh-2")
  }

  @Test func `a new login takes its place, and logging out ends it`() async throws {
    _ = try await bench.credentials()
    bench.login("marked-new-login")
    #expect(await survey().taken?.remarks == [])
    #expect(bench.portalRequests.last?.header("x-amz-sso_bearer_token") == "marked-new-login")
    bench.folder[SSOBench.sessionPath] = nil
    guard case .loginNeeded? = await survey().error else {
      Issue.record("still logged in")
      return
    }
  }
}
