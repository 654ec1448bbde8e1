import Dispatch
import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore
@testable import Ground

/// While something outside is waited for, the board of the calling task names it.
@Suite(.timeLimit(.minutes(15))) struct WaitBoardTests {
  private let clock = HandCrankedTimekeeper()
  private let board = WaitBoard()

  /// What the board says in the middle of an operation, and after it.
  private func waits(
    during operation: @escaping @Sendable (@escaping @Sendable () -> Void) async -> Void
  ) async -> [Wait?] {
    let seen = Mutex<[Wait?]>([])
    let board = board
    await WaitBoard.$current.withValue(board) {
      await operation { seen.withLock { $0.append(board.newest) } }
    }
    return seen.withLock { $0 } + [board.newest]
  }

  @Test func `a helper is named without its arguments, with its profile and its minute`() async {
    let surroundings = Surroundings(
      environment: .home(), transport: ScriptedTransport { _, _ in throw CancellationError() },
      timekeeper: clock)
    let waits = await waits { look in
      var surroundings = surroundings
      surroundings.processes = WatchedProcesses(look)
      _ = try? await ProcessCredentials(
        command: "/opt/aws-vault exec --password hush", place: "somewhere", profileName: "prod",
        surroundings: surroundings
      ).credentials()
    }
    let expected = Wait(
      .program("/opt/aws-vault …", profile: "prod"), since: .zero, limit: .seconds(60))
    #expect(waits == [expected, nil])
  }

  @Test func `a call names the server and the proxy, and how long all attempts may take`() async {
    let waits = await waits { [clock] look in
      let transport = ProxiedTransport(look)
      let client = AWSClient(
        region: "eu-west-1", endpoint: "https://rds.eu-west-1.amazonaws.com",
        credentials: nil, transport: transport, timekeeper: clock,
        userAgent: UserAgent(product: "exportdeck", version: "0"))
      _ = try? await client.call(AWSCall(action: "X", body: []))
    }
    let expected = Wait(
      .server("rds.eu-west-1.amazonaws.com:443", proxy: "10.0.0.1:3128"), since: .zero,
      limit: .seconds(30))
    #expect(waits == [expected, nil])
  }

  @Test(arguments: [false, true])
  func `a login's request names its server, and the proxy where it takes it`(isLocal: Bool) async {
    let waits = await waits { [clock] look in
      let exchange = PlainExchange(
        transport: ProxiedTransport(look), timekeeper: clock, random: { 0 }, attempts: 3,
        attemptLimit: .seconds(15))
      _ = try? await exchange.send(
        HTTPRequest(
          url: "https://oidc.eu-west-1.amazonaws.com/token", headers: [], body: [],
          bypassesProxy: isLocal)
      ) { _ in false }
    }
    let expected = Wait(
      .server("oidc.eu-west-1.amazonaws.com:443", proxy: isLocal ? nil : "10.0.0.1:3128"),
      since: .zero, limit: .seconds(45))
    #expect(waits == [expected, nil])
  }

  @Test func `a transport knows its proxies`() async {
    let environment = Environment(variables: ["HTTPS_PROXY": "http://me:hush@10.0.0.1:3128"])
    let transport = AsyncHTTPTransport(
      timekeeper: clock, options: TransportOptions(proxies: ProxyRules(environment)))
    #expect(
      transport.proxyName(for: "https://rds.eu-west-1.amazonaws.com")
        == "10.0.0.1:3128 (environment variable HTTPS_PROXY)")
    #expect(transport.proxyName(for: "http://rds.eu-west-1.amazonaws.com") == nil)
    await transport.shutdown()
  }

  @Test func `a disk that doesn't answer is named by the file`() async throws {
    let queue = BlockingQueue(label: "test", timekeeper: clock)
    let (isHeld, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let task = Task {
      try await WaitBoard.$current.withValue(board) { () async throws in
        try await WaitBoard.noting({
          queue.running.map { Wait(.disk($0.place), since: $0.began, limit: $0.patience) }
        }) { () async throws in
          try await queue.run(
            cancelled: CancellationError() as any Error,
            stuck: { _ in
              CancellationError()
            }
          ) { () async throws(any Error) in
            queue.isAt("~/.aws/config")
            isHeld.signal()
            go.wait()
          }
        }
      }
    }
    isHeld.wait()
    #expect(board.newest == Wait(.disk("~/.aws/config"), since: .zero, limit: .seconds(10)))
    go.signal()
    try await task.value
    #expect(board.newest == nil)
  }

  @Test func `of several waits the last counts, and whoever watches hears of each`() async {
    let changes = Mutex(0)
    board.watch { changes.withLock { $0 += 1 } }
    let (board, clock) = (board, clock)
    await WaitBoard.$current.withValue(board) {
      await WaitBoard.noting(.server("a", proxy: nil), within: .seconds(1), by: clock) {
        #expect(board.newest?.subject == .server("a", proxy: nil))
        await WaitBoard.noting(.server("b", proxy: nil), within: .seconds(1), by: clock) {
          #expect(board.newest?.subject == .server("b", proxy: nil))
        }
        #expect(board.newest?.subject == .server("a", proxy: nil))
      }
    }
    #expect(changes.withLock { $0 } == 4)
  }
}

/// Looks around where it would wait.
private struct WatchedProcesses: ProcessRunning {
  let look: @Sendable () -> Void

  init(_ look: @escaping @Sendable () -> Void) { self.look = look }

  func run(
    _ arguments: [String], environment: Environment, within limit: Duration
  ) async throws(ChildProcessError) -> ChildProcessOutcome {
    look()
    throw .cancelled
  }
}

private struct ProxiedTransport: HTTPTransport {
  let look: @Sendable () -> Void

  init(_ look: @escaping @Sendable () -> Void) { self.look = look }

  func proxyName(for url: String) -> String? { "10.0.0.1:3128" }

  func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    look()
    return HTTPResponse(status: 200)
  }
}
