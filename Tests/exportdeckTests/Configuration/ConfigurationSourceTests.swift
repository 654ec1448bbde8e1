import Testing

@testable import exportdeck

/// Which source a setting's value comes from.
@Suite struct ConfigurationSourceTests {
  private let file = "\ninterval = 20\n"

  @Test func `an option goes before a variable, that before the file, and that before the default`()
  {
    let variables = ["EXPORTDECK_INTERVAL": "30"]
    let option = [Given(\.interval, text: "40")]
    let all = Configuration.of(file, variables: variables, given: option).interval
    #expect(all == Sourced(value: 40, origin: .flag("--interval")))
    let variable = Configuration.of(file, variables: variables).interval
    #expect(variable == Sourced(value: 30, origin: .environment("EXPORTDECK_INTERVAL")))
    #expect(Configuration.of(file).interval == Sourced(value: 20, origin: .line(2)))
    #expect(Configuration.of().interval == Sourced(value: 5, origin: .builtIn))
  }

  /// All that it takes: one declaration. Here it is in no list, so that the test hands it over.
  @Test func `a new setting is one declaration`() {
    let colour = Setting.choice("bar-style", fallback: BarStyle.blocks, help: "How bars are drawn.")
    let settings = Configuration.declared.all + [colour]
    func value(
      _ file: String? = nil, _ variables: [String: String] = [:], _ given: [Given] = []
    ) -> Sourced<BarStyle> {
      Configuration.of(file, variables: variables, given: given, settings: settings)
        .value(of: colour)
    }
    #expect(value() == Sourced(value: .blocks, origin: .builtIn))
    #expect(value("bar-style = \"lines\"") == Sourced(value: .lines, origin: .line(1)))
    #expect(
      value(nil, ["EXPORTDECK_BAR_STYLE": "dots"])
        == Sourced(value: .dots, origin: .environment("EXPORTDECK_BAR_STYLE")))
    #expect(
      value(nil, [:], [Given(colour, "lines")])
        == Sourced(value: .lines, origin: .flag("--bar-style")))
    let wrong = Configuration.of("bar-style = \"line\"", settings: settings)
    #expect(
      wrong.told == [
        "config.toml:1: `line` is none of blocks, lines, dots: did you mean `lines`?"
      ])
    #expect(
      ConfigurationText(settings: settings).text.contains(
        """

        # How bars are drawn. (blocks, lines, dots; default: blocks)
        # --bar-style, EXPORTDECK_BAR_STYLE
        #bar-style = "blocks"

        """))
  }

  private enum BarStyle: CaseIterable { case blocks, lines, dots }

  @Test func `what is blank counts as not given`() {
    let blank = Configuration.of(
      "profile = \"prod\"\nca-bundle = \" \"", variables: ["EXPORTDECK_PROFILE": " "],
      given: [Given(\.profile, text: "")])
    #expect(blank.profile == Sourced(value: "prod", origin: .line(1)))
    #expect(blank.caBundle.origin == .builtIn)
    #expect(blank.problems.isEmpty)
    // `--endpoint-url "$UNSET"` must not lead to AWS.
    #expect(throws: SettingProblem.self) { try Configuration.declared.endpoint.check("") }
    #expect(Configuration.of("endpoint = \"\"").told.count == 1)
  }

  @Test func `paths in the file begin at the file, and names stay names`() {
    let configuration = Configuration.of(
      "theme = \"mine.toml\"\nca-bundle = \"~/ca.pem\"")
    #expect(configuration.theme.value == "/home/ops/.config/exportdeck/mine.toml")
    #expect(configuration.caBundle.value == "/home/ops/ca.pem")
    #expect(Configuration.of("theme = \"nord\"").theme.value == "nord")
    #expect(Configuration.of("theme = \"/t/a.toml\"").theme.value == "/t/a.toml")
    let variable = Configuration.of(variables: ["EXPORTDECK_THEME": "t/a.toml"])
    #expect(variable.theme.value == "t/a.toml")
  }

  @Test func `what protects is on where one source says so, and off by no other`() {
    let on = "read-only = true\nproduction = true"
    let off = ["EXPORTDECK_READ_ONLY": "false", "EXPORTDECK_PRODUCTION": "0"]
    let byFile = Configuration.of(on, variables: off)
    #expect(byFile.readOnly == Sourced(value: true, origin: .line(1)))
    #expect(byFile.production == Sourced(value: true, origin: .line(2)))
    let byVariable = Configuration.of(
      "read-only = false", variables: ["EXPORTDECK_READ_ONLY": "TRUE"])
    #expect(byVariable.readOnly.origin == .environment("EXPORTDECK_READ_ONLY"))
    #expect(byVariable.readOnly.value)
    let byFlag = Configuration.of(
      "read-only = false", variables: off, given: [Given(\.readOnly, text: "true")])
    #expect(byFlag.readOnly == Sourced(value: true, origin: .flag("--read-only")))
    #expect(!Configuration.of("read-only = false", variables: off).readOnly.value)
    // Others follow the order.
    let plain = Configuration.of("ascii = true", variables: ["EXPORTDECK_ASCII": "false"])
    #expect(!plain.ascii.value)
  }

  @Test func `what protects is on where nobody can read what it says`() {
    let wrong = Configuration.of(
      "read-only = \"yes\"", variables: ["EXPORTDECK_PRODUCTION": "maybe"])
    #expect(wrong.readOnly == Sourced(value: true, origin: .line(1)))
    #expect(wrong.production.value)
    #expect(
      wrong.told == [
        "config.toml:1: `read-only` is true or false, not a text; read-only is on, to be safe",
        "environment variable EXPORTDECK_PRODUCTION: `maybe` is neither true nor false; production "
          + "is on, to be safe",
      ])
  }

  @Test func `a variable that is no setting is named, with the one that was meant`() {
    let wrong = Configuration.of(
      variables: [
        "EXPORTDECK_REGOIN": "x", "EXPORTDECK_ZEBRA": "x", "EXPORTDECK_BLANK": "", "X": "y",
      ])
    #expect(
      wrong.told == [
        "environment variable EXPORTDECK_REGOIN: there is no such setting: did you mean "
          + "EXPORTDECK_REGION?",
        "environment variable EXPORTDECK_ZEBRA: there is no such setting; `exportdeck config show` "
          + "lists all",
      ])
    #expect(wrong.region.origin == .builtIn)
  }

  @Test func `the demo knows the command line and its own text alone`() {
    let demo = Configuration.ofDemo(given: [Given(\.theme, text: "nord")])
    #expect(demo.theme == Sourced(value: "nord", origin: .flag("--theme")))
    #expect(demo.file == nil)
    #expect(demo.overrides.profile == nil)
    #expect(demo.contexts.count == 1)
  }

  @Test func `AWS's own settings fill what is left open, and are told who else could`() {
    let set = Configuration.of("profile = \"prod\"\n[[contexts]]\nregion = \"eu-west-1\"").overrides
    #expect(set.profile == "prod")
    #expect(set.places.profile == "~/.config/exportdeck/config.toml:1")
    #expect(set.places.region == "~/.config/exportdeck/config.toml:3")
    #expect(set.endpointURL == nil)
    #expect(
      set.places.endpointURL
        == "option --endpoint-url, EXPORTDECK_ENDPOINT_URL, ~/.config/exportdeck/config.toml")
  }

  @Test func `what opens the dashboard tells a few problems and how many more there are`() {
    let many = Configuration.of("a = 1\nb = 1\nc = 1\nd = 1")
    let notices = many.openingNotices.problems
    #expect(notices.count == 2)
    #expect(notices[0].contains("config.toml:1: unknown key `a`"))
    #expect(notices[1].hasSuffix("(and 2 more: `exportdeck config show` lists them)"))
    #expect(
      Configuration.of("a = 1\nb = 1").openingNotices.problems.allSatisfy { !$0.contains("more") })
  }
}
