import AWSCore
import Dashboard
import Ground
import Listing
import Monitor
import Planning
import RDSExports
import Synchronization
import Tracking

/// Carries out the screen's effects in the world, off the main thread, and posts each answer to the
/// mailbox.
final class EffectRunner: Sendable {
  /// One watched context: its poller, and the way to a client of its own.
  struct Lane: Sendable {
    var poller: Poller
    var visit: @Sendable () async throws(AWSError) -> SiteVisit
    /// The same, with somebody who looks up what new exports need; nil where nobody does.
    var visitLooking: (@Sendable () async throws(AWSError) -> (SiteVisit, any LookingUp))?
    /// Whether starting and canceling are off there.
    var isReadOnly = false
    /// Whether whatever is done there takes a typed word.
    var isProduction = false
  }

  private struct Watch {
    var lanes: [ContextID: Lane]
    /// Whether lanes poll: one that is added during a run starts at once, in the same way.
    var isRunning = false
    var isPaused = false
    var interval: Duration?
  }

  private let watch: Mutex<Watch>
  let mailbox: Mailbox
  private let timekeeper: any Timekeeper
  private let more: ContextLanes?
  private let ask: ScreenAsk?
  private let clipboard: Clipboard
  private let browser: Browser?
  private let alerts: AlertTeller?
  private let memory: (any Remembering)?
  let queue = Mutex<QueueRunner?>(nil)
  let queuePause = Mutex(QueuePause.none)
  private let whenLookingAnew: @Sendable () -> Void
  let inFlight = Mutex(0)
  /// Lookups that are under way, by ticket.
  let lookups = Mutex<[Int: Task<Void, Never>]>([:])

  /// - Parameters:
  ///   - more: Makes the lanes of contexts that are added; nil where none can be.
  ///   - ask: Where the user's answers go; nil where nothing is asked.
  ///   - clipboard: What copies besides the terminal.
  ///   - browser: Shows pages; nil where there is none.
  ///   - alerts: Tells alerts outside of the screen; nil where nothing is told there.
  ///   - memory: What survives the program; nil where nothing does.
  ///   - whenLookingAnew: Called when the user wants something from AWS: what failed before may be
  ///     asked again.
  init(
    lanes: [ContextID: Lane], mailbox: Mailbox, timekeeper: any Timekeeper,
    more: ContextLanes? = nil, ask: ScreenAsk? = nil, clipboard: Clipboard = Clipboard(),
    browser: Browser? = nil,
    alerts: AlertTeller? = nil, memory: (any Remembering)? = nil,
    whenLookingAnew: @escaping @Sendable () -> Void = {}
  ) {
    watch = Mutex(Watch(lanes: lanes))
    self.mailbox = mailbox
    self.timekeeper = timekeeper
    self.more = more
    self.ask = ask
    self.clipboard = clipboard
    self.browser = browser
    self.alerts = alerts
    self.memory = memory
    self.whenLookingAnew = whenLookingAnew
  }

  func answer(_ number: Int, _ answer: String?) { ask?.answered(number, answer) }

  func tell(_ tellings: [Telling]) { alerts?.tell(tellings) }

  func remember(_ events: [Event]) { memory?.write([], events) }

  /// Looks up what happened at a site before, and what was told of it. An action
  /// doesn't wait for it.
  func recall(_ site: Site) {
    guard let memory else { return }
    Task.detached(executorPreference: BackgroundQueue.shared) { [mailbox] in
      let events = await memory.events(site)
      if !events.isEmpty { mailbox.post(.recalled(events)) }
      mailbox.post(.recalledAlerts(site, await memory.alerts(site)))
    }
  }

  func lookForAcknowledged(_ site: Site) {
    guard let memory else { return }
    Task.detached(executorPreference: BackgroundQueue.shared) { [mailbox] in
      let keys = await memory.alerts(site).acknowledged
      if !keys.isEmpty { mailbox.post(.acknowledged(keys)) }
    }
  }

