import Support
import Testing

@testable import exportdeck

@Suite struct EndingTests {
  private func ends() async {}

  /// As one whose thread sleeps in a home folder that doesn't answer.
  private func neverEnds() async {
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
  }

  @Test func `what never ends is left, and named`() async throws {
    let ending = Ending([
      Ending.Step(name: "the connections") { await ends() },
      Ending.Step(name: "the programs") { await neverEnds() },
      Ending.Step(name: "the simulator") { await ends() },
    ])
    ending.begin()
    try await eventually("the first has ended") { ending.remaining.count < 3 }
    ending.wait(within: .zero)
    #expect(ending.remaining == ["the programs", "the simulator"])
    let complaint = try #require(Ending.complaint(ending.remaining))
    #expect(complaint.contains("waiting any longer for the programs, the simulator."))
  }

  @Test func `what has ended is not complained of`() async throws {
    let ending = Ending([Ending.Step(name: "the connections") { await ends() }])
    ending.begin()
    try await eventually("all has ended") { ending.remaining.isEmpty }
    ending.wait(within: .zero)
    #expect(Ending.complaint(ending.remaining) == nil)
  }
}
