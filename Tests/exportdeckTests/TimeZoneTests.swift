import Foundation
import Ground
import Testing

@testable import exportdeck

@Suite struct TimeZoneTests {
  @Test(arguments: [
    ("CET", "CET"), ("UTC", "UTC"), ("+03", nil), ("-0330", nil), ("", nil),
    ("A\u{1B}[2J", nil), ("ABCDEFGHIJKL", nil), ("É", nil),
  ])
  func `a zone is called by its letters, where it has any`(abbreviation: String, name: String?) {
    #expect(ThisProcess.zoneName(abbreviation) == name)
  }

  @Test func `the present comes with the name of the machine's zone`() {
    let moment = ThisProcess.moment(SystemTimekeeper())
    #expect(!moment.zone.isEmpty && moment.zone.utf8.count <= 10)
    #expect(moment.zone != "UTC" || moment.utcOffset == 0)
  }

  @Test func `shifts are found to the second`() {
    let shifts: [(at: Int, offset: Int)] = [
      (10_000_001, 7200), (20_000_000, 3600), (31_622_399, -1800),
    ]
    let clocks = ThisProcess.clocks(from: 0, until: 40_000_000) { seconds in
      shifts.last(where: { $0.at <= seconds })?.offset ?? 3600
    }
    #expect(
      clocks
        == LocalTime(
          utcOffset: 3600,
          shifts: shifts.map {
            LocalTime.Shift(at: Date(timeIntervalSince1970: Double($0.at)), utcOffset: $0.offset)
          }))
  }

  @Test func `the machine's zone fits the present`() {
    let timekeeper = SystemTimekeeper()
    let clocks = ThisProcess.clocks(around: timekeeper.wall)
    let moment = ThisProcess.moment(timekeeper, clocks: clocks)
    #expect(moment.local == clocks)
    #expect(clocks.utcOffset(at: moment.wall) == moment.utcOffset)
  }
}
