import Foundation
import Support
import Testing

@testable import AWSCore

/// Where a custom endpoint is taken from: botocore's ConfiguredEndpointProvider on generated
/// variables and files, and what it doesn't rule on.
@Suite struct EndpointURLOracleTests {
  private struct Case: Encodable {
    var service: String
    var variables: [String: String]
    var config: String
    var profile: String
  }

  private struct Ruling: Decodable {
    var url: String?
    var error: String?
  }

  private static let script = """
    import json, os, sys, tempfile
    import botocore.session, botocore.exceptions
    from botocore.configprovider import ConfiguredEndpointProvider
    from botocore.utils import ensure_boolean
    rulings = []
    for case in json.load(sys.stdin):
        with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
            file.write(case["config"])
            file.flush()
            os.environ.clear()
            os.environ.update(case["variables"])
            os.environ["AWS_CONFIG_FILE"] = file.name
            os.environ["AWS_SHARED_CREDENTIALS_FILE"] = file.name + ".none"
            session = botocore.session.Session(profile=case["profile"])
            try:
                url = None
                if not session.get_config_variable("ignore_configured_endpoint_urls"):
                    url = ConfiguredEndpointProvider(
                        full_config=session.full_config,
                        scoped_config=session.get_scoped_config(),
                        client_name=case["service"]).provide()
                rulings.append({"url": url})
            except botocore.exceptions.InvalidConfigError as error:
                rulings.append({"error": str(error)})
    json.dump(rulings, sys.stdout)
    """

  private static let services: [(name: String, service: AWSService)] = [
    ("rds", .rds), ("sts", .sts), ("sso", .sso), ("sso-oidc", .ssoOIDC),
    ("signin", .signin),
  ]

  private static func generate(_ count: Int, _ seed: Seed) -> [Case] {
    var dice = seed.generator("endpoint URLs")
    var url = 0
    func newURL() -> String {
      url += 1
      return "http://127.0.0.1:\(1024 + url % 60_000)\(["", "/base", "/a/b"][url % 3])"
    }
    return (0..<count).map { _ in
      var variables: [String: String] = [:]
      for name in ["RDS", "STS", "SSO", "SSO_OIDC", "SIGNIN"] where dice.roll(4) == 0 {
        variables["AWS_ENDPOINT_URL_\(name)"] = dice.roll(6) == 0 ? "" : newURL()
      }
      if dice.roll(4) == 0 { variables["AWS_ENDPOINT_URL"] = dice.roll(6) == 0 ? "" : newURL() }
      if dice.roll(8) == 0 {
        variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = ["true", "TRUE", "false"][dice.roll(3)]
      }
      var config = "[profile p]\nregion = eu-west-1\n"
      if dice.roll(2) == 0 { config += "endpoint_url = \(newURL())\n" }
      if dice.roll(8) == 0 {
        config += "ignore_configured_endpoint_urls = \(["true", "false", "True"][dice.roll(3)])\n"
      }
      if dice.roll(3) != 0 { config += "services = \(["one", "two", "lost"][dice.roll(3)])\n" }
      config += "[profile q]\nendpoint_url = \(newURL())\nservices = lost\n"
      for block in ["one", "two"] {
        config += "[services \(block)]\ndynamodb =\n  endpoint_url = \(newURL())\n"
        for name in ["rds", "sts", "sso", "sso_oidc", "signin"] where dice.roll(2) == 0 {
          config += "\(name) =\n"
          config += dice.roll(5) == 0 ? "  other = x\n" : "  endpoint_url = \(newURL())\n"
        }
      }
      return Case(
        service: services[dice.roll(services.count)].name, variables: variables, config: config,
        profile: "p")
    }
  }

