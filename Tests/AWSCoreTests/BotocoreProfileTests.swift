import Foundation
import Support
import Testing

@testable import AWSCore

/// botocore's own providers go the way of generated profiles, with the services behind them replaced
/// by ones that answer with how they were asked.
@Suite(.enabled(if: Judge.hasPython)) struct BotocoreProfileTests {
  private struct Case: Codable {
    var config: String
    var credentials: String
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `generated profiles lead where botocore goes`(seed: Seed) async throws {
    var random = ProfileGenerator(random: seed.generator("profiles"))
    let cases = (0..<250).map { _ in
      let (config, credentials) = random.files()
      return Case(config: config, credentials: credentials)
    }
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], environment: ["HOME": "/nonexistent"],
      input: try JSONEncoder().encode(cases))
    #expect(result.status == 0, "\(result.errors)")
    let theirs = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    #expect(theirs.count == cases.count)
    for (test, theirs) in zip(cases, theirs) {
      let ours = try route(test)
      #expect(ours == theirs, "\(test.config)\n---\n\(test.credentials)")
    }
    #expect(Set(theirs.map { $0.prefix(4) }).count > 6, "the cases are all alike")
    Judge.report("botocore's profiles", cases: cases.count)
  }

  /// What random cases have found, kept as it was.
  @Test(arguments: [
    // A source profile that leads to a token alone.
    "[profile p0]\nrole_arn = arn:0\nsource_profile = p2\n[profile p2]\nsso_session = s\n",
    "[profile p0]\nrole_arn = arn:0\nsource_profile = p1\n[profile p1]\nrole_arn = arn:1\n"
      + "source_profile = p2\n[profile p2]\nsso_session = s\nsso_region = eu-west-1\n",
    "[profile p0]\nsso_session = s\n",
    "[profile p0]\nsso_session = gone\nsso_region = eu-west-1\n",
  ])
  func `profiles that were found lead where botocore goes`(profiles: String) async throws {
    let session = "[sso-session s]\nsso_start_url = https://session\nsso_region = eu-west-1\n"
    let test = Case(config: session + profiles, credentials: "")
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], environment: ["HOME": "/nonexistent"],
      input: try JSONEncoder().encode([test]))
    let theirs = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    #expect(try [route(test)] == theirs)
  }

  private func route(_ test: Case) throws -> String {
    var profiles = ProfileParser.parse(Array(test.config.utf8), as: .config, path: "c")
    profiles.merge(
      ProfileParser.parse(Array(test.credentials.utf8), as: .credentials, path: "k"))
    do {
      let plan = try ProfilePlanReader(profiles: profiles).plan(for: "p0")
      let start =
        switch plan.start {
        case .staticKey(let key): key.accessKeyID
        case .source(let source): "source(\(source.rawValue))"
        case .webIdentity(let settings): "web(\(settings.roleARN),\(settings.tokenFile))"
        case .identityCenter(let settings):
          "sso(\(settings.startURL),\(settings.accountID),\(settings.roleName))"
        case .identityCenterToken: "none"
        case .login(let session): "login(\(session))"
        case .process(let command): "process(\(command))"
        }
      return plan.roles.reduce(start) { "role(\($1.roleARN),\($0))" }
    } catch .noCredentials, .noProfiles, .noProfile {
      return "none"
    } catch .broken(let error) {
      // A session without an account and a role leads to a token alone. botocore doesn't look at it
      // and goes on to whatever comes next; what is wrong with it is told here.
      let first = profiles.profile(named: "p0")
      let isTokenAlone = ["sso_account_id", "sso_role_name", "role_arn"].allSatisfy {
        first?[$0] == nil
      }
      return isTokenAlone && "\(error)".contains("sso_") ? "none" : "error"
    }
  }

  private static let script = #"""
    import json, os, sys, tempfile
    import botocore.credentials as c
    import botocore.session

    class Client:
        def __init__(self, key):
            self.key = key
        def answer(self, key):
            return {"Credentials": {"AccessKeyId": key, "SecretAccessKey": "s", "SessionToken": "t",
                                    "Expiration": "2999-01-01T00:00:00Z"},
                    "AssumedRoleUser": {"Arn": "arn:aws:sts::1:assumed-role/r/s"}}
        def assume_role(self, RoleArn, **rest):
            return self.answer("role(%s,%s)" % (RoleArn, self.key))
        def assume_role_with_web_identity(self, RoleArn, WebIdentityToken, **rest):
            return self.answer("web(%s,%s)" % (RoleArn, WebIdentityToken))

    c._get_client_creator = lambda session, region: (
        lambda service, aws_access_key_id=None, **rest: Client(aws_access_key_id))

    class Loader:
        def __init__(self, path):
            self.path = path
        def __call__(self):
            return self.path
    c.FileWebIdentityTokenLoader = Loader

    def sso(self):
        config = self._load_sso_config()
        if config:
            return c.Credentials("sso(%s,%s,%s)" % (config["sso_start_url"], config["sso_account_id"],
                                                    config["sso_role_name"]), "s")
    c.SSOProvider.load = sso

    def login(self):
        profile = self._load_config().get("profiles", {}).get(self._profile_name, {})
        if "login_session" in profile:
            return c.Credentials("login(%s)" % profile["login_session"], "s")
    c.LoginProvider.load = login
    c.ProcessProvider._retrieve_credentials_using = lambda self, command: {
        "access_key": "process(%s)" % command, "secret_key": "s", "token": None,
        "expiry_time": None, "account_id": None}

    class Nothing:
        def load(self):
            return None
    isSource = [False]
    def sourced(name):
        return lambda self: c.Credentials("source(%s)" % name, "s") if isSource[0] else None
    c.ContainerProvider.load = sourced("EcsContainer")
    c.InstanceMetadataProvider.load = sourced("Ec2InstanceMetadata")
    c.EnvProvider.load = sourced("Environment")
    inner = c.CanonicalNameCredentialSourcer.source_credentials
    def source(self, name):
        isSource[0] = True
        try:
            return inner(self, name)
        finally:
            isSource[0] = False
    c.CanonicalNameCredentialSourcer.source_credentials = source

    def route(case):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("config", "credentials"):
                with open(os.path.join(folder, name), "w") as file:
                    file.write(case[name])
            os.environ["AWS_CONFIG_FILE"] = os.path.join(folder, "config")
            os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(folder, "credentials")
            try:
                session = botocore.session.Session(profile="p0")
                found = c.create_credential_resolver(session).load_credentials()
                return found.get_frozen_credentials().access_key if found else "none"
            except Exception:
                return "error"
    print(json.dumps([route(case) for case in json.load(sys.stdin)]))
    """#
}

/// Makes a handful of profiles that hold this and that, in both files.
///
/// It keeps away from where the SDKs' published cases, or the rule that a key is whole in one file,
/// are known to want something else than botocore: a secret without its access key ID (which botocore
/// passes over), keys beside other kinds in a source profile, a
/// region beside a session that has none, a `credential_source` without a role.
private struct ProfileGenerator {
  var random: SeededGenerator

  private mutating func next(_ count: Int) -> Int { .random(in: 0..<count, using: &random) }

  private mutating func chance(_ percent: Int) -> Bool { next(100) < percent }

  mutating func files() -> (config: String, credentials: String) {
    var config = "[sso-session s]\nsso_start_url = https://session\nsso_region = eu-west-1\n"
    var credentials = ""
    for number in 0..<(1 + next(4)) {
      var lines: [String] = []
      var keyLines: [String] = []
      let hasKey = chance(40)
      if hasKey {
        keyLines = ["aws_access_key_id = KEY\(number)", "aws_secret_access_key = s"]
        if chance(10) { keyLines.removeLast() }
      }
      let isFirst = number == 0
      if chance(isFirst ? 70 : 40) {
        lines.append("role_arn = arn:\(number)")
        if chance(85) { lines.append("source_profile = p\(next(5))") }
        if chance(15) { lines.append("credential_source = \(source())") }
      }
      if isFirst || !hasKey { lines += kinds(of: number) }
      if !keyLines.isEmpty, chance(50) {
        credentials += "[p\(number)]\n\(keyLines.joined(separator: "\n"))\n"
        keyLines = []
      }
      config += "[profile p\(number)]\n\((lines + keyLines).joined(separator: "\n"))\n"
    }
    return (config, credentials)
  }

  private mutating func source() -> String {
    ["Environment", "Ec2InstanceMetadata", "EcsContainer", "Moon"][next(4)]
  }

  private mutating func kinds(of number: Int) -> [String] {
    var lines: [String] = []
    if chance(12) { lines.append("web_identity_token_file = /t\(number)") }
    if chance(20) {
      if chance(85) { lines.append("sso_account_id = a\(number)") }
      if chance(85) { lines.append("sso_role_name = r\(number)") }
      if chance(50) {
        lines.append("sso_session = \(chance(85) ? "s" : "gone")")
        if chance(20) { lines.append("sso_region = \(chance(50) ? "eu-west-1" : "eu-west-2")") }
      } else {
        if chance(85) { lines.append("sso_start_url = https://u\(number)") }
        if chance(85) { lines.append("sso_region = eu-west-1") }
      }
    }
    if chance(12) { lines.append("login_session = l\(number)") }
    if chance(20) { lines.append("credential_process = /bin/c\(number) x") }
    return lines
  }
}
