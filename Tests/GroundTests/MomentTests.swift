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
}
