import AWSCore
import Foundation
import RDSExports
import Support
import Synchronization
import Tracking

@testable import Monitor

/// A poller with a hand-cranked clock, a made-up account and a list of all that was delivered.
final class Deck: Sendable {
  let clock = HandCrankedTimekeeper()
  let account: FakeAccount
  let poller: Poller
  private let log: Log

  /// What was delivered, and what the poller is to be given for a client.
  private final class Log: Sendable {
    let deliveries = Mutex<[(snapshot: Snapshot, changes: Changes)]>([])
    let missing = Mutex<AWSError?>(nil)
    let clientCalls = Mutex(0)
    let visit = Mutex<SiteVisit?>(nil)
    let onDelivery = Mutex<(@Sendable () -> Void)?>(nil)
  }

  /// - Parameter settles: False lets the clock be turned while a request is held back.
  init(
    tasks: [ExportTask] = [], policy: PollingPolicy = PollingPolicy(),
    memory: (any Remembering)? = nil, settles: Bool = true
  ) {
    let log = Log()
    let account = FakeAccount(clock: clock, tasks: tasks)
    poller = Poller(
      context: ContextID(1), label: ContextLabel(profile: "prod", region: ""), policy: policy,
      sites: Sites(), timekeeper: clock, random: { 0.5 }, memory: memory,
      visit: { () throws(AWSError) -> SiteVisit in
        log.clientCalls.withLock { $0 += 1 }
        if let error = log.missing.withLock({ $0 }) { throw error }
        return log.visit.withLock { $0 } ?? Deck.visit(account)
      },
      deliver: { snapshot, changes in
        log.deliveries.withLock { $0.append((snapshot, changes)) }
        log.onDelivery.withLock { $0 }?()
      })
    self.account = account
    self.log = log
    let poller = poller
    if settles { clock.settles { poller.isIdle } }
  }

  var deliveries: [(snapshot: Snapshot, changes: Changes)] { log.deliveries.withLock { $0 } }
  var clientCalls: Int { log.clientCalls.withLock { $0 } }
  var feed: Feed { deliveries.last?.snapshot.feed ?? Feed() }
  var rows: [TrackedTask] { Array(deliveries.last?.snapshot.tasks ?? TrackedTasks()) }
  var events: [Event.Kind] { deliveries.flatMap(\.changes.events).map(\.kind) }
  /// What the requests since the last `forget` were for.
  var questions: [String] {
    account.asked.map { request in
      request.filters.first.map(\.name) ?? "everything" + (request.marker.map { " \($0)" } ?? "")
    }
  }

  func status(of identifier: String) -> ExportTaskStatus? {
    rows.first { $0.id.identifier == identifier }?.task.status
  }

  func forget() {
    account.forget()
    log.deliveries.withLock { $0 = [] }
  }

  /// What the settings lead to from now on.
  func lead(to visit: SiteVisit?) { log.visit.withLock { $0 = visit } }

  static func visit(
    _ client: any ExportTasksClient, account: String? = nil, keyID: String = "AKIDONE",
    region: String = "eu-west-1", sts: @escaping @Sendable () async -> String? = { nil },
    learn: @escaping @Sendable (String) -> Void = { _ in }
  ) -> SiteVisit {
    SiteVisit(
      client: client, label: ContextLabel(profile: "prod", region: region),
      site: Site(
        endpoint: "https://rds.\(region).amazonaws.com", region: region, partition: "aws",
        account: account),
      keyID: keyID, account: sts, learn: learn)
  }

  func lackClient(_ error: AWSError?) { log.missing.withLock { $0 = error } }
  func onDelivery(_ work: @escaping @Sendable () -> Void) { log.onDelivery.withLock { $0 = work } }

  /// Starts and waits until all is quiet.
  func begin() async throws {
    poller.start()
    try await clock.settle()
  }

  func pass(_ seconds: Double) async throws {
    try await clock.advance(by: .seconds(seconds))
  }
}

func export(
  _ identifier: String, _ status: ExportTaskStatus = .inProgress, percent: Int? = nil
) -> ExportTask {
  var task = ExportTask(exportTaskIdentifier: identifier)
  task.status = status
  task.percentProgress = percent
  return task
}

func fault(_ code: String, _ message: String = "", status: Int = 400) -> ExportTasksError {
  .call(.service(ServiceFault(code: code, message: message, status: status)))
}

let refused = ExportTasksError.call(
  .connection(ConnectionFailure(kind: .refused, peer: "127.0.0.1:1", detail: "refused")))