  func note(_ keys: [AlertKey]) { memory?.note(keys) }

  /// Lets every dashboard know that these alerts were seen.
  func acknowledge(_ keys: [AlertKey]) { memory?.acknowledge(keys) }

  /// Copies a text in the ways that don't need the screen, and tells where it has got to.
  /// - Parameter isWithTerminal: Whether it was sent to the terminal.
  func copy(_ text: CopiedText, isWithTerminal: Bool) {
    clipboard.copy(text.text, isWithTerminal: isWithTerminal) { [mailbox] reach in
      mailbox.post(.copied(text, reach))
    }
  }

  func open(_ address: String) {
    guard let browser else { return }
    Task.detached(executorPreference: BackgroundQueue.shared) { [mailbox] in
      mailbox.post(await browser.open(address))
    }
  }

  /// Whether no action and no poll is under way.
  var isIdle: Bool { inFlight.withLock { $0 == 0 } && lanes().allSatisfy(\.poller.isIdle) }

  func begin() {
    watch.withLock { $0.isRunning = true }
    let lanes = lanes()
    for (position, lane) in lanes.enumerated() {
      lane.poller.start(
        within: more?.limit.spread(ofStart: position, among: lanes.count) ?? .zero)
    }
  }

  func end() {
    watch.withLock { $0.isRunning = false }
    for lane in lanes() { lane.poller.stop() }
  }

  /// Watches one more context; it replaces one with the same ID.
  func add(_ lane: Lane, as context: ContextID) {
    let (before, now) = watch.withLock { watch in
      (watch.lanes.updateValue(lane, forKey: context), watch)
    }
    before?.poller.stop()
    if let interval = now.interval { lane.poller.setInterval(interval) }
    if now.isPaused { lane.poller.setPaused(true) }
    if now.isRunning { lane.poller.start() }
  }

  /// Stops watching a context: nothing more comes from it, and no action reaches its site.
  func remove(_ context: ContextID) {
    more?.forget(context)
    watch.withLock { $0.lanes.removeValue(forKey: context) }?.poller.stop()
  }

  /// Watches one more context of AWS's files; one that is there already is told again.
  func watch(_ request: WatchRequest) {
    guard let more else { return }
    let (watched, lane) = more.lane(for: request)
    // Told first: the screen knows what it is before its rows come.
    mailbox.post(.watched(watched))
    if let lane { add(lane, as: watched.id) }
  }

