import AWSCore
import Ground
import Support
import Synchronization
import Testing

@testable import exportdeck

@Suite struct WaitTellerTests {
  @Test func `a long wait is told once, by name and limit`() async throws {
    let clock = HandCrankedTimekeeper()
    let told = Told()
    let teller = WaitTeller(timekeeper: clock) { text in told.add(text) }
    let work = Task {
      try await teller.during {
        try await WaitBoard.noting(
          .program("aws-vault", profile: "prod"), within: .seconds(60), by: clock
        ) { try await clock.sleep(for: .seconds(30)) }
      }
    }
    // The helper's alarm and the teller's.
    while clock.appointments < 2 { await Task.yield() }
    for _ in 0..<57 {
      await clock.nudge(by: .milliseconds(500))
      while clock.appointments < 2 { await Task.yield() }
      if clock.monotonic < .seconds(3) { #expect(told.all == []) }
    }
    await clock.nudge(by: .seconds(2))
    try await work.value
    #expect(
      told.all == [
        "waiting for the credential_process `aws-vault` of profile \"prod\", 60 s at most"
      ])
  }
}

private final class Told: Sendable {
  private let texts = Mutex<[String]>([])

  var all: [String] { texts.withLock { $0 } }

  func add(_ text: String) { texts.withLock { $0.append(text) } }
}
