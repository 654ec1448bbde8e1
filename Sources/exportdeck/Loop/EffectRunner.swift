import AWSCore
import Dashboard
import Monitor
import RDSExports
import Synchronization
import Tracking

/// Carries out, off the main thread, what the screen wants done in the world, and posts each answer
/// to the mailbox.
final class EffectRunner: Sendable {
  /// One watched context: its poller, and the way to a client of its own.
  struct Lane: Sendable {
    var poller: Poller
    var client: @Sendable () async throws(AWSError) -> (any ExportTasksClient, ContextLabel)
  }

  private let lanes: [ContextID: Lane]
  private let mailbox: Mailbox
  private let timekeeper: any Timekeeper
  private let ask: ScreenAsk?
  private let whenLookingAnew: @Sendable () -> Void
  private let inFlight = Mutex(0)

  /// - Parameters:
  ///   - ask: Where the user's answers go; nil where nothing is asked.
  ///   - whenLookingAnew: Called when the user wants something of AWS: what was asked in vain may be
  ///     asked again.
  init(
    lanes: [ContextID: Lane], mailbox: Mailbox, timekeeper: any Timekeeper, ask: ScreenAsk? = nil,
    whenLookingAnew: @escaping @Sendable () -> Void = {}
  ) {
    self.lanes = lanes
    self.mailbox = mailbox
    self.timekeeper = timekeeper
    self.ask = ask
    self.whenLookingAnew = whenLookingAnew
  }

  func answer(_ number: Int, _ answer: String?) { ask?.answered(number, answer) }

  /// Whether no action is under way.
  var isIdle: Bool { inFlight.withLock { $0 == 0 } && lanes.values.allSatisfy(\.poller.isIdle) }

  func begin() { for lane in lanes.values { lane.poller.start() } }
  func end() { for lane in lanes.values { lane.poller.stop() } }
  /// The machine has slept, perhaps: a lane that is overdue by the wall clock polls at once.
  func wake() { for lane in lanes.values { lane.poller.wake() } }
  func refresh() {
    whenLookingAnew()
    for lane in lanes.values { lane.poller.refresh() }
  }
  func setPaused(_ isPaused: Bool) { for lane in lanes.values { lane.poller.setPaused(isPaused) } }

  func setInterval(_ interval: Duration) {
    for lane in lanes.values { lane.poller.setInterval(interval) }
  }

  /// - Parameter isReadOnly: Checked again here, where the effect runs: what a key may do is one
  ///   thing, what the program may do another.
  func start(
    ticket: Int, _ context: ContextID, _ request: StartExportTaskRequest, isReadOnly: Bool
  ) {
    act(in: context, isReadOnly: isReadOnly) { client throws(ExportTasksError) in
      try await client.startExportTask(request)
    } report: {
      .started(ticket: ticket, $0)
    }
  }

  func cancel(_ id: TaskID, isReadOnly: Bool) {
    act(in: id.context, isReadOnly: isReadOnly) { client throws(ExportTasksError) in
      try await client.cancelExportTask(identifier: id.identifier)
    } report: {
      .canceled(id, $0)
    }
  }

  private func act(
    in context: ContextID, isReadOnly: Bool,
    _ operation:
      @escaping @Sendable (any ExportTasksClient) async throws(ExportTasksError) -> ExportTask,
    report: @escaping @Sendable (Result<ExportTask, ExportTasksError>) -> Message
  ) {
    guard !isReadOnly else {
      return mailbox.post(
        report(
          .failure(
            .call(.configuration(place: "--read-only", message: "starting and canceling are off")))
        ))
    }
    guard let lane = lanes[context] else { return }
    whenLookingAnew()
    inFlight.withLock { $0 += 1 }
    let sentAt = Observation(sentAt: timekeeper.wall)
    Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
      let outcome: Result<ExportTask, ExportTasksError>
      do throws(ExportTasksError) {
        let client: any ExportTasksClient
        do throws(AWSError) { client = try await lane.client().0 } catch { throw .call(error) }
        outcome = .success(try await operation(client))
      } catch {
        outcome = .failure(error)
      }
      if case .success(let task) = outcome { lane.poller.absorb(task, sentAt: sentAt) }
      mailbox.post(report(outcome))
      inFlight.withLock { $0 -= 1 }
    }
  }
}
