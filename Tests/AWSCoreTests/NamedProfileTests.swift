import Foundation
import Support
import Testing

@testable import AWSCore

/// Who signs where a profile is named beside other credentials: botocore is asked the same.
@Suite struct NamedProfileTests {
  private struct Case: Codable {
    var variables: [String: String]
    var option: String?
    var config: String
    var credentials: String
  }

  private static let keys = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"]
  private static let pod = [
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": "arn:pod",
  ]
  private static let base = "[profile base]\naws_access_key_id = BASE\naws_secret_access_key = s\n"
  private static let kinds = [
    "region": "region = eu-west-2\n",
    "key": "aws_access_key_id = OWN\naws_secret_access_key = s\n",
    "half": "aws_access_key_id = OWN\n",
    "role": "role_arn = arn:own\nsource_profile = base\n",
    "sourceless": "role_arn = arn:own\n",
    "web": "role_arn = arn:own\nweb_identity_token_file = /var/token\n",
  ]

  /// Each way to name a profile, with each kind of it in each file, beside each kind of credentials in
  /// the environment.
  private static var cases: [Case] {
    var cases: [Case] = []
    func add(_ variables: [String: String], _ option: String?, _ config: String, _ keys: String) {
      for environment in [[:], Self.keys, pod, Self.keys.merging(pod) { $1 }] {
        cases.append(
          Case(
            variables: variables.merging(environment) { $1 }, option: option,
            config: config + base, credentials: keys))
      }
    }
    let ways: [([String], Bool)] = [
      ([], false), (["AWS_PROFILE"], false), (["AWS_DEFAULT_PROFILE"], false), ([], true),
      (["AWS_PROFILE"], true),
    ]
    for (names, isOption) in ways {
      for name in ["p", "default"] where !(names.isEmpty && !isOption && name == "p") {
        // The option beats a variable that names nobody.
        let value = isOption ? "gone" : name
        let variables = Dictionary(uniqueKeysWithValues: names.map { ($0, value) })
        let option = isOption ? name : nil
        for text in kinds.values {
          add(variables, option, "[\(name == "p" ? "profile p" : name)]\n\(text)", "")
          add(variables, option, "", "[\(name)]\n\(text)")
        }
        add(variables, option, "[profile other]\n", "")
      }
    }
    let both = ["AWS_PROFILE": "p", "AWS_DEFAULT_PROFILE": "q"]
    let other = "aws_access_key_id = OTHER\naws_secret_access_key = s\n"
    for (own, others) in [("p", "q"), ("p", "x"), ("x", "q")] {
      add(both, nil, "", "[\(own)]\n\(kinds["key"] ?? "")[\(others)]\n\(other)")
    }
    return cases
  }

