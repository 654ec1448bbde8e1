import Listing
import Testing

@testable import exportdeck

/// `[[alerts]]` of the file: which alerts are told, and how.
@Suite struct ConfigurationAlertTests {
  @Test func `without any, everything but what is complete is shown`() {
    #expect(Configuration.of("interval = 9").alerts == AlertRule.standard)
    #expect(AlertRule.standard.first?.kinds.contains(.complete) == false)
    #expect(Configuration.of().staleAfter.value == 5)
  }

  @Test func `each is a rule, and what it leaves out is for all`() throws {
    let configuration = Configuration.of(
      """
      stale-after = 15
      [[alerts]]
      kinds = ["failed", "complete"]
      filter = "bucket~lake and nightly"
      contexts = ["Production EU", "dev"]
      ways = ["bell", "notification"]
      command = ["bin/page", "--now"]
      [[alerts]]
      ways = []
      command = ["page"]
      """)
    #expect(configuration.told == [])
    let filter = try Filter.parse("bucket~lake and nightly")
    #expect(
      configuration.alerts == [
        AlertRule(
          kinds: [.failed, .complete], filter: filter, contexts: ["Production EU", "dev"],
          ways: [.bell, .notification],
          command: ["/home/ops/.config/exportdeck/bin/page", "--now"]),
        AlertRule(kinds: AlertRule.standard[0].kinds, ways: [], command: ["page"]),
      ])
    #expect(configuration.staleAfter.value == 15)
  }

  static let mistakes: [(text: String, told: String)] = [
    ("kinds = [\"faild\"]", "config.toml:2: `kinds`: unknown `faild`: did you mean `failed`?"),
    ("kinds = \"failed\"", "config.toml:2: `kinds` is a list of texts, not a text"),
    ("ways = [1]", "config.toml:2: `ways` is a list of texts, and one of them is a whole number"),
    (
      "command = []",
      "config.toml:2: `command` needs a program: [\"/path/to/program\", \"argument\"]"
    ),
    ("fliter = \"x\"", "config.toml:2: unknown key `fliter`: did you mean `filter`?"),
    ("filter = 3", "config.toml:2: `filter` is a text, not a whole number"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told with its line, and its rule is left out whole`(
    text: String, told: String
  ) {
    let configuration = Configuration.of("[[alerts]]\n\(text)\n[[alerts]]\nkinds = [\"stale\"]")
    #expect(configuration.told == [told])
    #expect(configuration.alerts.map(\.kinds) == [[.stale]])
  }

  @Test func `a filter that doesn't parse is told in the filter's words`() {
    let configuration = Configuration.of("[[alerts]]\nfilter = \"status=runing\"")
    #expect(configuration.told.count == 1)
    #expect(configuration.told[0].hasPrefix("config.toml:2: `filter`: "))
    #expect(configuration.alerts == AlertRule.standard)
  }

  @Test func `one table is no list of rules`() {
    #expect(Configuration.of("[alerts]\nkinds = []").told.first?.contains("[[alerts]]") == true)
  }
}
