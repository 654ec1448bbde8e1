import AWSCore
import Canvas
import Dashboard
import FoundationEssentials
import Ground
import Journal
import Monitor
import RDSExports
import Simulator
import Terminal
import Tracking

/// Everything in one run of the dashboard, from opening the terminal to closing it.
@MainActor
struct DashboardSession {
  private let environment: Environment
  private let configuration: Configuration
  private let isDemo: Bool
  private let policy: PollingPolicy
  private let lanes: ContextLanes
  private let transport: AsyncHTTPTransport
  private let surroundings: Surroundings
  private let log: CallLog
  private let journal: Journal
  private let queue: QueueStore
  private let processes: ChildProcesses
  private let teller: AlertTeller
  private let mailbox = Mailbox()
  private let ask: ScreenAsk
  private let questions: AskQueue
  private let simulator: SimulatorServer?
  /// What is remembered: the journal, and in the demo what came before it, too.
  private let memory: any Remembering
  private let timekeeper: any Timekeeper

  /// A session on the user's own account.
  static func live(
    environment: Environment, configuration: Configuration
  ) -> DashboardSession {
    let interval = Duration.seconds(configuration.interval.value)
    let timekeeper = SystemTimekeeper()
    return DashboardSession(
      environment: environment, awsEnvironment: environment,
      files: SharedFiles(SystemFiles(), timekeeper: timekeeper),
      policy: PollingPolicy(activeInterval: interval), configuration: configuration,
      simulator: nil, timekeeper: timekeeper)
  }

  /// A session on simulated accounts, which uses nothing of the user's.
  /// - Throws: `SimulatorError` where the simulator can't start.
  static func demo(
    environment: Environment, accounts: DemoAccounts, given: [Given], clock: DemoClock
  ) throws -> DashboardSession {
    let server = try ThisProcess.wait {
      try await SimulatorServer.start(accounts.simulated, timekeeper: clock)
    }
    let session = DashboardSession(
      environment: environment, awsEnvironment: accounts.environment(endpoint: server.endpoint),
      files: accounts.files, policy: PollingPolicy(),
      configuration: .ofDemo(given: given, accounts.configuration), simulator: server,
      timekeeper: clock)
    let waiting = DemoQueue.entries(
      accounts.sites(endpoint: server.endpoint), of: server,
      at: ThisProcess.moment(clock, clocks: ThisProcess.clocks(around: clock.wall)))
    try ThisProcess.wait { [queue = session.queue] in
      try await DemoQueue.fill(queue, with: waiting)
    }
    return session
  }

  private init(
    environment: Environment, awsEnvironment: Environment, files: any FileAccess,
    policy: PollingPolicy, configuration: Configuration, simulator: SimulatorServer?,
    timekeeper: any Timekeeper
  ) {
    self.environment = environment
    self.configuration = configuration
    self.policy = policy
    self.simulator = simulator
    self.timekeeper = timekeeper
    isDemo = simulator != nil
    transport = AsyncHTTPTransport(
      timekeeper: timekeeper,
      options: AWSSettings.transportOptions(
        environment: awsEnvironment,
        overrides: configuration.overrides, files: files))
    ask = ScreenAsk(mailbox: mailbox)
    questions = AskQueue(ask, timekeeper: timekeeper)
    log = CallLog.inStateFolder(
      isDemo ? nil : environment, level: configuration.logLevel.value, timekeeper: timekeeper)
    let journal = Journal(
      .ofUser(isDemo ? nil : environment, size: configuration.memorySize.value),
      timekeeper: timekeeper, mask: SecretMask(environment: environment).masked
    ) { [mailbox] problem in mailbox.post(.forgetful(because: problem.description)) }
    self.journal = journal
    memory =
      simulator.map { DemoMemory(journal, $0, start: timekeeper.wall) } ?? journal
    queue =
      isDemo
      ? QueueStore(.inMemory, isKept: false, timekeeper: timekeeper, mask: { $0 })
      : .ofUser(environment, configuration, timekeeper: timekeeper)
    processes = ChildProcesses(timekeeper: timekeeper)
    teller = AlertTeller(
      environment, processes, claim: { [memory] in await memory.claim($0) },
      release: { [memory] in await memory.release($0) },
      post: { [mailbox] in mailbox.post($0) })
    surroundings = Surroundings(
      environment: awsEnvironment, files: files,
      transport: LoggedTransport(base: transport, log: log, timekeeper: timekeeper),
      timekeeper: timekeeper, processes: processes, ask: questions,
      version: ExportdeckCommand.version)
    lanes = ContextLanes(
      configuration, surroundings: surroundings, policy: policy, isDemo: isDemo, mailbox: mailbox,
      memory: memory)
  }

