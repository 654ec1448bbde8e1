import Testing

@testable import AWSCore

@Suite struct InvocationTests {
  @Test func `an identifier is a random UUID in lower case, and no other's`() {
    let identifiers = (0..<1000).map { _ in Invocation.identifier() }
    #expect(Set(identifiers).count == 1000)
    let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
    for identifier in identifiers { #expect(identifier.wholeMatch(of: form) != nil) }
    for place in [0, 4, 12, 21, 30] {
      #expect(Set(identifiers.map { Array($0.utf8)[place] }).count > 10)
    }
  }
}
