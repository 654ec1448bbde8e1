import Foundation
import Testing

@testable import AWSCore

@Suite struct CachedTimeTests {
  @Test(
    arguments: [
      ("2026-11-22T12:00:00Z", 0), ("2026-11-22T12:00:00UTC", 0), ("2026-11-22T12:00:00.000Z", 0),
      ("2026-11-22T12:00:00.5UTC", 0.5), ("2026-11-22T12:00:01.1234567Z", 1.123456),
      ("2026-11-22T12:00:00+00:00", 0), ("2026-11-22T14:00:00+02:00", 0),
      ("2020-06-17T10:02:08UTC", -202_960_672),
    ] as [(String, Double)])
  func `the forms that AWS's tools have written are read`(text: String, seconds: Double) throws {
    let date = try #require(CachedTime.date(text))
    let expected = Date(timeIntervalSince1970: 1_795_348_800 + seconds)
    #expect(abs(date.timeIntervalSince(expected)) < 0.000_01)
  }

  @Test(arguments: ["", "UTC", "soon", "2026-11-22", "2026-13-22T12:00:00Z", "1795348800", "Z"])
  func `anything else is none`(text: String) {
    #expect(CachedTime.date(text) == nil)
  }

  @Test func `a time is written as botocore writes it, never later than it is`() {
    let date = Date(timeIntervalSince1970: 1_795_348_800.999)
    #expect(CachedTime.text(date) == "2026-11-22T12:00:00Z")
    #expect(CachedTime.words(date) == "2026-11-22 12:00 UTC")
  }
}
