import Testing
@Suite struct TrackingPlaceholder { @Test func placeholder() { #expect(1 == 1) } }
