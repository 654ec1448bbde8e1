import Foundation
import Support
import Testing

@testable import Words

@Suite struct FormatTests {
  @Test(
    arguments: [
      (0, "0 s"), (45, "45 s"), (59.999, "59 s"), (60, "1 m"), (22 * 60 + 59, "22 m"),
      (3599, "59 m"), (3600, "1 h 00 m"), (4320, "1 h 12 m"), (7440, "2 h 04 m"),
      (86_399, "23 h 59 m"), (86_400, "1 d 0 h"), (3 * 86_400 + 4 * 3600 + 3599, "3 d 4 h"),
      (-7, "0 s"), (.nan, "–"), (.infinity, "–"), (-.infinity, "–"), (1e300, "–"),
    ] as [(TimeInterval, String)])
  func `a duration is in whole units that have passed`(seconds: TimeInterval, text: String) {
    #expect(Format.duration(seconds) == text)
  }

  @Test(
    arguments: [
      (-3, "now"), (0, "now"), (4.99, "now"), (5, "5s ago"), (9.9, "5s ago"), (10, "10s ago"),
      (59, "55s ago"), (60, "1m ago"), (119, "1m ago"), (120, "2m ago"), (3599, "59m ago"),
      (3600, "1h ago"), (86_399, "23h ago"), (86_400, "1d ago"), (10 * 86_400, "10d ago"),
      (.nan, "–"), (.infinity, "–"),
    ] as [(TimeInterval, String)])
  func `an age goes in steps of 5 s, then minutes, hours and days`(
    seconds: TimeInterval, text: String
  ) {
    #expect(Format.age(seconds) == text)
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `what an age or duration reads changes when it was said to, and not before`(seed: Seed) {
    var random = seed.generator("ages")
    let writers: [(String, (TimeInterval) -> String, (TimeInterval) -> TimeInterval)] = [
      ("age", Format.age, Format.ageChangesIn),
      ("duration", Format.duration, Format.durationChangesIn),
    ]
    let edges: [TimeInterval] = [-10, -0.25, 0, 4.999, 5, 59.5, 60, 3599, 3600, 86_399, 86_400]
    let ranges: [Range<Double>] = [-20..<0, 0..<70, 0..<4000, 0..<100_000, 0..<1e7]
    let samples =
      edges + (0..<20_000).map { Double.random(in: ranges[$0 % ranges.count], using: &random) }
    for (name, text, changesIn) in writers {
      for seconds in samples {
        let rest = changesIn(seconds)
        let reads = text(seconds)
        #expect(rest > 0, "\(name) of \(seconds)")
        #expect(text(seconds + rest) != reads, "\(name) of \(seconds) after \(rest)")
        for part in [0.0, 0.3, 0.9, 0.999] where seconds + rest * part < seconds + rest {
          #expect(text(seconds + rest * part) == reads, "\(name) of \(seconds), \(part) of \(rest)")
        }
      }
    }
    #expect(Format.ageChangesIn(.nan) == .infinity)
    #expect(Format.durationChangesIn(.infinity) == .infinity)
  }

  @Test(arguments: [
    (-1, "<1 GB"), (0, "<1 GB"), (1, "1 GB"), (212, "212 GB"), (999, "999 GB"), (1000, "1.0 TB"),
    (1400, "1.4 TB"), (1499, "1.4 TB"), (12_345, "12.3 TB"), (999_999, "999.9 TB"),
    (2_100_000, "2.1 PB"), (Int.max, "9223372036854.7 PB"),
  ])
  func `data is in gigabytes, terabytes and petabytes, never rounded up`(size: Int, text: String) {
    #expect(Format.data(gigabytes: size) == text)
  }

  @Test func `local times follow the offset over midnight, new year and a leap day`() {
    func at(_ seconds: TimeInterval, _ offset: Int) -> String {
      Format.dateTime(Date(timeIntervalSince1970: seconds), utcOffset: offset)
    }
    #expect(at(1_795_348_800, 0) == "2026-11-22 12:00")
    #expect(at(1_795_348_800, 3600) == "2026-11-22 13:00")
    #expect(at(1_795_348_800, 5 * 3600 + 1800) == "2026-11-22 17:30")
    #expect(at(1_795_348_800, 12 * 3600) == "2026-11-23 00:00")
    #expect(at(0, -60) == "1969-12-31 23:59")
    #expect(at(1_709_164_800, 0) == "2024-02-29 00:00")
    #expect(at(.infinity, 0) == "–")
    let noon = Date(timeIntervalSince1970: 1_795_348_800)
    #expect(Format.clock(noon.addingTimeInterval(4 * 60 + 59), utcOffset: 0) == "12:04")
    #expect(Format.clock(noon, utcOffset: -4 * 3600) == "08:00")
  }

  @Test func `a line keeps what is printed and loses what a terminal obeys`() {
    #expect(Format.line("plain text") == "plain text")
    #expect(Format.line("é 漢 👩 ع") == "é 漢 👩 ع")
    #expect(Format.line("abcdef", limit: 3) == "abc…")
    #expect(Format.line("a\nb\r\nc\rd\te\u{2028}f") == "a b c d e f")
    #expect(Format.line("\u{1B}[31mred\u{07}\u{9B}0m\u{7F}\0") == "[31mred0m")
    #expect(Format.line("a\u{202E}b\u{2066}c\u{2069}d\u{200F}e\u{061C}f") == "abcdef")
    let controls = (0...0x10FFFF).compactMap(Unicode.Scalar.init).filter {
      $0.properties.generalCategory == .control || $0.properties.isBidiControl
    }
    for control in controls {
      let line = Format.line("a\(Character(control))b")
      #expect(line == "ab" || line == "a b", "U+\(String(control.value, radix: 16))")
    }
  }
}
