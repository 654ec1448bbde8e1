import Testing

@testable import exportdeck

@Suite struct StartRequirementsTests {
  private func shortage(
    _ change: (inout StartRequirements) -> Void
  ) -> StartRequirements.Shortage? {
    var needs = StartRequirements()
    change(&needs)
    do throws(StartRequirements.Shortage) {
      try needs.check()
      return nil
    } catch {
      return error
    }
  }

  @Test func `what is there is enough, again and again`() {
    for _ in 0..<50 { #expect(shortage { _ in } == nil) }
  }

  @Test func `what is not there is named, with what to do`() {
    // More than any machine addresses.
    let memory = shortage { $0.megabytes = 1 << 40 }
    #expect(memory == .memory(megabytes: 1 << 40))
    #expect("\(StartRequirements.Shortage.memory(megabytes: 192))".contains("ulimit -v unlimited"))
    #expect("\(StartRequirements.Shortage.descriptors(allowed: 14))".contains("here: 14, and"))
    #expect("\(StartRequirements.Shortage.threads(needed: 12))".contains("ulimit -u"))
  }
}