  /// Reads which profiles there are, on a thread that a silent disk may keep.
  func findProfiles() {
    guard let more else { return mailbox.post(.foundProfiles([], problem: nil)) }
    inFlight.withLock { $0 += 1 }
    Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
      do throws(AWSError) {
        mailbox.post(.foundProfiles(try await more.profiles(), problem: nil))
      } catch {
        mailbox.post(.foundProfiles([], problem: error.summary))
      }
      inFlight.withLock { $0 -= 1 }
    }
  }

  /// The machine may have slept: a lane that is overdue by the wall clock polls at once.
  func wake() { for lane in lanes() { lane.poller.wake() } }

  /// Polls every site now.
  func refresh() {
    whenLookingAnew()
    for lane in lanes() { lane.poller.refresh() }
    refreshQueue()
  }

  func setPaused(_ isPaused: Bool) {
    watch.withLock { $0.isPaused = isPaused }
    for lane in lanes() { lane.poller.setPaused(isPaused) }
  }

  func setInterval(_ interval: Duration) {
    watch.withLock { $0.interval = interval }
    for lane in lanes() { lane.poller.setInterval(interval) }
  }

  /// All lanes, in the order of their contexts.
  func lanes() -> [Lane] {
    watch.withLock { $0.lanes.sorted { $0.key < $1.key }.map(\.value) }
  }

  func lanes(of site: SiteID) -> [Lane] {
    lanes().filter { $0.poller.siteID == site }
  }

  /// Carries an action out if the settings still lead to the site it was asked for, and none of the
  /// contexts that lead there is read-only, or production that no word was typed for: what a key
  /// allows is one thing, what the program allows another. The context that polls the site signs, or
  /// else one that stands by.
  /// - Parameters:
  ///   - shown: The site as the user saw it when agreeing.
  ///   - agreed: The yes.
  func act(
    ticket: Int, at site: SiteID, shown: Site, _ action: ExportAction, _ agreed: Agreement
  ) {
    let lanes = lanes(of: site)
    if let refusal = Self.refusal(of: agreed, by: lanes) {
      return mailbox.post(.acted(ticket: ticket, .failure(.call(refusal))))
    }
    guard !lanes.isEmpty else {
      let error = ExportTasksError.otherSite(asked: shown.words, now: "another place")
      return mailbox.post(.acted(ticket: ticket, .failure(error)))
    }
    whenLookingAnew()
    inFlight.withLock { $0 += 1 }
    let sentAt = Observation(sentAt: timekeeper.wall)
    Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
      let outcome: Result<ExportTask, ExportTasksError>
      var witness = ActionWitness()
      do throws(ExportTasksError) {
        let visit = try await Self.visit(to: lanes, for: site, shown: shown)
        // Meanwhile: the answer waits for nobody longer than it must.
        async let caller = visit.caller()
        let answer: Result<ExportActionAnswer, ExportTasksError>
        do throws(ExportTasksError) {
          answer = .success(try await visit.client.carryOut(action))
        } catch {
          answer = .failure(error)
        }
        witness.caller = await caller
        witness.requestID = try answer.get().requestID
        outcome = .success(try answer.get().task)
      } catch {
        witness.requestID = error.requestID
        outcome = .failure(error)
      }
      if case .success(let task) = outcome {
        // Whichever polls the site now.
        for lane in self.lanes(of: site) {
          lane.poller.absorb(task, of: site, sentAt: sentAt)
        }
      }
      mailbox.post(.acted(ticket: ticket, outcome, by: witness))
      inFlight.withLock { $0 -= 1 }
    }
  }

  /// Why nothing may be done by these contexts with this yes; nil where it may.
  static func refusal(of agreed: Agreement, by lanes: [Lane]) -> AWSError? {
    if lanes.contains(where: \.isReadOnly) {
      return .configuration(place: "read-only", message: "starting and canceling are off")
    }
    guard lanes.contains(where: \.isProduction), !agreed.hasWord else { return nil }
    return .configuration(
      place: "production", message: "this is production by now, and no word was typed")
  }

  /// The first visit that leads to the site, of the context that polls it if that has one.
  /// - Throws: What stood in the way of the first.
  private static func visit(
    to lanes: [Lane], for site: SiteID, shown: Site
  ) async throws(ExportTasksError) -> SiteVisit {
    var first: ExportTasksError?
    for lane in lanes.filter({ !$0.poller.standsBy }) + lanes.filter(\.poller.standsBy) {
      do throws(ExportTasksError) {
        return try await visit(to: lane, for: site, shown: shown)
      } catch {
        first = first ?? error
      }
    }
    throw first ?? .otherSite(asked: shown.words, now: "another place")
  }

  /// - Throws: `ExportTasksError.otherSite` where the settings now lead elsewhere than the user
  ///   agreed to; `ExportTasksError.call` where there is no client.
  private static func visit(
    to lane: Lane, for site: SiteID, shown: Site
  ) async throws(ExportTasksError) -> SiteVisit {
    var visit: SiteVisit
    do throws(AWSError) { visit = try await lane.visit() } catch { throw .call(error) }
    visit = await visit.withAccount()
    guard lane.poller.allows(visit, for: site, shown: shown) else {
      let (asked, now) = Site.words(shown, visit.site)
      throw .otherSite(asked: asked, now: now)
    }
    return visit
  }
}
