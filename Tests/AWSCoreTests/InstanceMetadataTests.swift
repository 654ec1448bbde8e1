import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

/// How the metadata service of an instance is asked, against a script of its answers.
@Suite struct InstanceMetadataTests {
  // MARK: The way to a key

  @Test func `a key is asked for with a token, and names the account`() async throws {
    let instance = ScriptedInstance()
    let credentials = try await instance.found()
    #expect(
      credentials
        == Credentials(
          accessKeyID: "AKID", secretAccessKey: "hush-secret", sessionToken: "hush-session",
          expiration: Date(timeIntervalSince1970: 1_795_370_400), accountID: "123456789012"))
    #expect(
      instance.log == [
        "PUT /latest/api/token 21600",
        "GET /latest/meta-data/iam/security-credentials-extended/ tok-1",
        "GET /latest/meta-data/iam/security-credentials-extended/ops tok-1",
      ])
    #expect(instance.requests.allSatisfy { $0.bypassesProxy })
    #expect(instance.requests.allSatisfy { $0.url.hasPrefix("http://169.254.169.254/latest/") })
    #expect(instance.transport.limits.allSatisfy { $0 == .seconds(1) })
  }

  @Test func `a service without the extended path is asked by the older one`() async throws {
    let instance = ScriptedInstance()
    instance.change { $0.knowsExtended = false }
    let credentials = try await instance.found()
    #expect(credentials.accountID == nil)
    let legacy = "/latest/meta-data/iam/security-credentials"
    #expect(
      instance.log == [
        "PUT /latest/api/token 21600", "GET \(legacy)-extended/ tok-1", "GET \(legacy)/ tok-1",
        "GET \(legacy)/ops tok-1",
      ])
    instance.expireKey()
    _ = try await instance.look()
    #expect(instance.log.suffix(2) == ["GET \(legacy)/ tok-1", "GET \(legacy)/ops tok-1"])
    #expect(instance.log.count == 6)
  }

  @Test(arguments: [400, 403, 500])
  func `an extended path that fails otherwise is not given up for good`(status: Int) async throws {
    let instance = ScriptedInstance()
    instance.change { $0.extendedStatus = status }
    _ = try await instance.found()
    #expect(instance.log.count == 5)
    instance.change { $0.extendedStatus = nil }
    instance.expireKey()
    let credentials = try await instance.found()
    #expect(credentials.accountID == "123456789012")
  }

  @Test func `a named profile is not asked for`() async throws {
    let variables = ["AWS_EC2_INSTANCE_PROFILE_NAME": "ops"]
    let instance = ScriptedInstance(variables)
    _ = try await instance.found()
    #expect(instance.log.count == 2)
    let other = ScriptedInstance(config: "[default]\nec2_instance_profile_name = nobody\n")
    let expected = AWSError.configuration(
      place: "ec2_instance_profile_name (~/.aws/config:2)",
      message: "the instance has no profile \"nobody\"")
    await #expect(throws: expected) { try await other.look() }
  }

  @Test func `a role that is exchanged meanwhile is asked for once more`() async throws {
    let instance = ScriptedInstance()
    instance.change { $0.names = ["gone", "ops"] }
    _ = try await instance.found()
    instance.change { $0.names = ["gone", "lost", "ops"] }
    instance.expireKey()
    #expect(try await instance.passedOver().finding == "has no key for the instance's role")
  }

  @Test(arguments: [
    ("ops\nother\n", "ops"), ("team+a=b,c@d.e-f_g", "team+a=b,c@d.e-f_g"),
    ("my role", "my%20role"), ("../../api/token", "..%2F..%2Fapi%2Ftoken"),
    ("a?b#c%2f", "a%3Fb%23c%252f"), ("rôle", "r%C3%B4le"),
  ])
  func `a role's name stays one segment of the path`(name: String, segment: String) async throws {
    let instance = ScriptedInstance()
    instance.change { $0.names = [name] }
    _ = try? await instance.look()
    #expect(instance.requests[2].url.hasSuffix("/security-credentials-extended/\(segment)"))
  }

  @Test(arguments: ["..", ".", "", " \n", String(repeating: "x", count: 300)])
  func `what is no name is passed over`(name: String) async throws {
    let instance = ScriptedInstance()
    instance.change { $0.names = [name] }
    _ = try await instance.passedOver()
    #expect(!instance.log.contains { $0.contains("security-credentials-extended/.") })
  }

  @Test func `an instance without a role is passed over with that reason`() async throws {
    let instance = ScriptedInstance()
    instance.change { $0.names = [] }
    let expected = SearchedPlace(
      place: "EC2 instance metadata (http://169.254.169.254)", finding: "the instance has no role")
    #expect(try await instance.look() == .passedOver([expected]))
  }

  @Test func `the service's own code and message are told, on one line`() async throws {
    let instance = ScriptedInstance()
    instance.change {
      $0.names = ["bad\u{1B}[2Jrole"]
      $0.body = #"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "EC2 cannot\nassume it"}"#
    }
    let error = await #expect(throws: AWSError.self) { try await instance.look() }
    guard case .configuration(let place, let message)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place == "EC2 instance metadata (http://169.254.169.254)")
    #expect(
      message.hasPrefix(
        "gives no key for role \"bad[2Jrole\": AssumeRoleUnauthorizedAccess: EC2 cannot assume it;")
    )
  }

  @Test(arguments: ["<html>hush</html>", "{\"AccessKeyId\": \"hush", "[]", "{}", ""])
  func `an answer that is no key is passed over with the reason and without its text`(body: String)
    async throws
  {
    let instance = ScriptedInstance()
    instance.change { $0.body = body }
    let finding = try await instance.passedOver().finding
    #expect(finding.contains("role \"ops\""))
    #expect(!finding.contains("hush"))
  }

  @Test func `an answer without a code is a key`() async throws {
    let instance = ScriptedInstance()
    instance.change { $0.body = $0.body.replacing("\"Code\": \"Success\",", with: "") }
    _ = try await instance.found()
  }

  // MARK: Tokens

  @Test func `a token is kept until it expires`() async throws {
    let instance = ScriptedInstance()
    instance.change { $0.lifetime = "100" }
    _ = try await instance.look()
    instance.expireKey(after: .seconds(99))
    _ = try await instance.look()
    #expect(instance.tokens == 1)
    instance.expireKey(after: .seconds(1))
    _ = try await instance.look()
    #expect(instance.tokens == 2)
    #expect(instance.log.last?.hasSuffix(" tok-2") == true)
  }

  @Test(arguments: ["99999999", "", "soon", "-5"])
  func `a token's lifetime is six hours at most, and that where nothing else is said`(
    lifetime: String
  ) async throws {
    let instance = ScriptedInstance()
    instance.change { $0.lifetime = lifetime }
    _ = try await instance.found()
    instance.expireKey(after: .seconds(21_599))
    _ = try await instance.found()
    #expect(instance.tokens == 1)
    instance.expireKey(after: .seconds(1))
    _ = try await instance.found()
    #expect(instance.tokens == 2)
  }

  @Test(arguments: ["", "\n"])
  func `an empty token is none`(token: String) async throws {
    let instance = ScriptedInstance()
    instance.change { ($0.tokenBody, $0.wantsToken) = (token, false) }
    _ = try await instance.found()
    #expect(
      instance.requests.dropFirst().allSatisfy { $0.header("x-aws-ec2-metadata-token") == nil })
  }

  @Test(arguments: ["a b", "a\r\nX: y", "a\u{1B}b", "é", String(repeating: "x", count: 5000)])
  func `a token that no header can carry is not sent`(token: String) async throws {
    let instance = ScriptedInstance()
    instance.change { $0.tokenBody = token }
    _ = try await instance.passedOver()
    #expect(instance.log.count == 1)
  }

  @Test func `a service that fails to hand out a token is at fault`() async throws {
    let instance = ScriptedInstance()
    instance.change { ($0.tokenStatus, $0.wantsToken) = (503, false) }
    #expect(
      try await instance.passedOver().finding == "answers the request for a token with HTTP 503")
    #expect(instance.log.count == 4)
  }

  @Test func `a token that is refused is renewed, once`() async throws {
    let instance = ScriptedInstance()
    _ = try await instance.look()
    instance.change { $0.goodToken = "tok-2" }
    instance.expireKey()
    _ = try await instance.found()
    #expect(instance.tokens == 2)
    instance.change { $0.goodToken = "none is" }
    instance.expireKey()
    #expect(try await instance.passedOver().finding == "answers with HTTP 401")
  }

  @Test(arguments: [403, 404, 405])
  func `a service without tokens is asked without one`(status: Int) async throws {
    let instance = ScriptedInstance()
    instance.change { ($0.tokenStatus, $0.wantsToken) = (status, false) }
    _ = try await instance.found()
    #expect(
      instance.requests.dropFirst().allSatisfy { $0.header("x-aws-ec2-metadata-token") == nil })
  }

  @Test(arguments: [403, 404, 405])
  func `a service without tokens is not asked where that is forbidden`(status: Int) async throws {
    for instance in [
      ScriptedInstance(["AWS_EC2_METADATA_V1_DISABLED": "TRUE"]),
      ScriptedInstance(config: "[default]\nec2_metadata_v1_disabled = true\n"),
    ] {
      instance.change { ($0.tokenStatus, $0.wantsToken) = (status, false) }
      let error = await #expect(throws: AWSError.self) { try await instance.look() }
      #expect(instance.log.count == 1)
      let text = error.map { "\($0)" } ?? ""
      #expect(text.contains("HTTP \(status)"))
      #expect(text.contains("METADATA_V1_DISABLED") || text.contains("(~/.aws/config:2)"))
    }
  }

  @Test func `a request for a token that is refused as wrong ends it`() async throws {
    let instance = ScriptedInstance()
    instance.change { ($0.tokenStatus, $0.wantsToken) = (400, false) }
    let expected = SearchedPlace(
      place: "EC2 instance metadata (http://169.254.169.254)",
      finding: "answers the request for a token with HTTP 400")
    #expect(try await instance.look() == .passedOver([expected]))
    #expect(instance.log.count == 1)
  }

  @Test func `something that hands out pages is no metadata service`() async throws {
    let instance = ScriptedInstance()
    instance.change { $0.tokenBody = "<html>\n<body>Sign in</body></html>" }
    #expect(
      try await instance.passedOver().finding == "answers, but not with a token (not on EC2?)")
    #expect(instance.log.count == 1)
  }

  // MARK: Settings

  @Test func `a service that is switched off is not asked`() async throws {
    for instance in [
      ScriptedInstance(["AWS_EC2_METADATA_DISABLED": "True"]),
      ScriptedInstance(config: "[default]\ndisable_ec2_metadata = true\n"),
    ] {
      let lookup = try await instance.passedOver()
      #expect(lookup.place == "EC2 instance metadata")
      #expect(lookup.finding.hasPrefix("switched off by "))
      #expect(instance.log.isEmpty)
    }
    let on = ScriptedInstance(["AWS_EC2_METADATA_DISABLED": "false"])
    _ = try await on.found()
  }

  @Test(
    arguments: [
      ([:], "", "http://169.254.169.254"),
      (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://override:456"], "", "http://override:456"),
      (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://override:456/"], "", "http://override:456"),
      (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "https://h/base//x/"], "", "https://h/base/x"),
      ([:], "ec2_metadata_service_endpoint = http://override:456", "http://override:456"),
      (
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://override:456"],
        "ec2_metadata_service_endpoint = http://wrong:456", "http://override:456"
      ),
      (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv4"], "", "http://169.254.169.254"),
      (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv6"], "", "http://[fd00:ec2::254]"),
      ([:], "ec2_metadata_service_endpoint_mode = IPv6", "http://[fd00:ec2::254]"),
      (
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv4"],
        "ec2_metadata_service_endpoint_mode = IPv6", "http://169.254.169.254"
      ),
      (
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://169.254.169.200"],
        "ec2_metadata_service_endpoint_mode = IPv6", "http://169.254.169.200"
      ),
    ] as [([String: String], String, String)])
  func `the endpoint is the one that the user names, or the mode's`(
    variables: [String: String], property: String, endpoint: String
  ) async throws {
    let instance = ScriptedInstance(variables, config: "[default]\n\(property)\n")
    _ = try await instance.look()
    #expect(instance.requests.first?.url == endpoint + "/latest/api/token")
  }

  @Test(arguments: [
    "AWS_EC2_METADATA_SERVICE_ENDPOINT=not a uri", "AWS_EC2_METADATA_SERVICE_ENDPOINT=ftp://h",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://hush:hush@h/",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv7", "AWS_METADATA_SERVICE_TIMEOUT=0",
    "AWS_METADATA_SERVICE_TIMEOUT=nan", "AWS_METADATA_SERVICE_TIMEOUT=-1",
    "AWS_METADATA_SERVICE_NUM_ATTEMPTS=0", "AWS_METADATA_SERVICE_NUM_ATTEMPTS=two",
    "AWS_EC2_METADATA_V1_DISABLED=maybe",
  ])
  func `a setting that can't be used is an error with its place`(setting: String) async throws {
    let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
    let inVariable = ScriptedInstance([parts[0]: parts[1]])
    let name = parts[0].replacing("AWS_", with: "").lowercased()
    let inProfile = ScriptedInstance(config: "[default]\n\(name) = \(parts[1])\n")
    for (instance, place) in [
      (inVariable, "environment variable \(parts[0])"), (inProfile, "\(name) (~/.aws/config:2)"),
    ] {
      let error = await #expect(throws: AWSError.self) { try await instance.look() }
      guard case .configuration(place, let message)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(!message.contains("hush"))
      #expect(instance.log.isEmpty)
    }
  }

  @Test func `attempts and their limit are the user's`() async throws {
    let instance = ScriptedInstance([
      "AWS_METADATA_SERVICE_TIMEOUT": "2.5", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3",
    ])
    instance.change { $0.failuresOfKey = 2 }
    _ = try await instance.found()
    #expect(instance.transport.limits.allSatisfy { $0 == .seconds(2.5) })
    let once = ScriptedInstance(["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "1"])
    once.change { ($0.failuresOfKey, $0.knowsExtended) = (1, false) }
    #expect(try await once.passedOver().finding == "answers for role \"ops\" with HTTP 503")
  }

  @Test func `a service that fails for a moment is asked four times, one that is silent once`()
    async throws
  {
    let instance = ScriptedInstance()
    instance.change { ($0.failuresOfKey, $0.knowsExtended) = (3, false) }
    #expect(try await instance.found().accessKeyID == "AKID")
    let failing = ScriptedInstance()
    failing.change { ($0.failuresOfKey, $0.knowsExtended) = (4, false) }
    #expect(try await failing.passedOver().finding == "answers for role \"ops\" with HTTP 503")
    let silent = ScriptedInstance()
    silent.change { $0.silence = .connectTimeout }
    _ = try await silent.passedOver()
    #expect(silent.log.count == 1)
  }
}