  /// Opens the screen, runs until the user leaves, and restores the terminal.
  /// - Returns: The signal that ended it, if one did.
  /// - Throws: `TerminalError` where there can be no screen.
  func run() throws -> Int32? {
    var runner: QueueRunner?
    defer { end(runner) }
    // How many exports are left waiting.
    var left = 0
    let log = SessionLog(environment: isDemo ? nil : environment)
    let timekeeper = timekeeper
    let screen = try NcursesScreen(
      options: screenOptions(log), now: { timekeeper.monotonic })
    defer {
      screen.close()
      if let text = log.written() { ThisProcess.write(text, to: 2) }
      if left > 0 { ThisProcess.write(Self.words(ofLeft: left, isDemo: isDemo), to: 2) }
    }
    mailbox.whenFilled(screen.waker.wake)
    let configured = lanes.configured()
    let effects = EffectRunner(
      lanes: Dictionary(uniqueKeysWithValues: configured.map { ($0.watched.id, $0.lane) }),
      mailbox: mailbox, timekeeper: timekeeper, more: lanes, ask: ask,
      clipboard: Clipboard(environment, processes),
      browser: Browser.isThere(environment) ? Browser(environment, processes) : nil,
      alerts: teller,
      memory: memory,
      whenLookingAnew: { [questions, surroundings] in
        questions.permitQuestions()
        surroundings.forgetFailures()
      })
    let library = ThemeLibrary(
      folders: ThemeFolders.candidates(
        environment: isDemo || configuration.isFolderSilent ? Environment() : environment,
        program: ThisProcess.path),
      builtIn: .builtIn, others: [.production])
    let clocks = ThisProcess.clocks(around: timekeeper.wall)
    let themes = ThemeChoice(load: { try library.load($0).theme })
    var settings = settings(library, configured.map(\.watched))
    settings.hasBrowser = Browser.isThere(environment)
    var state = State(settings: settings, size: screen.size)
    state.watch = WatchSet(configured.map(\.watched))
    let loop = DashboardLoop(
      state: state, screen: screen,
      mailbox: mailbox, effects: effects, themes: themes,
      moment: { ThisProcess.moment(timekeeper, clocks: clocks) })
    loop.open(configuration)
    if let remark = screen.entry.remark { loop.tell(remark) }
    if isDemo {
      loop.welcome(DemoWelcome.words(loop.state.keymap, unicode: screen.abilities.unicode))
    }
    effects.begin()
    let started = madeRunner(effects)
    runner = started
    effects.run(started)
    loop.run()
    effects.end()
    left = loop.state.leftWaiting
    return loop.endedBy
  }

  /// What starts the exports that wait, in the background.
  private func madeRunner(_ effects: EffectRunner) -> QueueRunner {
    QueueRunner(
      queue, QueueWays { [weak effects] in effects?.queueWays ?? [] },
      options: .of(configuration, as: .dashboard), timekeeper: timekeeper,
      post: { [mailbox] in mailbox.post(.queue($0)) },
      remember: { [mailbox, memory] events in
        memory.write([], events)
        mailbox.post(.recalled(events))
      })
  }

  private static func words(ofLeft count: Int, isDemo: Bool) -> String {
    if isDemo {
      let waited = count == 1 ? "1 export that waited in it is" : "\(count) that waited in it are"
      return "The demo's queue has ended with it: \(waited) forgotten.\n"
    }
    let what = count == 1 ? "1 export waits" : "\(count) exports wait"
    return "\(what) in the queue, and nothing starts \(count == 1 ? "it" : "them") now: run "
      + "`exportdeck queue run`, or open the dashboard again.\n"
  }

  private func screenOptions(_ log: SessionLog) -> NcursesScreen.Options {
    var options = NcursesScreen.Options(term: environment["TERM"])
    options.locale = CharacterLocale.Request(environment.variables)
    options.escapeDelay = environment.escapeDelay
    options.forceASCII = configuration.ascii.value
    options.multiplexer = Multiplexer(term: environment["TERM"], tmux: environment["TMUX"])
    options.notificationForm = NotificationForm(
      term: environment["TERM"], vte: environment["VTE_VERSION"])
    options.noColour = environment["NO_COLOR"] != nil
    options.standardError = log.descriptor < 0 ? nil : log.descriptor
    options.crashNote = "exportdeck crashed; the terminal is as it was before.\n"
    return options
  }

  private func settings(_ library: ThemeLibrary, _ watched: [Watched]) -> Settings {
    Settings(
      version: ExportdeckCommand.version, isReadOnly: watched.allSatisfy(\.isReadOnly),
      isDemo: isDemo, themeNames: library.names, maxActions: configuration.maxActions.value,
      interval: policy.activeInterval, tonight: configuration.tonight.value,
      expected: configuration.expected, identifierTemplate: configuration.identifier.value,
      checks: configuration.checks.value, slotScope: configuration.queueSlots.value)
  }

  private func end(_ runner: QueueRunner?) {
    let (transport, simulator, processes) = (transport, simulator, processes)
    let teller = teller
    teller.end()
    let journal = journal
    var steps = [
      Ending.Step(name: "what the queue is sending") { await runner?.end() },
      Ending.Step(name: "the programs that give credentials or copy a text") {
        await processes.endAll()
        await teller.settled()
      },
      Ending.Step(name: "the connections") { await transport.shutdown() },
    ]
    if let simulator {
      steps.append(Ending.Step(name: "the simulator") { await simulator.stop() })
    }
    steps.append(Ending.Step(name: "what is to be remembered") { await journal.end() })
    steps.append(log.ending)
    Ending(steps).run()
  }
}
