import AWSCore
import ArgumentParser
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

  @Test func `every context is watched, and fills up from above`() {
    let configuration = Configuration.of(file)
    #expect(configuration.problems.isEmpty)
    #expect(configuration.remarks.isEmpty)
    #expect(places(configuration) == ["prod/eu-west-1", "dev/us-east-1"])
    let (prod, dev) = (configuration.contexts[0], configuration.contexts[1])
    #expect(prod.name == "Production EU")
    #expect(
      configuration.value(of: \.region, in: prod) == Sourced(value: "eu-west-1", origin: .line(7)))
    #expect(
      configuration.value(of: \.production, in: prod) == Sourced(value: true, origin: .line(9)))
    #expect(!configuration.value(of: \.production, in: dev).value)
    #expect(!configuration.value(of: \.readOnly, in: prod).value)
    #expect(dev.values["read-only"]?.origin == .line(13))
    #expect(configuration.value(of: \.endpoint, in: prod).value == nil)
    #expect(configuration.overrides(of: dev).endpointURL == "http://127.0.0.1:4566")
    #expect(configuration.overrides(of: dev).places.profile.hasSuffix("config.toml:12"))
    #expect(configuration.overrides(of: prod).profile == "prod")
    // What holds for all, where contexts have their own.
    #expect(configuration.region.value == "us-east-1")
    #expect(configuration.theme.origin == .builtIn)
  }

  @Test func `a theme of its own, or that of production, is the context's alone`() {
    func themes(_ file: String, _ given: [Given] = []) -> [String?] {
      let configuration = Configuration.of(file, given: given)
      return configuration.contexts.map(configuration.ownTheme)
    }
    #expect(themes(file) == ["production", nil])
    #expect(
      themes("[[contexts]]\nproduction = true\n[[contexts]]\nprofile = \"b\"\n")
        == ["production", nil])
    #expect(themes("theme = \"nord\"\n[[contexts]]\nproduction = true\n") == [nil])
    #expect(themes(file, [Given(\.theme, text: "nord")]) == [nil, nil])
    #expect(themes("", [Given(\.production, text: "true")]) == ["production"])
  }

  @Test func `a context that is named twice is watched once, with what protects either`() {
    let twice = Configuration.of(
      """
      [[contexts]]
      profile = "a"
      [[contexts]]
      profile = "default"
      [[contexts]]
      name = "again"
      profile = "a"
      read-only = true
      [[contexts]]
      """)
    #expect(places(twice) == ["a/-", "default/-"])
    #expect(twice.contexts[0].name == "again")
    #expect(twice.value(of: \.readOnly, in: twice.contexts[0]).value)
    #expect(!twice.value(of: \.readOnly, in: twice.contexts[1]).value)
    #expect(
      twice.remarks.map(\.description) == [
        "~/.config/exportdeck/config.toml:5: again is the same as a, and watched once",
        "~/.config/exportdeck/config.toml:9: AWS's own settings is the same as default, and watched once",
      ])
    let flags = Configuration.of(given: [Given(\.profile, text: "a"), Given(\.profile, text: "a")])
    #expect(places(flags) == ["a/-"])
    #expect(flags.remarks.map(\.place) == ["option --profile"])
  }

  @Test func `a profile that is added later has what protects it in the file`() {
    let configuration = Configuration.of(file)
    let added = configuration.context(profile: "prod", region: "ap-south-1")
    #expect(configuration.value(of: \.production, in: added).value)
    #expect(configuration.overrides(of: added).region == "ap-south-1")
    #expect(configuration.overrides(of: added).places.profile == "the dashboard")
    // Its own region, not that of the contexts in the file.
    let own = configuration.context(profile: "dev", region: nil)
    #expect(configuration.overrides(of: own).region == nil)
    #expect(configuration.value(of: \.readOnly, in: own).value)
    let other = configuration.context(profile: "other", region: nil)
    #expect(!configuration.value(of: \.production, in: other).value)
  }

  @Test
  func `a command for one context takes the file's first, and refuses several of its options`()
    throws
  {
    let first = try Configuration.of(file).forOneContext("list")
    #expect(first.overrides.profile == "prod")
    #expect(first.region.value == "eu-west-1")
    #expect(
      first.remarks.map(\.description) == [
        "~/.config/exportdeck/config.toml:4: 2 contexts are set, and `list` works on the first "
          + "(Production EU); --profile and --region choose another"
      ])
    let named = try Configuration.of(file, given: [Given(\.profile, text: "dev")])
      .forOneContext("list")
    #expect(named.overrides.profile == "dev")
    #expect(named.remarks.isEmpty)
    let several = Configuration.of(
      file, given: [Given(\.region, text: "x-1"), Given(\.region, text: "y-1")])
    let error = #expect(throws: ValidationError.self) { try several.forOneContext("list") }
    #expect(error?.message.contains("x-1, y-1") == true)
    #expect(error?.message.contains("--region names several") == true)
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
    #expect(configuration.contexts[0].values["profile"]?.origin == .flag("--profile"))
    #expect(configuration.contexts[0].name == nil)
    #expect(configuration.theme.value == "default")
    #expect(configuration.remarks.isEmpty)
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

  @Test func `the report says what each context has`() {
    let report = ConfigurationReport(
      .of(file), settings: Configuration.declared.all,
      mask: SecretMask(environment: Environment()))
    let lines = report.text.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("profile") && $0.hasSuffix("each context has its own") })
    #expect(
      lines.suffix(2) == [
        "context 1  Production EU: production=true profile=prod read-only=false region=eu-west-1 "
          + "theme=production  (~/.config/exportdeck/config.toml:4)",
        "context 2  endpoint=http://127.0.0.1:4566 profile=dev read-only=true region=us-east-1"
          + "  (~/.config/exportdeck/config.toml:11)",
      ])
    #expect(report.contexts.map(\.name) == ["Production EU", nil])
  }
}
