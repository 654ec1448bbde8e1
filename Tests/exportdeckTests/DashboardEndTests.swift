import Canvas
import Dashboard
import Glibc
import Ground
import Support
import Testing

@testable import exportdeck

/// The exit status says what ended the dashboard.
@MainActor @Suite struct DashboardEndTests {
  private struct End: Equatable {
    var isOver = true
    var signal: Int32?
  }

  /// What ended a dashboard that waits for AWS until its time is up, with this input in that turn.
  private func ended(by input: Input) -> End {
    let clock = HandCrankedTimekeeper()
    let screen = MemoryScreen(script: [[input]])
    let mailbox = Mailbox()
    var state = Dashboard.State(settings: Settings(), size: screen.size)
    state.leavingBy = clock.monotonic
    let loop = DashboardLoop(
      state: state, screen: screen, mailbox: mailbox,
      effects: EffectRunner(lanes: [:], mailbox: mailbox, timekeeper: clock),
      themes: ThemeChoice { _ in .builtIn },
      moment: { Moment(wall: clock.wall, monotonic: clock.monotonic) })
    loop.turn()
    return End(isOver: loop.isOver, signal: loop.endedBy)
  }

  @Test(arguments: [SIGTSTP, SIGCONT, SIGWINCH])
  func `a signal that ends nothing did not end it, even in its last turn`(number: Int32) {
    #expect(ended(by: .signal(number)) == End())
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func `a signal that ends it did`(number: Int32) {
    #expect(ended(by: .signal(number)) == End(signal: number))
  }

  @Test func `the end of the terminal counts as its signal`() {
    #expect(ended(by: .hangUp) == End(signal: SIGHUP))
    #expect(ended(by: .due) == End())
  }
}
