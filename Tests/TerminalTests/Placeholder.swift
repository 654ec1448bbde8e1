import Testing
@Suite struct TerminalPlaceholder { @Test func placeholder() { #expect(1 == 1) } }
