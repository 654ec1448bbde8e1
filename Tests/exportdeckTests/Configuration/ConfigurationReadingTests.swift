import Testing

@testable import exportdeck

/// What is wrong in a file is told with its line, and the rest holds.
@Suite struct ConfigurationReadingTests {
  @Test(arguments: [
    ("\n\nintervall = 3", "config.toml:3: unknown key `intervall`: did you mean `interval`?"),
    ("zebra = 1", "config.toml:1: unknown key `zebra`; there are profile region endpoint theme"),
    (
      "endpoint-url = \"http://a\"",
      "config.toml:1: unknown key `endpoint-url`: did you mean `endpoint`?"
    ),
    ("context = 1", "config.toml:1: unknown key `context`: did you mean `contexts`?"),
    ("[alarms]\nx = 1", "config.toml:1: unknown key `alarms`"),
    ("interval = \"5\"", "config.toml:1: `interval` is a whole number, not a text"),
    ("interval = 5.5", "config.toml:1: `interval` is a whole number, not a number with a fraction"),
    ("tonight = \"25:00\"", "config.toml:1: `25:00` is no time of day: write it as in 18:00"),
    (
      "\nidentifier = \"{series}-{day}\"",
      "config.toml:2: `{series}-{day}` is no template of identifiers: {day} is none of {series}, "
        + "{source}, {date}, {time}"
    ),
    ("tonight = 18", "config.toml:1: `tonight` is a text in quotes, not a whole number"),
    ("interval = 0", "config.toml:1: `0` won't do: give 1 to 3600 seconds"),
    ("# a\nprofile = 12", "config.toml:2: `profile` is a text in quotes, not a whole number"),
    ("theme = [\"a\"]", "config.toml:1: `theme` is a text in quotes, not a list"),
    ("ascii = \"yes\"", "config.toml:1: `ascii` is true or false, not a text"),
    (
      "log-level = \"debgu\"",
      "config.toml:1: `debgu` is none of off, error, info, debug: did you mean `debug`?"
    ),
    ("checks = \"all\"", "config.toml:1: `all` is none of off, basic, full"),
    ("name = \"x\"", "config.toml:1: `name` is the name of a context: write it below [[contexts]]"),
    ("[contexts]\nprofile = \"x\"", "config.toml:1: each context has a list's header of its own"),
    ("contexts = [1]", "config.toml:1: a context is a table, not a whole number"),
    (
      "[[contexts]]\nprofile = \"a\"\n[[contexts]]\nname = 1\n",
      "config.toml:4: `name` is a text, not a whole number"
    ),
    (
      "[[contexts]]\nprofile = \"a\"\n\n[[contexts]]\nprofil = \"b\"",
      "config.toml:5: unknown key `profil`: did you mean `profile`?"
    ),
    (
      "[[contexts]]\ninterval = 9",
      "config.toml:2: `interval` is the whole program's: write it above the first [[contexts]]"
    ),
    ("[[contexts]]\nproduction = 1", "config.toml:2: `production` is true or false, not a whole"),
    (
      "[[contexts]]\nendpoint = \"\"", "config.toml:2: `endpoint` is empty: leave it out"
    ),
    ("a\\u001b = 1", "config.toml:1: `\\` has no place here"),
    ("\"a\\u001b[2J\" = 1", "config.toml:1: unknown key `a[2J`"),
  ])
  func `a problem has its line`(text: String, expected: String) throws {
    let configuration = Configuration.of(text + "\n[[contexts]]\n")
    _ = try #require(configuration.told.first)
    let told = Configuration.of(text).told
    #expect(told.count == 1, "\(told)")
    #expect(told.first?.hasPrefix(expected) == true, "\(told)")
    #expect(told.allSatisfy { !$0.unicodeScalars.contains { $0.value < 0x20 } })
  }

  @Test func `the rest of the file is in force, and problems come in its order`() {
    let configuration = Configuration.of(
      """
      interval = 7
      zebra = 1
      theme = 3
      region = "eu-west-1"
      ascii = true
      alpha = 1
      """)
    #expect(configuration.interval.value == 7)
    #expect(configuration.region.value == "eu-west-1")
    #expect(configuration.ascii.value)
    #expect(configuration.theme == Sourced(value: "default", origin: .builtIn))
    #expect(
      configuration.told.map { $0.prefix(13) } == [
        "config.toml:2", "config.toml:3", "config.toml:6",
      ])
  }

  @Test(arguments: [
    ("interval = 7\nregion =\n", "config.toml:2: "), ("[\n", "config.toml:1: a key is missing"),
    ("interval = 7\n\na = 1979-05-27", "config.toml:3: a date has no place here"),
    ("interval = 7\ninterval = 8", "config.toml:2: "),
    ("interval = 7 \u{0}", "config.toml: this is no text: it holds a NUL"),
    (
      "# " + String(repeating: "x", count: 300_000),
      "config.toml: this is no configuration: it is over"
    ),
  ])
  func `a file that is no TOML says nothing, and nothing is started or canceled`(
    text: String, expected: String
  ) {
    let configuration = Configuration.of(text, variables: ["EXPORTDECK_THEME": "nord"])
    #expect(configuration.told.count == 1)
    #expect(configuration.told.first?.hasPrefix(expected) == true, "\(configuration.told)")
    #expect(configuration.told.first?.contains("starting and canceling are off") == true)
    #expect(!configuration.isFolderSilent)
    #expect(configuration.readOnly.value)
    #expect(configuration.interval.value == 5)
    #expect(configuration.theme.value == "nord")
  }

  @Test(arguments: ["", "\n# nothing\n", "\u{FEFF}\n"])
  func `an empty file is no problem`(text: String) {
    #expect(Configuration.of(text).problems.isEmpty)
    #expect(!Configuration.of(text).readOnly.value)
  }

  @Test func `contexts may stand in one line, where that line is told`() {
    let configuration = Configuration.of("contexts = [{ profile = \"a\", zebra = 1 }]")
    #expect(configuration.profile.value == "a")
    #expect(configuration.told.first?.hasPrefix("config.toml:1: unknown key `zebra`") == true)
  }
}
