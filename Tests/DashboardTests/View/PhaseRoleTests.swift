import Canvas
import Testing
import Tracking

@testable import Dashboard

@Test func `every phase has a role of its own`() {
  #expect(Set(Phase.allCases.map(\.role)).count == Phase.allCases.count)
}
