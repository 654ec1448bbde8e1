import Testing

@testable import exportdeck

/// What is watched: the file's contexts, or what the command line names instead.
@Suite struct ConfigurationContextTests {
  private let file = """
    region = "us-east-1"
    read-only = false

    [[contexts]]
    name = "Production EU"
    profile = "prod"
    region = "eu-west-1"
    theme = "production"
    production = true

    [[contexts]]
    profile = "dev"
    read-only = true
    endpoint = "http://127.0.0.1:4566"
    """

  private func places(_ configuration: Configuration) -> [String] {
    configuration.contexts.map { context in
      ["profile", "region"].map { context.values[$0]?.value ?? "-" }.joined(separator: "/")
    }
  }

  @Test func `the first context is shown, and fills up from above`() {
    let configuration = Configuration.of(file)
    #expect(configuration.problems.isEmpty)
    #expect(places(configuration) == ["prod/eu-west-1", "dev/us-east-1"])
    #expect(configuration.contexts[0].name == "Production EU")
    #expect(configuration.region == Sourced(value: "eu-west-1", origin: .line(7)))
    #expect(configuration.theme == Sourced(value: "production", origin: .line(8)))
    #expect(configuration.production == Sourced(value: true, origin: .line(9)))
    #expect(!configuration.readOnly.value)
    #expect(configuration.contexts[1].values["read-only"]?.origin == .line(13))
    #expect(configuration.endpoint.value == nil)
  }

  @Test func `that others are not shown yet is said`() {
    #expect(
      Configuration.of(file).remarks.map(\.description) == [
        "~/.config/exportdeck/config.toml:11: 2 contexts are set, and the first (Production EU) is "
          + "shown: several at once come later"
      ])
    #expect(Configuration.of("[[contexts]]\nprofile = \"a\"").remarks.isEmpty)
    #expect(Configuration.of().remarks.isEmpty)
  }

  @Test func `profiles and regions of the command line make their product, and replace the file's`()
  {
    let given = [
      Given(\.profile, text: "a"), Given(\.profile, text: "b"), Given(\.region, text: "x-1"),
      Given(\.region, text: "y-1"),
    ]
    let configuration = Configuration.of(
      file, variables: ["EXPORTDECK_PROFILE": "c"], given: given)
    #expect(places(configuration) == ["a/x-1", "a/y-1", "b/x-1", "b/y-1"])
    #expect(configuration.profile.origin == .flag("--profile"))
    #expect(configuration.contexts[0].name == nil)
    #expect(configuration.theme.value == "default")
    #expect(configuration.remarks.count == 1)
  }

  @Test func `a profile alone takes the region that is set for all`() {
    let configuration = Configuration.of(file, given: [Given(\.profile, text: "a")])
    #expect(places(configuration) == ["a/us-east-1"])
    #expect(configuration.region.origin == .line(1))
    let variable = Configuration.of(file, variables: ["EXPORTDECK_REGION": "x-1"])
    #expect(places(variable) == ["-/x-1"])
  }

  @Test func `an account keeps its protection, however it is named`() {
    func marks(
      _ profile: String?, _ region: String?, _ variables: [String: String] = [:]
    ) -> [Bool] {
      let given =
        [profile.map { Given(\.profile, text: $0) }, region.map { Given(\.region, text: $0) }]
        .compactMap(\.self)
      let configuration = Configuration.of(file, variables: variables, given: given)
      return [configuration.production.value, configuration.readOnly.value]
    }
    #expect(marks("prod", "eu-west-1") == [true, false])
    #expect(marks("prod", nil) == [true, false])
    #expect(marks("prod", "ap-south-1") == [true, false])
    #expect(marks("dev", "eu-west-1") == [false, true])
    #expect(marks("other", nil) == [false, false])
    // The region alone, where AWS's own settings lead to the profile.
    #expect(marks(nil, "eu-west-1", ["AWS_PROFILE": "prod"]) == [true, false])
    #expect(marks(nil, "eu-west-1", ["AWS_PROFILE": "other"]) == [false, false])
  }

  @Test func `of two contexts of one profile that of the region counts`() {
    let two = """
      [[contexts]]
      profile = "p"
      region = "eu-west-1"
      production = true
      [[contexts]]
      profile = "p"
      region = "us-east-1"
      """
    func isProduction(_ region: String) -> Bool {
      Configuration.of(
        two, given: [Given(\.profile, text: "p"), Given(\.region, text: region)]
      ).production.value
    }
    #expect(isProduction("eu-west-1"))
    #expect(!isProduction("us-east-1"))
    #expect(isProduction("ap-south-1"))
  }

  @Test func `a context switches off what stands above it in the same file alone`() {
    let own = "read-only = true\n[[contexts]]\nread-only = false"
    #expect(!Configuration.of(own).readOnly.value)
    let other = Configuration.of(own, variables: ["EXPORTDECK_READ_ONLY": "true"])
    #expect(other.readOnly.value)
  }
}
