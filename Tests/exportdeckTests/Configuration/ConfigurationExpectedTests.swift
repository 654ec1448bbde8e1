import Ground
import Planning
import Testing

@testable import exportdeck

/// `[[expected]]` of the file: what has to run, and until when.
@Suite struct ConfigurationExpectedTests {
  @Test func `each is a series, and what it leaves out is each day and everywhere`() throws {
    let configuration = Configuration.of(
      """
      [[expected]]
      series = "nightly-orders-*"
      by = "06:00"
      [[expected]]
      series = "weekly-*"
      by = "7:30"
      every = "1w"
      contexts = ["Production EU"]
      [[expected]]
      series = "*stock*"
      by = "00:00"
      every = "12h"
      [[expected]]
      series = "workdays"
      by = "06:00"
      every = "1d"
      on = ["Mon", "fri"]
      """)
    #expect(configuration.told == [])
    let (six, half) = (TimeOfDay(hour: 6), TimeOfDay(hour: 7, minute: 30))
    #expect(
      configuration.expected == [
        ExpectedSeries(series: "nightly-orders-*", by: try #require(six)),
        ExpectedSeries(
          series: "weekly-*", by: try #require(half), every: .days(7),
          contexts: ["Production EU"]),
        ExpectedSeries(
          series: "*stock*", by: try #require(TimeOfDay(hour: 0)), every: .hours(12)),
        ExpectedSeries(series: "workdays", by: try #require(six), weekdays: [0, 4]),
      ])
    #expect(Configuration.of("interval = 9").expected == [])
  }

  static let mistakes: [(text: String, told: String)] = [
    ("by = 6", "config.toml:3: `by` is a time of day in quotes: \"06:00\""),
    ("by = \"25:00\"", "config.toml:3: `by` is a time of day in quotes: \"06:00\""),
    (
      "by = \"06:00\"\nevery = \"5h\"",
      "config.toml:4: `every` is some days or weeks, or hours that divide a day: \"1d\", \"2w\", \"12h\""
    ),
    (
      "by = \"06:00\"\nevery = \"0d\"",
      "config.toml:4: `every` is some days or weeks, or hours that divide a day: \"1d\", \"2w\", \"12h\""
    ),
    (
      "by = \"06:00\"\non = [\"monday\"]",
      "config.toml:4: `on`: unknown weekday `monday`; there are mon tue wed thu fri sat sun"
    ),
    ("by = \"06:00\"\non = []", "config.toml:4: `on` needs a weekday at least: [\"mon\"]"),
    (
      "by = \"06:00\"\nevery = \"2d\"\non = [\"mon\"]",
      "config.toml:5: `on` goes with a run a day: leave `every` out"
    ),
    ("buy = \"06:00\"", "config.toml:3: unknown key `buy`: did you mean `by`?"),
    (
      "every = \"1d\"",
      "config.toml:1: `by` is missing: the time of day until when it has to be through, \"06:00\""
    ),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told with its line, and its series is left out whole`(
    text: String, told: String
  ) {
    let configuration = Configuration.of(
      "[[expected]]\nseries = \"a\"\n\(text)\n[[expected]]\nseries = \"b\"\nby = \"06:00\"")
    #expect(configuration.told == [told])
    #expect(configuration.expected.map(\.series) == ["b"])
  }

  @Test func `a series without a name, and one table that is no list, are told`() {
    let nameless = Configuration.of("[[expected]]\nby = \"06:00\"")
    #expect(nameless.told.first?.contains("`series` is missing") == true)
    #expect(nameless.expected.isEmpty)
    #expect(Configuration.of("[expected]\nby = 1").told.first?.contains("[[expected]]") == true)
  }
}
