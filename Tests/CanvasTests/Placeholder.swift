import Testing
@Suite struct CanvasPlaceholder { @Test func placeholder() { #expect(1 == 1) } }
