import Testing
@Suite struct exportdeckPlaceholder { @Test func placeholder() { #expect(1 == 1) } }
