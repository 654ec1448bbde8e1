import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct RegionAndEndpointTests {
  private func resolve(
    _ variables: [String: String] = [:], region: String? = nil, endpoint: String? = nil,
    profile: String? = nil, config: String? = nil
  ) throws -> ResolvedSettings {
    try AWSSettings.resolve(
      environment: .home(variables),
      overrides: SettingsOverrides(profile: profile, region: region, endpointURL: endpoint),
      files: FakeFiles.shared(config: config))
  }

  // MARK: Region

  @Test func `profile, region and endpoint tell who named them`() throws {
    let config = "[profile p]\nregion = eu-north-1\nendpoint_url = http://127.0.0.1:1\n"
    func places(_ settings: ResolvedSettings) -> [String?] {
      [settings.profilePlace, settings.regionPlace, settings.endpointPlace]
    }
    #expect(
      try places(resolve(region: "x", endpoint: "http://127.0.0.1:2", profile: "p", config: config))
        == ["option --profile", "option --region", "option --endpoint-url"])
    #expect(
      try places(resolve(["AWS_PROFILE": "p"], config: config)) == [
        "environment variable AWS_PROFILE", "region of profile \"p\" (~/.aws/config:2)",
        "endpoint_url (~/.aws/config:3)",
      ])
    let variables = ["AWS_REGION": "x", "AWS_ENDPOINT_URL_RDS": "http://127.0.0.1:3"]
    #expect(
      try places(resolve(variables)) == [
        nil, "environment variable AWS_REGION", "environment variable AWS_ENDPOINT_URL_RDS",
      ])
    #expect(try places(resolve(["AWS_REGION": "eu-west-1"])).last == .some(nil))
  }

  @Test func `the region comes from the first place that names one`() throws {
    let config = "[default]\nregion = eu-north-1\n"
    var variables: [String: String] = [:]
    #expect(try resolve(variables, config: config).region == "eu-north-1")
    variables["AWS_DEFAULT_REGION"] = "eu-west-2"
    #expect(try resolve(variables, config: config).region == "eu-west-2")
    variables["AWS_REGION"] = " eu-west-3 "
    #expect(try resolve(variables, config: config).region == "eu-west-3")
    #expect(try resolve(variables, region: "us-east-2", config: config).region == "us-east-2")
  }

  @Test func `no region tells every place that was looked at`() {
    let expected = AWSError.noRegion([
      SearchedPlace(place: "option --region", finding: "not set"),
      SearchedPlace(place: "environment variable AWS_REGION", finding: "not set"),
      SearchedPlace(place: "environment variable AWS_DEFAULT_REGION", finding: "not set"),
      SearchedPlace(
        place: "region of profile \"default\" in ~/.aws/credentials and ~/.aws/config",
        finding: "not set"),
    ])
    #expect(throws: expected) { try resolve() }
  }

  @Test(arguments: [
    "evil.example/#", "a b", "-x", "eu_west_1", "x\u{1B}[2J", "é", "127", "fips-", "x.y",
    "x-", String(repeating: "x", count: 64), "fips--x", "x\r\ny", "x/..", "x@y", "x:80",
  ])
  func `a region that would change the host is refused`(name: String) throws {
    let error = #expect(throws: AWSError.self) { try resolve(["AWS_REGION": name]) }
    guard case .configuration(let place, let message)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place == "environment variable AWS_REGION")
    #expect(!message.contains("\u{1B}"))
  }

  @Test(arguments: ["fips-us-east-1", "us-east-1-fips", " FIPS-US-East-1 "])
  func `the old FIPS spellings are a region and a switch`(name: String) throws {
    let settings = try resolve(region: name)
    #expect(settings.region == "us-east-1")
    #expect(settings.endpoint == "https://rds-fips.us-east-1.amazonaws.com")
  }

  // MARK: Endpoint

  @Test func `a custom endpoint comes from the first place that names one`() throws {
    let config = """
      [default]
      region = eu-west-1
      endpoint_url = http://127.0.0.1:1
      [profile p]
      region = eu-west-1
      services = s
      endpoint_url = http://127.0.0.1:1
      [services s]
      rds =
        endpoint_url = http://127.0.0.1:2
      """
    func endpoint(_ variables: [String: String], _ option: String? = nil) throws -> String {
      try resolve(variables, endpoint: option, profile: "p", config: config).endpoint
    }
    #expect(try resolve(config: config).endpoint == "http://127.0.0.1:1")
    #expect(try endpoint([:]) == "http://127.0.0.1:2")
    var variables = ["AWS_ENDPOINT_URL": "http://127.0.0.1:3"]
    #expect(try endpoint(variables) == "http://127.0.0.1:3")
    variables["AWS_ENDPOINT_URL_RDS"] = "http://127.0.0.1:4"
    #expect(try endpoint(variables) == "http://127.0.0.1:4")
    #expect(try endpoint(variables, "http://127.0.0.1:5") == "http://127.0.0.1:5")
    variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
    #expect(try endpoint(variables) == "https://rds.eu-west-1.amazonaws.com")
    #expect(try endpoint(variables, "http://127.0.0.1:5") == "http://127.0.0.1:5")
  }

  @Test func `a custom endpoint is told apart and keeps its path and port`() throws {
    let settings = try resolve(region: "eu-west-1", endpoint: "HTTPS://Gate.Example:8443/rds/")
    #expect(settings.endpoint == "https://gate.example:8443/rds/")
    #expect(settings.isCustomEndpoint)
    #expect(try !resolve(region: "eu-west-1").isCustomEndpoint)
    let path = "/a%2Fb/~x;y=(1)"
    #expect(
      try resolve(region: "eu-west-1", endpoint: "http://h\(path)").endpoint == "http://h\(path)")
  }

  @Test(arguments: [
    "rds.example", "ftp://h", "http://", "http://u:p@h/", "http://h:0", "http://h:99999",
    "http://h/?a=b", "http://h/#f", "http://h\r\nX: y", "http://a b/", "http://[::1", "http://h:",
    "http://h/a{b}", "http://h/a|b", "http://h/[a]", "http://h/a\"b", "http://h/50%",
    "http://h/%2g",
  ])
  func `an endpoint that is no plain URL is refused, and never repeated`(url: String) {
    let error = #expect(throws: AWSError.self) {
      try resolve(["AWS_ENDPOINT_URL": url], region: "eu-west-1")
    }
    guard case .configuration(let place, let message)? = error else { return }
    #expect(place == "environment variable AWS_ENDPOINT_URL")
    #expect(!message.contains("u:p"))
  }

  /// botocore sends it there too: a gateway may know the one and not the other.
  @Test(arguments: ["", "/", "/rds", "/rds/", "/a/b/"])
  func `a slash at the end of an endpoint's path is sent where that is the whole path`(
    path: String
  ) throws {
    let written = try resolve(region: "eu-west-1", endpoint: "http://h\(path)").endpoint
    #expect(written == "http://h\(path == "/" ? "" : path)")
    let call = AWSCall(action: "DescribeExportTasks", body: [])
    #expect(
      WireProtocol.query.request(for: call, at: written).url
        == "http://h\(path.isEmpty ? "/" : path)")
    let portal = try AWSSettings.resolve(
      environment: .home(["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "http://h\(path)"]),
      service: .sso)
    #expect(!portal.endpoint.hasSuffix("/"))
  }

  /// The transport would send nothing of such a path, and the signature would be for all of it.
  @Test(arguments: ["/%FF", "/a/%c3%28", "/%ED%A0%80/x", "/%C0%AF", "/ok/%E2%82"])
  func `a path with bytes that are no text is refused, with what set it`(path: String) {
    let places = [
      "AWS_ENDPOINT_URL": "environment variable AWS_ENDPOINT_URL",
      "AWS_ENDPOINT_URL_RDS": "environment variable AWS_ENDPOINT_URL_RDS",
    ]
    for (variable, place) in places {
      let error = #expect(throws: AWSError.self) {
        try resolve([variable: "http://127.0.0.1:1\(path)"], region: "eu-west-1")
      }
      guard case .configuration(place, let message)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(message.contains("not UTF-8"))
    }
    #expect(throws: AWSError.self) {
      try resolve(region: "eu-west-1", endpoint: "http://127.0.0.1:1\(path)")
    }
  }

  @Test(arguments: ["/caf%C3%A9", "/%E2%82%AC/%00%7f", "/%25FF", "/a%2Fb"])
  func `a path whose bytes are text is kept as it is`(path: String) throws {
    #expect(
      try resolve(region: "eu-west-1", endpoint: "http://127.0.0.1:1\(path)").endpoint
        == "http://127.0.0.1:1\(path)")
  }

  @Test func `a switch that is neither true nor false is an error with its place`() {
    let expected = AWSError.configuration(
      place: "use_fips_endpoint (~/.aws/config:2)", message: "must be true or false")
    #expect(throws: expected) {
      try resolve(region: "eu-west-1", config: "[default]\nuse_fips_endpoint = yes\n")
    }
  }

  @Test(arguments: ["false", "FALSE", "no", "off", "0"])
  func `a switch that says no is off, whatever the word`(word: String) throws {
    for variable in ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"] {
      #expect(
        try resolve([variable: word], region: "eu-west-1").endpoint
          == "https://rds.eu-west-1.amazonaws.com")
    }
  }

  @Test func `the number of attempts is the user's`() throws {
    let config = "[default]\nmax_attempts = 5\n"
    #expect(try resolve(region: "eu-west-1").maximumAttempts == 3)
    #expect(try resolve(region: "eu-west-1", config: config).maximumAttempts == 5)
    #expect(
      try resolve(["AWS_MAX_ATTEMPTS": "1"], region: "eu-west-1", config: config).maximumAttempts
        == 1)
    #expect(throws: AWSError.self) {
      try resolve(["AWS_MAX_ATTEMPTS": "0"], region: "eu-west-1")
    }
  }

  // MARK: The published cases

  private struct EndpointSuite: Decodable {
    struct Case: Decodable {
      struct Expectation: Decodable {
        var endpoint: Endpoint?
        var error: String?
      }
      struct Endpoint: Decodable { var url: String }
      struct Parameters: Decodable {
        var region: String?
        var usesFIPS: Bool?
        var usesDualStack: Bool?
        var endpoint: String?
        enum CodingKeys: String, CodingKey {
          case region = "Region"
          case usesFIPS = "UseFIPS"
          case usesDualStack = "UseDualStack"
          case endpoint = "Endpoint"
        }
      }
      var documentation: String
      var expect: Expectation
      var params: Parameters?
    }
    var testCases: [Case]
  }

  @Test(.enabled(if: Judge.hasConformance))
  func `the published endpoint cases of RDS pass`() throws {
    let file = Judge.conformance.appendingPathComponent("rds-endpoint-tests.json")
    let suite = try JSONDecoder().decode(EndpointSuite.self, from: Data(contentsOf: file))
    for test in suite.testCases {
      let name = Comment(rawValue: test.documentation)
      let variables = [
        "AWS_USE_FIPS_ENDPOINT": "\(test.params?.usesFIPS ?? false)",
        "AWS_USE_DUALSTACK_ENDPOINT": "\(test.params?.usesDualStack ?? false)",
      ]
      // A custom endpoint without a region resolves in the rule set; a signature needs one still.
      let region = test.params?.region ?? (test.params?.endpoint == nil ? nil : "us-east-1")
      do {
        let settings = try resolve(variables, region: region, endpoint: test.params?.endpoint)
        #expect(settings.endpoint == test.expect.endpoint?.url, name)
      } catch AWSError.noRegion {
        #expect(test.expect.error == "Invalid Configuration: Missing Region", name)
      } catch AWSError.configuration(_, let message) {
        #expect(test.expect.error == message, name)
      }
    }
    #expect(suite.testCases.count == 50)
    Judge.report("RDS endpoints", cases: suite.testCases.count)
  }

  private struct Partitions: Decodable {
    struct Entry: Decodable {
      struct Outputs: Decodable {
        var dnsSuffix: String
        var dualStackDnsSuffix: String
        var supportsFIPS: Bool
        var supportsDualStack: Bool
      }
      struct Region: Decodable {}
      var id: String
      var outputs: Outputs
      var regions: [String: Region]
    }
    var partitions: [Entry]
  }

  @Test(.enabled(if: Judge.hasConformance))
  func `every region that AWS lists is in its partition`() throws {
    let file = Judge.conformance.appendingPathComponent("partitions.json")
    let table = try JSONDecoder().decode(Partitions.self, from: Data(contentsOf: file))
    var cases = 0
    for entry in table.partitions {
      for region in entry.regions.keys {
        let partition = Partition.containing(region: region)
        #expect(partition.id == entry.id, "\(region)")
        #expect(partition.dnsSuffix == entry.outputs.dnsSuffix, "\(region)")
        #expect(partition.dualStackDNSSuffix == entry.outputs.dualStackDnsSuffix, "\(region)")
        #expect(partition.supportsFIPS == entry.outputs.supportsFIPS, "\(region)")
        #expect(partition.supportsDualStack == entry.outputs.supportsDualStack, "\(region)")
        cases += 1
      }
    }
    #expect(table.partitions.count == 8)
    Judge.report("partitions", cases: cases)
  }

  @Test func `an unknown region is taken for a standard one`() {
    #expect(Partition.containing(region: "xx-moon-1").id == "aws")
    #expect(Partition.containing(region: "us-isoz-east-1").id == "aws")
    #expect(Partition.containing(region: "cn-").id == "aws")
  }
}
