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
}
