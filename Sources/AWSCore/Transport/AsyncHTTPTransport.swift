import AsyncHTTPClient
import Dispatch
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The way to a server over AsyncHTTPClient: one of it serves the whole process.
///
/// The library's defaults are not used where they would surprise: its deadline ends with the head
/// of the answer, it retries a refused connection until the time is up, and it follows redirects
/// with a signature that is for another host.
public final class AsyncHTTPTransport: HTTPTransport {
  private let client: HTTPClient
  private let threads: MultiThreadedEventLoopGroup
  private let timekeeper: any Timekeeper
  private let largestBody: Int
  private let isShutDown = Mutex(false)

  public init(timekeeper: any Timekeeper, options: TransportOptions = TransportOptions()) {
    self.timekeeper = timekeeper
    largestBody = options.largestBody
    // One thread is plenty for a few requests at once; the default is one for each core.
    threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    client = HTTPClient(eventLoopGroup: threads, configuration: Self.configuration(options))
  }

  deinit {
    if !isShutDown.withLock({ $0 }) { Self.close(client, threads) {} }
  }

  /// Closes every connection and ends the thread; to be called once, at the end of the process.
  public func shutdown() async {
    let isFirst = isShutDown.withLock { isDown in
      defer { isDown = true }
      return !isDown
    }
    guard isFirst else { return }
    await withCheckedContinuation { continuation in
      Self.close(client, threads) { continuation.resume() }
    }
  }

  public func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    guard let parts = URLParts(request.url) else {
      throw ConnectionFailure(kind: .other, peer: "", detail: "not a usable URL")
    }
    do {
      return try await timekeeper.limited(to: limit) { [self] in
        try await exchange(request, host: parts.authority)
      }
    } catch is TimeLimitReached {
      throw ConnectionFailure(
        kind: .timeout, peer: parts.peer,
        detail: "no complete answer within \(limit.formattedSeconds)")
    } catch {
      try Task.checkCancellation()
      throw ConnectionFailure(error, peer: parts.peer)
    }
  }

  /// Through the library's futures: its async calls start a task on a global queue for each request
  /// and wake the caller for every part of the answer. Begun on the event loop, because each of the
  /// steps that begin a request would wake it from outside.
  private func exchange(_ request: HTTPRequest, host: String) async throws -> HTTPResponse {
    var headers = HTTPHeaders([("Host", host)])
    for header in request.headers { headers.add(name: header.name, value: header.value) }
    let outgoing = try HTTPClient.Request(
      url: request.url, method: HTTPMethod(rawValue: request.method), headers: headers,
      body: request.body.isEmpty ? nil : .byteBuffer(ByteBuffer(bytes: request.body)))
    let exchange = Exchange()
    let (client, largestBody) = (client, largestBody)
    let answer = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        threads.any().execute {
          let task = client.execute(
            request: outgoing,
            delegate: ResponseAccumulator(request: outgoing, maxBodySize: largestBody))
          exchange.began(task)
          task.futureResult.whenComplete { continuation.resume(with: $0) }
        }
      }
    } onCancel: {
      exchange.cancel()
    }
    return HTTPResponse(
      status: Int(answer.status.code),
      headers: answer.headers.map { HTTPHeader($0.name, $0.value) },
      body: answer.body.map { Array($0.readableBytesView) } ?? [])
  }

  private static func configuration(_ options: TransportOptions) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    if let bundle = options.certificateBundle { tls.trustRoots = .file(bundle) }
    var pool = HTTPClient.Configuration.ConnectionPool(
      idleTimeout: .nanoseconds(Int64(options.idleTimeout.nanoseconds)))
    pool.retryConnectionEstablishment = false
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(connect: .nanoseconds(Int64(options.connectTimeout.nanoseconds))),
      connectionPool: pool, decompression: .disabled)
    // Query calls are small and few: a connection of its own for each makes cancelling simple.
    configuration.httpVersion = .http1Only
    return configuration
  }

  private static func close(
    _ client: HTTPClient, _ threads: MultiThreadedEventLoopGroup,
    then done: @escaping @Sendable () -> Void
  ) {
    client.shutdown(queue: .global()) { _ in
      threads.shutdownGracefully(queue: .global()) { _ in done() }
    }
  }
}

/// A request on its way, which may be cancelled before it has begun.
private final class Exchange: Sendable {
  private struct State {
    var task: HTTPClient.Task<HTTPClient.Response>?
    var isCancelled = false
  }

  private let state = Mutex(State())

  func began(_ task: HTTPClient.Task<HTTPClient.Response>) {
    let isCancelled = state.withLock { state in
      state.task = task
      return state.isCancelled
    }
    if isCancelled { task.cancel() }
  }

  func cancel() {
    let task = state.withLock { state in
      state.isCancelled = true
      return state.task
    }
    task?.cancel()
  }
}

extension Duration {
  fileprivate var formattedSeconds: String {
    let tenths = (seconds * 10).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths)) s" : "\(tenths) s"
  }
}
