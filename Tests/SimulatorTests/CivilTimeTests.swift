import Foundation
import Support
import Testing

@testable import Simulator

@Suite struct `civil time` {
  @Test(.tags(.generated), arguments: Seed.run())
  func `agrees with Foundation over six centuries`(seed: Seed) throws {
    let iso = ISO8601DateFormatter()
    iso.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    let http = DateFormatter()
    http.locale = Locale(identifier: "en_US_POSIX")
    http.timeZone = TimeZone(secondsFromGMT: 0)
    http.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    var random = seed.generator("dates")
    for _ in 0..<2000 {
      // 1700 to 2300, in milliseconds.
      let milliseconds = Int.random(in: -8_520_336_000_000..<10_413_792_000_000, using: &random)
      let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      let civil = CivilTime(date)
      let seconds = Date(timeIntervalSince1970: (Double(milliseconds) / 1000).rounded(.down))
      #expect(civil.iso8601.dropLast(5) == iso.string(from: seconds).dropLast(5))
      #expect(civil.httpDate == http.string(from: seconds))
      #expect(CivilTime.date(basic: civil.basic) == seconds)
    }
  }

  @Test func `writes three digits of a second`() {
    #expect(
      CivilTime(Date(timeIntervalSince1970: 1_795_348_800.007)).iso8601
        == "2026-11-22T12:00:00.007Z")
    #expect(CivilTime(Date(timeIntervalSince1970: 0)).iso8601 == "1970-01-01T00:00:00.000Z")
  }

  @Test(arguments: [
    "", "20261122", "20261122T120000", "20261122T120000z", "20261322T120000Z", "20260230T120000Z",
    "20261122T240000Z", "20261122T126000Z", "2026112AT120000Z", "20261122 120000Z",
    "20261122T120000Z ",
  ])
  func `refuses what is not a moment`(_ text: String) {
    #expect(CivilTime.date(basic: text) == nil)
  }
}
