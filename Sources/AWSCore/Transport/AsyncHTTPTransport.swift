import AsyncHTTPClient
import Ground
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends requests over AsyncHTTPClient; one serves the whole process.
///
/// The library's defaults are avoided where they would surprise: its deadline ends with the head of
/// the answer, it retries a refused connection until the time is up, and it follows redirects with
/// a signature meant for another host.
public final class AsyncHTTPTransport: HTTPTransport {
  private let clients: HTTPClients
  private let proxies: ProxyRules
  private let timekeeper: any Timekeeper
  private let largestBody: Int

  public init(timekeeper: any Timekeeper, options: TransportOptions = TransportOptions()) {
    self.timekeeper = timekeeper
    largestBody = options.largestBody
    proxies = options.proxies
    clients = HTTPClients(options, timekeeper: timekeeper)
  }

  /// Closes every connection and ends the thread; to be called at the end of the process.
  public func shutdown() async {
    await withCheckedContinuation { continuation in clients.close { continuation.resume() } }
  }

  public func proxyName(for url: String) -> String? { try? proxies.proxyName(for: url) }

  public func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    guard let parts = URLParts(request.url) else {
      throw ConnectionFailure(kind: .other, peer: "", detail: "not a usable URL")
    }
    let way = HTTPClients.Way(
      isTLS: parts.scheme == "https",
      proxy: request.bypassesProxy ? nil : try proxies.proxy(for: parts))
    do {
      return try await timekeeper.limited(to: limit) { [self] in
        try await exchange(request, parts, way)
      }
    } catch is TimeLimitReached {
      throw ConnectionFailure(
        kind: .timeout, peer: parts.peer,
        detail: "no complete answer within \(limit.formattedSeconds)", proxy: way.proxy?.name)
    } catch let error as AWSError {
      throw error
    } catch {
      try Task.checkCancellation()
      throw ConnectionFailure(error, peer: parts.peer, proxy: way.proxy?.name)
    }
  }

  /// Uses the library's futures: its async calls start a task on a global queue for each request
  /// and wake the caller for every part of the answer. The request starts on the event loop, which
  /// each step of starting it would otherwise wake from outside.
  private func exchange(
    _ request: HTTPRequest, _ parts: URLParts, _ way: HTTPClients.Way
  ) async throws -> HTTPResponse {
    var headers = HTTPHeaders([("Host", parts.authority)])
    for header in request.headers { headers.add(name: header.name, value: header.value) }
    let outgoing = try HTTPClient.Request(
      url: way.isPlainProxying ? way.url(of: parts) : request.url,
      method: HTTPMethod(rawValue: request.method), headers: headers,
      body: request.body.isEmpty ? nil : .byteBuffer(ByteBuffer(bytes: request.body)))
    let exchange = Exchange()
    let (client, loop) = try await clients.client(for: way)
    let collector = AnswerCollector(for: request, largestBody: largestBody)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        loop.execute {
          let task = client.execute(request: outgoing, delegate: collector)
          exchange.began(task)
          task.futureResult.whenComplete { continuation.resume(with: $0) }
        }
      }
    } onCancel: {
      exchange.cancel()
    }
  }
}

extension HTTPClients.Way {
  /// The target's path and query at the proxy: `PlainProxying` puts the target back in front of
  /// them.
  fileprivate func url(of target: URLParts) -> String {
    guard let proxy else { return "" }
    let host = proxy.host.contains(":") ? "[\(proxy.host)]" : proxy.host
    return "http://\(host):\(proxy.port)\(target.path)"
      + (target.query.isEmpty ? "" : "?\(target.query)")
  }
}

/// A request on its way, which may be cancelled before it has begun.
private final class Exchange: Sendable {
  private struct State {
    var task: HTTPClient.Task<HTTPResponse>?
    var isCancelled = false
  }

  private let state = Mutex(State())

  func began(_ task: HTTPClient.Task<HTTPResponse>) {
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