  @Test(.enabled(if: Judge.hasPython), .tags(.generated), arguments: Seed.run())
  func `botocore takes the endpoint from the same place`(seed: Seed) async throws {
    let cases = Self.generate(600, seed)
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], input: JSONEncoder().encode(cases))
    #expect(result.status == 0, "\(result.errors)")
    let rulings = try JSONDecoder().decode([Ruling].self, from: Data(result.output.utf8))
    #expect(rulings.count == cases.count)
    for (example, ruling) in zip(cases, rulings) {
      let note: Comment = "\(example)"
      let service = try #require(Self.services.first { $0.name == example.service }).service
      do {
        let found = try Self.resolve(service, example.config, example.variables)
        #expect((found.isCustom ? found.url : nil) == ruling.url, note)
        #expect(ruling.error == nil, note)
      } catch {
        #expect(ruling.error != nil, note)
        #expect("\(error)".contains("~/.aws/config:"), note)
      }
    }
    Judge.report("endpoint URLs of variables and files", cases: cases.count)
  }

  private static func resolve(
    _ service: AWSService, _ config: String, _ variables: [String: String] = [:],
    override: String? = nil
  ) throws -> EndpointResolver.Finding {
    let profiles = ProfileParser.parse(
      Array(config.utf8), as: .config, path: "~/.aws/config")
    return try EndpointResolver(
      environment: Environment(variables: variables), override: override,
      profile: profiles.profile(named: "p"), profiles: profiles, service: service
    ).resolve(RegionResolver.Finding(region: "eu-west-1", usesFIPS: false))
  }

  @Test func `a block of services that isn't there is named with its line`() {
    let expected = AWSError.configuration(
      place: "services (~/.aws/config:2)", message: "there is no section [services lost]")
    let config = "[profile p]\nservices = lost\nendpoint_url = http://127.0.0.1:1\n"
    #expect(throws: expected) { try Self.resolve(.sts, config) }
    #expect(throws: Never.self) {
      _ = try Self.resolve(.sts, config, ["AWS_ENDPOINT_URL": "http://127.0.0.1:2"])
      _ = try Self.resolve(.sts, config, ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"])
      _ = try Self.resolve(.sts, config, override: "http://127.0.0.1:3")
    }
  }

  @Test func `each service has a name of its own in variables and in blocks`() throws {
    let config = """
      [profile p]
      services = s
      [services s]
      rds =
        endpoint_url = http://127.0.0.1:1
      sts =
        endpoint_url = http://127.0.0.1:2
      sso =
        endpoint_url = http://127.0.0.1:3
      sso_oidc =
        endpoint_url = http://127.0.0.1:4
      """
    let services: [AWSService] = [.rds, .sts, .sso, .ssoOIDC]
    for (number, service) in services.enumerated() {
      #expect(try Self.resolve(service, config).url == "http://127.0.0.1:\(number + 1)")
    }
    let variables = [
      "AWS_ENDPOINT_URL_RDS": "http://127.0.0.1:11", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:12",
      "AWS_ENDPOINT_URL_SSO": "http://127.0.0.1:13",
      "AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:14",
    ]
    for (number, service) in services.enumerated() {
      #expect(try Self.resolve(service, config, variables).url == "http://127.0.0.1:\(number + 11)")
    }
  }

  @Test(arguments: [
    ("AWS_USE_FIPS_ENDPOINT", "FIPS"), ("AWS_USE_DUALSTACK_ENDPOINT", "Dualstack"),
  ])
  func `a custom endpoint and a switch don't go together`(variable: String, word: String) {
    let config = "[profile p]\nendpoint_url = http://127.0.0.1:1\n"
    let expected = AWSError.configuration(
      place: "endpoint_url (~/.aws/config:2)",
      message: "Invalid Configuration: \(word) and custom endpoint are not supported")
    #expect(throws: expected) { try Self.resolve(.sso, config, [variable: "true"]) }
    #expect(throws: Never.self) { try Self.resolve(.sso, config, [variable: "FALSE"]) }
  }

  @Test func `a region's old FIPS name and a custom endpoint don't go together either`() throws {
    let resolver = EndpointResolver(
      environment: Environment(), override: "http://127.0.0.1:1", profile: nil,
      profiles: ProfileSet(), service: .rds)
    let expected = AWSError.configuration(
      place: "option --endpoint-url",
      message: "Invalid Configuration: FIPS and custom endpoint are not supported")
    #expect(throws: expected) {
      try resolver.resolve(RegionResolver.Finding(region: "us-east-1", usesFIPS: true))
    }
  }

  @Test func `a blank variable leaves the profile's switch in force`() throws {
    let config = "[profile p]\nuse_fips_endpoint = TRUE\n"
    let variables = ["AWS_USE_FIPS_ENDPOINT": " "]
    #expect(
      try Self.resolve(.sts, config, variables).url == "https://sts-fips.eu-west-1.amazonaws.com")
  }

  @Test func `a switch stands in the environment or in the profile, the environment's first`()
    throws
  {
    let config = "[profile p]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n"
    #expect(try Self.resolve(.sts, config).url == "https://sts-fips.eu-west-1.api.aws")
    let variables = ["AWS_USE_FIPS_ENDPOINT": "false"]
    #expect(try Self.resolve(.sts, config, variables).url == "https://sts.eu-west-1.api.aws")
  }
}

extension SeededGenerator {
  fileprivate mutating func roll(_ sides: Int) -> Int { .random(in: 0..<sides, using: &self) }
}
