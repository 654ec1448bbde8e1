import Foundation
import Ground
import Support
import Testing

@testable import AWSCore

@Suite struct QueryTimestampTests {
  @Test(arguments: [
    ("2020-03-02T18:57:56Z", 1_583_175_476.0), ("2020-03-02T18:57:56.896Z", 1_583_175_476.896),
    ("2020-03-02T18:57:56.896123Z", 1_583_175_476.896123),
    ("2020-03-02T18:57:56.896123999Z", 1_583_175_476.896123),
    ("2020-03-02T18:57:56.1Z", 1_583_175_476.1), ("2020-03-02t18:57:56z", 1_583_175_476.0),
    ("2020-03-02 18:57:56", 1_583_175_476.0), ("2020-03-02T18:57:56", 1_583_175_476.0),
    ("2020-03-02T20:27:56+01:30", 1_583_175_476.0), ("2020-03-02T20:27:56+0130", 1_583_175_476.0),
    ("2020-03-02T13:57:56-05", 1_583_175_476.0), ("2020-03-02T18:57:56-00:00", 1_583_175_476.0),
    ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.5Z", -0.5),
    ("2000-02-29T00:00:00Z", 951_782_400),
    ("2016-12-31T23:59:60Z", 1_483_228_800), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ("9999-12-31T23:59:59Z", 253_402_300_799),
  ])
  func `ISO 8601 is read`(text: String, seconds: Double) throws {
    let date = try #require(AWSTimestamp.iso8601.date(text))
    #expect(abs(date.timeIntervalSince1970 - seconds) < 1e-5)
  }

  @Test(arguments: [
    "", "2020", "2020-03-02", "2020-03-02T18:57Z", "2020-13-02T18:57:56Z", "2020-00-02T18:57:56Z",
    "2020-02-30T00:00:00Z", "2021-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2020-04-31T00:00:00Z",
    "2020-03-00T00:00:00Z", "2020-03-02T24:00:00Z", "2020-03-02T18:60:00Z", "2020-03-02T18:57:61Z",
    "2020-03-02T18:57:56.Z", "2020-03-02T18:57:56Zx", "2020-03-02T18:57:56+24:00",
    "2020-03-02T18:57:56+01:60", "2020-03-02T18:57:56+1", "2020-03-02T18:57:56+01:",
    "2020-3-2T18:57:56Z", "-020-03-02T18:57:56Z", "2020/03/02T18:57:56Z", "now", "1583175476",
  ])
  func `what is no time is nil`(text: String) {
    #expect(AWSTimestamp.iso8601.date(text) == nil)
  }

  @Test func `microseconds survive there and back`() throws {
    for microsecond in [0, 1, 999, 1000, 123_456, 896_000, 999_999] {
      let time = CivilTime(
        year: 2026, month: 11, day: 22, hour: 23, minute: 59, second: 59, microsecond: microsecond)
      #expect(CivilTime(time.date) == time)
      let text = AWSTimestamp.iso8601.text(time.date)
      #expect(AWSTimestamp.iso8601.date(text) == time.date)
    }
  }

  @Test func `HTTP dates are read and written`() throws {
    let text = "Tue, 29 Apr 2014 18:30:38 GMT"
    let date = try #require(AWSTimestamp.httpDate.date(text))
    #expect(date.timeIntervalSince1970 == 1_398_796_238)
    #expect(AWSTimestamp.httpDate.text(date) == text)
    #expect(
      AWSTimestamp.httpDate.text(Date(timeIntervalSince1970: 0)) == "Thu, 01 Jan 1970 00:00:00 GMT")
    #expect(
      AWSTimestamp.httpDate.date("Sun, 22 Nov 2026 12:00:00 GMT")
        == Date(timeIntervalSince1970: 1_795_348_800))
    for wrong in [
      "", "Tue, 29 Apr 2014 18:30:38", "29 Apr 2014 18:30:38 GMT", "Tue, 29 Avr 2014 18:30:38 GMT",
      "Tue, 31 Feb 2014 18:30:38 GMT", "Tuesday, 29-Apr-14 18:30:38 GMT", "now",
      "Sun, 22 Nov 2026 12:00:00 CET", "Sun, 32 Nov 2026 12:00:00 GMT",
      "Sun, 22 Nov 2026 25:00:00 GMT", "Sun, 22 Nov -26 12:00:00 GMT",
      "Sun, 22 Nov 99999999999999999999 12:00:00 GMT", "Sun, 22 Nov 2026 12:00 GMT",
    ] {
      #expect(AWSTimestamp.httpDate.date(wrong) == nil)
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `a spelled time is what its date is spelled as`(seed: Seed) throws {
    var random = seed.generator("spelled times")
    var spelled = 0
    for _ in 0..<20_000 {
      let time = CivilTime(
        year: Int.random(in: 1900...2200, using: &random),
        month: Int.random(in: 1...12, using: &random), day: Int.random(in: 1...31, using: &random),
        hour: Int.random(in: 0...23, using: &random),
        minute: Int.random(in: 0...60, using: &random),
        second: Int.random(in: 0...60, using: &random),
        microsecond: Int.random(in: 0...999_999, using: &random))
      var text =
        time.iso8601Seconds + time.iso8601Fraction + random.pick(["Z", "", "+00:00", "+01:00"])
      let date = AWSTimestamp.iso8601.date(text)
      guard let own = text.withUTF8({ AWSTimestamp.spelledTime($0) }) else { continue }
      spelled += 1
      #expect(date.map { CivilTime($0) } == own, "\(text)")
    }
    #expect(spelled > 1000)
  }

  @Test func `epoch seconds are read and written`() throws {
    #expect(
      AWSTimestamp.epochSeconds.date("1422172800.5")?.timeIntervalSince1970 == 1_422_172_800.5)
    #expect(AWSTimestamp.epochSeconds.date("nan") == nil)
    #expect(
      AWSTimestamp.epochSeconds.text(Date(timeIntervalSince1970: 1_422_172_800)) == "1422172800")
    #expect(AWSTimestamp.epochSeconds.text(Date(timeIntervalSince1970: 1.5)) == "1.5")
  }
}
