import AWSCore
import Dashboard
import Ground
import Journal
import Monitor
import Planning
import Tracking

/// The queue, as the dashboard has it.
extension EffectRunner {
  /// The contexts by which what waits can be started.
  var queueWays: [QueueWays.Way] {
    lanes().map { lane in
      QueueWays.Way(
        id: lane.poller.context.number, visit: lane.visit, isReadOnly: lane.isReadOnly
      ) { task, site, sentAt in
        // What the context shows may be another site by now, or still.
        guard let id = lane.poller.id(of: site) else { return }
        lane.poller.absorb(task, of: id, sentAt: sentAt)
      }
    }
  }

  /// Starts what waits, from now on.
  func run(_ runner: QueueRunner) {
    queue.withLock { $0 = runner }
    runner.begin()
  }

  /// How far this program is with leaving what waits to others. It is in vain where something is
  /// being sent that takes long.
  enum QueuePause { case none, begun, done, inVain }

  /// Longer than this nobody waits for a screen that doesn't go without being told why.
  private static let silence = Duration.seconds(1)

  /// Lets others start what waits while this program is suspended.
  /// - Returns: Whether there is nothing to wait for. Else the screen is woken once it is known
  ///   whether others may, and `takeQueuePause` says so.
  func pauseQueue() -> Bool {
    guard let runner = queue.withLock({ $0 }) else { return true }
    let isNew = queuePause.withLock { pause in
      defer { if pause == .none { pause = .begun } }
      return pause == .none
    }
    guard isNew else { return false }
    Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
      let remark = runner.timekeeper.after(Self.silence, on: BackgroundQueue.shared.queue) {
        [mailbox] in
        mailbox.post(
          .notice(.info, "AWS is being asked for the queue: suspends once it has answered"))
      }
      let isDone = await runner.pause()
      remark.cancel()
      queuePause.withLock { $0 = isDone ? .done : .inVain }
      mailbox.nudge()
    }
    return false
  }

  /// Whether others may start what waits by now, or that they can't. It says so once.
  func takeQueuePause() -> QueuePause {
    queuePause.withLock { pause in
      defer { if pause != .begun { pause = .none } }
      return pause
    }
  }

  func resumeQueue() { queue.withLock { $0 }?.resume() }

  /// Tries at once what the queue lets rest.
  func refreshQueue() { queue.withLock { $0 }?.askAgain() }

  /// Changes the queue if the contexts that lead to the entry's site allow it, and says what has
  /// come of it.
  func change(_ order: QueueOrder, at site: Site, _ agreed: Agreement) {
    if let refusal = refusal(of: order, at: site, agreed) {
      return mailbox.post(.notice(.error, "nothing was done to the queue: \(refusal.summary)"))
    }
    guard let runner = queue.withLock({ $0 }) else {
      return mailbox.post(.notice(.error, "there is no queue here"))
    }
    inFlight.withLock { $0 += 1 }
    let timekeeper = runner.timekeeper
    Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
      do throws(QueueProblem) {
        switch order {
        case .edit(let id, let edit, let seen):
          let event = try await runner.store.carryOut(
            edit, on: id, seen: seen, by: .dashboard, timekeeper: timekeeper)
          note(event)
        }
      } catch {
        mailbox.post(.notice(.error, "\(error)"))
      }
      runner.wake()
      inFlight.withLock { $0 -= 1 }
    }
  }

  /// Why nothing may be changed with this yes; nil where it may. Only what is released starts by
  /// itself, so that production wants its word. Where no context leads to the site, it may be
  /// production, and what holds for all of them holds there.
  private func refusal(of order: QueueOrder, at site: Site, _ agreed: Agreement) -> AWSError? {
    let all = lanes()
    let leading = all.filter { $0.poller.id(of: site) != nil }
    let places = leading.isEmpty && all.allSatisfy(\.isReadOnly) ? all : leading
    var agreed = agreed
    guard case .edit(_, .release, seen: _) = order else {
      agreed.hasWord = true
      return Self.refusal(of: agreed, by: places)
    }
    if let refusal = Self.refusal(of: agreed, by: places) { return refusal }
    guard leading.isEmpty, !agreed.hasWord else { return nil }
    return .configuration(place: "production", message: "this may be production: type its name")
  }

  /// Writes an event down, and shows it.
  func note(_ event: Event?) {
    guard let event else { return }
    remember([event])
    mailbox.post(.recalled([event]))
  }

  /// Longer than this nobody waits to learn who the caller is.
  private static let patience = Duration.seconds(3)

  /// Who AWS says the caller is at a site; nil where nobody can tell soon.
  func caller(at site: SiteID, _ timekeeper: any Timekeeper) async -> String? {
    let lanes = lanes(of: site)
    return try? await timekeeper.limited(to: Self.patience) {
      for lane in lanes {
        if let caller = try? await lane.visit().caller() { return caller }
      }
      return nil
    }
  }
}
