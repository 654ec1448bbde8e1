import Testing
@Suite struct SimulatorPlaceholder { @Test func placeholder() { #expect(1 == 1) } }
