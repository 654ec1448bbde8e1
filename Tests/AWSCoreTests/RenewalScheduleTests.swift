import Foundation
import Testing

@testable import AWSCore

@Suite struct RenewalScheduleTests {
  @Test func `the rests grow, keep to what is left, and are scattered`() {
    func rest(_ failures: Int, left: TimeInterval, random: Double = 0.5) -> Duration {
      RenewalSchedule.rest(afterFailures: failures, left: left, random: random)
    }
    #expect((1...5).map { rest($0, left: 3600) } == [30, 60, 120, 240, 240].map { .seconds($0) })
    #expect(rest(4, left: 200) == .seconds(50))
    #expect(rest(4, left: 1) == .seconds(10))
    #expect(rest(1, left: 3600, random: 0) == .milliseconds(22_500))
    #expect(rest(1, left: 3600, random: 1) == .milliseconds(37_500))
    #expect(rest(.max, left: .infinity) == .seconds(240))
  }
}
