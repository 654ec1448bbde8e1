import Testing
@Suite struct AWSCorePlaceholder { @Test func placeholder() { #expect(1 == 1) } }
