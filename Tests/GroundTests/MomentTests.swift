import Foundation
import Ground
import Testing

@Suite struct MomentTests {
  private let noon = Moment(
    wall: Date(timeIntervalSince1970: 1_795_348_800), monotonic: .seconds(10), utcOffset: 3600)

  @Test func `what is due has come when either clock says so`() {
    let due = noon.later(by: .milliseconds(2500))
    #expect(due.wall == noon.wall + 2.5)
    #expect(due.monotonic == .milliseconds(12_500))
    #expect(due.utcOffset == 3600)
    #expect(!due.hasCome(at: noon))
    #expect(due.hasCome(at: due))
    var slept = noon
    slept.wall += 3
    #expect(due.hasCome(at: slept))
    var setBack = noon.later(by: .seconds(3))
    setBack.wall -= 7200
    #expect(due.hasCome(at: setBack))
  }

  @Test(arguments: [
    (0, "UTC"), (3600, "UTC+1"), (19_800, "UTC+5:30"), (-12_600, "UTC-3:30"), (-18_000, "UTC-5"),
    (20_700, "UTC+5:45"),
  ])
  func `a zone without a name is called by its offset`(offset: Int, name: String) {
    let moment = Moment(wall: Date(timeIntervalSince1970: 0), monotonic: .zero, utcOffset: offset)
    #expect(moment.zone == name)
    #expect(moment.later(by: .seconds(5)).zone == name)
  }
}
