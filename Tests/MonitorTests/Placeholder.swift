import Testing
@Suite struct MonitorPlaceholder { @Test func placeholder() { #expect(1 == 1) } }
