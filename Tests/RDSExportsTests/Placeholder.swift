import Testing
@Suite struct RDSExportsPlaceholder { @Test func placeholder() { #expect(1 == 1) } }