  @Test(.enabled(if: Judge.hasPython))
  func `a named profile, the environment's key and its web identity sign as for botocore`()
    async throws
  {
    let cases = Self.cases
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], environment: ["HOME": "/nonexistent"],
      input: try JSONEncoder().encode(cases))
    #expect(result.status == 0, "\(result.errors)")
    let theirs = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    #expect(theirs.count == cases.count)
    var leftOut = 0
    for (test, theirs) in zip(cases, theirs) {
      let ours = await route(test)
      // Past botocore: what a profile named by a variable has goes before a web identity as a whole,
      // not its role alone.
      if theirs == "web(arn:pod)", ours != theirs {
        leftOut += 1
        let own = ["OWN", "OTHER", "web(arn:own)", "error"]
        #expect(test.variables["AWS_PROFILE"] ?? test.variables["AWS_DEFAULT_PROFILE"] != nil)
        #expect(own.contains(ours), "\(test): \(ours)")
      } else {
        #expect(ours == theirs, "\(test)")
      }
    }
    #expect(
      Set(theirs) == [
        "none", "missing", "error", "ENV", "OWN", "OTHER", "role(arn:own)", "web(arn:own)",
        "web(arn:pod)",
      ])
    #expect(leftOut < cases.count / 10)
    Judge.report("who signs beside a named profile", cases: cases.count - leftOut, leftOut: leftOut)
  }

  private func route(_ test: Case) async -> String {
    let world = RoleWorld(config: test.config, credentials: test.credentials)
    world.write("token", to: "/var/token")
    let variables = test.variables.merging(["AWS_EC2_METADATA_DISABLED": "true"]) { $1 }
    let surroundings = world.surroundings(variables)
    let overrides = SettingsOverrides(profile: test.option)
    do {
      let chain = try AWSSettings.resolve(surroundings, overrides: overrides).credentials
      let found = try await chain.credentials()
      guard found.accessKeyID.hasPrefix("ASIA"), let call = world.calls.withLock({ $0.last }) else {
        return found.accessKeyID
      }
      let way = call.action == "AssumeRole" ? "role" : "web"
      return "\(way)(\(call.parameters["RoleArn"] ?? ""))"
    } catch AWSError.noCredentials {
      return "none"
    } catch AWSError.configuration(let place, let message)
      where message.hasPrefix("there is no profile")
    {
      // Credentials alone say the same as the settings, and which variable it is.
      let chain = CredentialsChain(surroundings, overrides: overrides)
      let again = await chain.survey().error
      return place.hasPrefix("environment variable AWS_") || place == "option --profile"
        ? again == .configuration(place: place, message: message) ? "missing" : "\(again as Any)"
        : place
    } catch {
      return "error"
    }
  }

  @Test(arguments: [
    (["AWS_PROFILE": "gone"], "environment variable AWS_PROFILE"),
    (["AWS_DEFAULT_PROFILE": "gone"], "environment variable AWS_DEFAULT_PROFILE"),
    (["AWS_PROFILE": "default"], "environment variable AWS_PROFILE"),
  ])
  func `a profile that isn't there is told with its variable, whoever's keys there are`(
    variables: [String: String], place: String
  ) async throws {
    let world = RoleWorld(config: "[profile dev]\n")
    let surroundings = world.surroundings(variables.merging(Self.keys) { $1 })
    let expected = AWSError.configuration(
      place: place,
      message: "there is no profile \"\(variables.values.first ?? "")\" in ~/.aws/credentials and "
        + "~/.aws/config; there are: dev")
    #expect(throws: expected) { try AWSSettings.resolve(surroundings) }
    #expect(throws: expected) { try STSClient(surroundings) }
    await #expect(throws: expected) { try await CredentialsChain(surroundings).credentials() }
    let survey = await CredentialsChain(surroundings).survey()
    #expect("\(survey)".contains("not used in the place of profile"))
    // It is looked for anew each time.
    let name = variables.values.first ?? ""
    world.write("[\(name)]\n", to: "/home/me/.aws/credentials")
    #expect(try await CredentialsChain(surroundings).credentials().accessKeyID == "ENV")
  }

  @Test func `what is passed over for a named profile says so`() async throws {
    let world = RoleWorld(
      config: "[profile dev]\nrole_arn = arn:own\nsource_profile = base\n\(Self.base)")
    world.write("token", to: "/var/token")
    let named = Self.pod.merging(["AWS_PROFILE": "dev"]) { $1 }
    let survey = await CredentialsChain(world.surroundings(named)).survey()
    #expect(survey.taken?.source == "profile \"dev\"")
    #expect("\(survey)".contains("not used: profile \"dev\" has a role of its own"))
  }

  private static let script = #"""
    import json, os, sys, tempfile
    import botocore.credentials as c
    import botocore.exceptions
    import botocore.session

    class Client:
        def answer(self, key):
            return {"Credentials": {"AccessKeyId": key, "SecretAccessKey": "s", "SessionToken": "t",
                                    "Expiration": "2999-01-01T00:00:00Z"},
                    "AssumedRoleUser": {"Arn": "arn:aws:sts::1:assumed-role/r/s"}}
        def assume_role(self, RoleArn, **rest):
            return self.answer("role(%s)" % RoleArn)
        def assume_role_with_web_identity(self, RoleArn, **rest):
            return self.answer("web(%s)" % RoleArn)

    c._get_client_creator = lambda session, region: (lambda service, **rest: Client())

    class Loader:
        def __init__(self, path):
            pass
        def __call__(self):
            return "token"
    c.FileWebIdentityTokenLoader = Loader

    def route(case):
        for name in list(os.environ):
            if name.startswith("AWS"):
                del os.environ[name]
        with tempfile.TemporaryDirectory() as folder:
            for name in ("config", "credentials"):
                with open(os.path.join(folder, name), "w") as file:
                    file.write(case[name])
            os.environ["AWS_CONFIG_FILE"] = os.path.join(folder, "config")
            os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(folder, "credentials")
            os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
            os.environ.update(case["variables"])
            try:
                session = botocore.session.Session(profile=case.get("option"))
                found = c.create_credential_resolver(session).load_credentials()
                return found.get_frozen_credentials().access_key if found else "none"
            except botocore.exceptions.ProfileNotFound:
                return "missing"
            except Exception:
                return "error"
    print(json.dumps([route(case) for case in json.load(sys.stdin)]))
    """#
}
