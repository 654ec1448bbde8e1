import AWSCore
import Canvas
import Dashboard
import FoundationEssentials
import Glibc
import Ground
import Listing
import Tracking

/// Ties screen, state and the world together on the main thread: it sleeps in the screen's `wait`,
/// turns what arrives into messages, carries out effects and shows a frame where something changed.
@MainActor
final class DashboardLoop {
  private(set) var state: State
  private let screen: any Screen
  private let mailbox: Mailbox
  private let effects: EffectRunner
  private let themes: ThemeChoice
  private let moment: () -> Moment
  private(set) var isOver = false
  private var due: Duration?
  private var memory = FrameMemory()
  private var limit = ActionLimit()
  private var shownTitle: String?
  private var lastTurn: Moment?
  /// The signal that ended the loop, if one did; a terminal that is gone counts as SIGHUP.
  private(set) var endedBy: Int32?

  init(
    state: State, screen: any Screen, mailbox: Mailbox, effects: EffectRunner, themes: ThemeChoice,
    moment: @escaping () -> Moment
  ) {
    self.state = state
    self.state.abilities = screen.abilities
    self.screen = screen
    self.mailbox = mailbox
    self.effects = effects
    self.themes = themes
    self.moment = moment
  }

  /// How long problems with the configuration stay on the screen.
  private static let openingNotices = Duration.seconds(20)
  private static let openingRemarks = Duration.seconds(8)

  /// Uses the configured theme from the first frame on. Problems with it, and with the rest of the
  /// configuration, are shown on the screen.
  func open(_ configuration: Configuration) {
    let now = moment()
    state.alerts = AlertsState(
      watch: AlertWatch(
        rules: configuration.alerts,
        staleAfter: .seconds(60 * configuration.staleAfter.value),
        evening: configuration.tonight.value))
    let notices = configuration.openingNotices
    for text in notices.remarks { apply(.notice(.warning, text, Self.openingNotices), at: now) }
    for text in notices.problems { apply(.notice(.error, text, Self.openingNotices), at: now) }
    let theme = configuration.theme
    let problem = themes.use(theme.value)
    apply(
      .theme(name: theme.value, problem: problem.map { "\(theme.origin): \($0)" }), at: now)
  }

  /// Says something that the user needn't do anything about.
  func tell(_ remark: String) {
    apply(.notice(.info, remark, Self.openingRemarks), at: moment())
  }

  /// Says what there is to try, until the user tries something.
  func welcome(_ words: String) { apply(.notice(.welcome, words), at: moment()) }

  /// Runs until the user, a signal or the end of the terminal stops it.
  func run() {
    show()
    while !isOver { turn() }
  }

  /// One turn: waits once, takes in everything that is there, and shows one frame.
  func turn() {
    let inputs = screen.wait(until: due).filter { $0 != .woken }
    // Everything in one turn happens at one moment: keys typed ahead of a dialog get the moment in
    // which the dialog opened, and so are known not to be meant for it.
    let now = moment()
    noticeSleep(at: now)
    for (number, input) in inputs.enumerated() where !isOver {
      apply(.input(input), isMoreThere: number + 1 < inputs.count, at: now)
      guard isOver else { continue }
      switch input {
      // One that doesn't end the program may be read in the turn in which its time is up.
      case .signal(let number) where LeavingSignals.all.contains(number): endedBy = number
      case .hangUp: endedBy = SIGHUP
      default: break
      }
    }
    for message in mailbox.takeAll() where !isOver { apply(message, at: now) }
    guard !isOver else { return }
    switch effects.takeQueuePause() {
    case .none, .begun: break
    case .done:
      screen.suspend()
      effects.resumeQueue()
    case .inVain:
      effects.resumeQueue()
      let words = "not suspended: what the queue is sending has not been answered yet"
      apply(.notice(.warning, words), at: now)
    }
    show()
  }

  /// While a machine sleeps the wall clock goes on, the monotonic one doesn't.
  private func noticeSleep(at now: Moment) {
    defer { lastTurn = now }
    guard let lastTurn else { return }
    let awake = (now.monotonic - lastTurn.monotonic).seconds
    let jump = now.wall.timeIntervalSince(lastTurn.wall) - awake
    // What was drawn holds until an instant of the monotonic clock.
    if abs(jump) > 0.5 { memory = FrameMemory() }
    if jump > 10 { effects.wake() }
  }

  /// Whether nothing is under way and no message is waiting.
  var isIdle: Bool { mailbox.isEmpty && effects.isIdle }

  private func apply(_ message: Message, isMoreThere: Bool = false, at now: Moment) {
    let effects = update(&state, message, isMoreThere: isMoreThere, at: now)
    let most = state.settings.maxActions
    let refused = limit.refused(among: effects, most: most)
    for (place, effect) in effects.enumerated() {
      if refused.contains(place) {
        refuse(effect, because: GuardRails(most: most).tooMany, at: now)
      } else {
        carryOut(effect, at: now)
      }
    }
  }

  private func refuse(_ effect: Effect, because refusal: AWSError, at now: Moment) {
    switch effect {
    case .act(let ticket, _, _, _, _):
      apply(.acted(ticket: ticket, .failure(.call(refusal))), at: now)
    case .enqueue(let orders):
      for order in orders {
        apply(.enqueued(ticket: order.ticket, .refused(because: "\(refusal)")), at: now)
      }
    default: apply(.notice(.error, "nothing was done to the queue: \(refusal)"), at: now)
    }
  }

  private func carryOut(_ effect: Effect, at now: Moment) {
    switch effect {
    case .refresh: effects.refresh()
    case .pause(let isPaused): effects.setPaused(isPaused)
    case .watch(let request): effects.watch(request)
    case .findProfiles: effects.findProfiles()
    case .unwatch(let context): effects.remove(context)
    case .remember(let events): effects.remember(events)
    case .lookForAcknowledged(let site): effects.lookForAcknowledged(site)
    case .recall(let site): effects.recall(site)
    case .setInterval(let interval): effects.setInterval(interval)
    case .act(let ticket, let site, let shown, let action, let agreed):
      effects.act(ticket: ticket, at: site, shown: shown, action, agreed)
    case .queue(let order, let site, let agreed): effects.change(order, at: site, agreed)
    case .stopLooking(let tickets): effects.stopLooking(tickets)
    case .enqueue(let orders): effects.enqueue(orders)
    case .look(let ticket, let site, let shown, let lookup):
      effects.look(ticket: ticket, at: site, shown: shown, lookup)
    case .answer(let number, let answer): effects.answer(number, answer)
    case .copy(let text):
      effects.copy(text, isWithTerminal: screen.emit(.clipboard(text.text)))
    case .open(let address): effects.open(address)
    case .bell: screen.emit(.bell)
    case .notification(let text): screen.emit(.notification(text))
    case .noteAlerts(let keys): effects.note(keys)
    case .tell(let tellings): effects.tell(tellings)
    case .acknowledge(let keys): effects.acknowledge(keys)
    case .useTheme(let name):
      let problem = themes.use(name)
      apply(.theme(name: name, problem: problem), at: now)
    case .suspend: if effects.pauseQueue() { screen.suspend() }
    case .redraw: screen.invalidate()
    case .quit: isOver = true
    }
  }

  private func show() {
    let (frame, due) = view(state, at: moment(), &memory)
    self.due = due
    let title = windowTitle(state)
    if title != shownTitle {
      shownTitle = title
      screen.emit(.title(title))
    }
    screen.present(frame, theme: themes.current)
    if let lastTurn {
      state.wasShown(after: lastTurn.monotonic, at: moment().monotonic)
    }
  }
}
