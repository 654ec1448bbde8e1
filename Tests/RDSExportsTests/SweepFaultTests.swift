import AWSCore
import Foundation
import Ground
import Support
import Synchronization
import Testing

@testable import RDSExports

/// Twelve pages over real sockets, and each kind of trouble at each of their calls.
@Suite(.timeLimit(.minutes(15))) struct SweepFaultTests {
  private static let pages = 12
  private static let tasksOnPage = 20

  enum Fault: String, CaseIterable, Sendable {
    case throttling, internalFailure, unavailable, html, truncated, cutXML, reset, closed, stall
    case skewedClock, expiredToken

    /// Whether the next attempt may go well.
    var isRetried: Bool { self != .cutXML && self != .expiredToken }

    func steps(_ wall: Date) -> [LoopbackServer.Step] {
      let page = SweepFaultTests.page(0)
      switch self {
      case .throttling: return [.answer(400, body: Self.error("Throttling", "Rate exceeded"))]
      case .internalFailure: return [.answer(500, body: Self.error("InternalFailure", "Oops"))]
      case .unavailable: return [.answer(503, body: Self.error("ServiceUnavailable", "Later"))]
      case .html: return [.answer(502, body: "<html><body>Bad Gateway</body></html>")]
      case .truncated:
        return [
          .send("HTTP/1.1 200 OK\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page.prefix(700))"),
          .close,
        ]
      case .cutXML: return [.answer(body: String(page.prefix(700)))]
      case .reset: return [.reset]
      case .closed: return [.close]
      case .stall:
        return [
          .send("HTTP/1.1 200 OK\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page.prefix(700))"),
          .waitForPeerToLeave,
        ]
      case .skewedClock:
        return [
          .answer(
            403, headers: ["Date": SweepFaultTests.httpDate(wall.addingTimeInterval(3600))],
            body: Self.error("SignatureDoesNotMatch", "Signature expired: a is now earlier than b"))
        ]
      case .expiredToken:
        return [.answer(403, body: Self.error("ExpiredToken", "The token has expired"))]
      }
    }

    private static func error(_ code: String, _ message: String) -> String {
      "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message>"
        + "</Error><RequestId>r-1</RequestId></ErrorResponse>"
    }

    /// Whether an error tells of this fault.
    func explains(_ error: ExportTasksError) -> Bool {
      switch (self, error) {
      case (.throttling, .call(.service(let fault))):
        fault.isThrottling && fault.attempts == 3
      case (.internalFailure, .call(.service(let fault))):
        fault.code == "InternalFailure" && fault.attempts == 3
      case (.unavailable, .call(.service(let fault))):
        fault.code == "ServiceUnavailable" && fault.attempts == 3
      case (.html, .call(.service(let fault))): fault.code == "HTTP 502" && fault.attempts == 3
      case (.truncated, .call(.connection(let failure))), (.reset, .call(.connection(let failure))),
        (.closed, .call(.connection(let failure))):
        failure.kind == .closed
      case (.stall, .call(.connection(let failure))): failure.kind == .timeout
      case (.cutXML, .call(.unreadableAnswer)): true
      case (.skewedClock, .call(.service(let fault))):
        fault.code == "SignatureDoesNotMatch" && fault.advice.contains("clock")
      case (.expiredToken, .call(.service(let fault))):
        fault.code == "ExpiredToken" && fault.attempts == 1
      default: false
      }
    }
  }

  // MARK: The server

  private static func identifier(_ page: Int, _ task: Int) -> String { "t-\(page)-\(task)" }

  fileprivate static func page(_ number: Int) -> String {
    AnswerXML.page(
      (0..<tasksOnPage).map { AnswerXML.task(identifier(number, $0), status: "COMPLETE") },
      marker: number < pages - 1 ? "page-\(number + 1)" : nil)
  }

  fileprivate static func httpDate(_ date: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return formatter.string(from: date)
  }

  /// What happens at a page, as long as it does.
  private final class Trouble: Sendable {
    let fault: Fault
    let page: Int
    let isForEver: Bool
    private let state = Mutex((attempts: 0, stalls: 0))

    init(_ fault: Fault, page: Int, isForEver: Bool) {
      (self.fault, self.page, self.isForEver) = (fault, page, isForEver)
    }

    /// Whether this attempt meets it.
    func meets(_ page: Int) -> Bool {
      guard page == self.page else { return false }
      return state.withLock { state in
        state.attempts += 1
        guard isForEver || state.attempts == 1 else { return false }
        if fault == .stall { state.stalls += 1 }
        return true
      }
    }

    /// One stalled exchange that has not been ended yet.
    func takeStall() -> Bool {
      state.withLock { state in
        guard state.stalls > 0 else { return false }
        state.stalls -= 1
        return true
      }
    }
  }

  private static func server(_ trouble: Trouble, _ clock: HandCrankedTimekeeper) throws
    -> LoopbackServer
  {
    try LoopbackServer { request, _ in
      let marker = request.body.split(separator: "&").first { $0.hasPrefix("Marker=") }
      let page = marker.flatMap { Int($0.split(separator: "-")[1]) } ?? 0
      if trouble.meets(page) { return trouble.fault.steps(clock.wall) }
      return [
        .answer(headers: ["Date": httpDate(clock.wall)], body: Self.page(page))
      ]
    }
  }

  // MARK: The sweep

  private struct Sweep: Sendable {
    var identifiers: [String] = []
    var error: ExportTasksError?
  }

  private static func sweep(
    _ trouble: Trouble, _ transport: AsyncHTTPTransport, _ clock: HandCrankedTimekeeper
  ) async throws -> (sweep: Sweep, requests: Int) {
    let server = try server(trouble, clock)
    let aws = AWSClient(
      region: "eu-west-1", endpoint: server.url,
      credentials: StaticCredentials(Credentials(accessKeyID: "A", secretAccessKey: "s")),
      transport: transport, timekeeper: clock, random: { 1 },
      userAgent: UserAgent(product: "t", version: "1"))
    let client = RDSExportsClient(aws)
    let done = Mutex<Sweep?>(nil)
    let work = Task(executorPreference: BackgroundQueue.shared) {
      var sweep = Sweep()
      do {
        for try await page in client.exportTaskPages(matching: .init(maxRecords: 20)) {
          sweep.identifiers += page.tasks.map(\.exportTaskIdentifier)
        }
      } catch {
        sweep.error = error as? ExportTasksError
      }
      let result = sweep
      done.withLock { $0 = result }
    }
    defer { work.cancel() }
    // Rests are short, limits long; a limit is only reached where the server has stalled.
    try await eventually("the end of the sweep", limit: .seconds(300)) {
      if let due = clock.nextDue, due < .seconds(10) {
        await clock.nudge(by: due)
      } else if trouble.takeStall() {
        await clock.nudge(by: .seconds(15))
      }
      return done.withLock { $0 } != nil
    }
    return (done.withLock { $0 } ?? Sweep(), server.requests.count)
  }

  private static func identifiers(of pages: Range<Int>) -> [String] {
    pages.flatMap { page in (0..<tasksOnPage).map { identifier(page, $0) } }
  }

  @Test(arguments: Fault.allCases)
  func `a fault at any call once or for ever ends right, with no task twice and none lost`(
    fault: Fault
  ) async throws {
    for page in 0..<Self.pages {
      for isForEver in [false, true] {
        let clock = HandCrankedTimekeeper()
        let transport = AsyncHTTPTransport(timekeeper: clock)
        let trouble = Trouble(fault, page: page, isForEver: isForEver)
        let (sweep, requests) = try await Self.sweep(trouble, transport, clock)
        await transport.shutdown()
        let name = "\(fault) at page \(page), \(isForEver ? "for ever" : "once")"
        if fault.isRetried && !isForEver {
          #expect(sweep.error == nil, "\(name)")
          #expect(sweep.identifiers == Self.identifiers(of: 0..<Self.pages), "\(name)")
          #expect(requests == Self.pages + 1, "\(name)")
        } else {
          let error = try #require(sweep.error, "\(name)")
          #expect(fault.explains(error), "\(name): \(error)")
          #expect(sweep.identifiers == Self.identifiers(of: 0..<page), "\(name)")
        }
      }
    }
    Judge.report("faults over a sweep, \(fault)", cases: 2 * Self.pages)
  }
}
