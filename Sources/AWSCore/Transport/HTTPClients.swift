import AsyncHTTPClient
import Ground
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The HTTP library's clients, one for each route, and the one thread that serves them all; each is
/// made when it is first needed.
final class HTTPClients: Sendable {
  /// Where a client's connections lead.
  struct Way: Hashable {
    var isTLS: Bool
    var proxy: HTTPProxy?

    /// Whether the library is to take the proxy for the server.
    var isPlainProxying: Bool { proxy != nil && !isTLS }
  }

  private struct State {
    var threads: MultiThreadedEventLoopGroup?
    var clients: [Way: HTTPClient] = [:]
    var isShutDown = false
  }

  struct ShutDown: Error {}

  private let options: TransportOptions
  private let files: BlockingQueue
  private let state = Mutex(State())

  init(_ options: TransportOptions, timekeeper: any Timekeeper) {
    self.options = options
    files = BlockingQueue(label: "exportdeck.certificates", timekeeper: timekeeper)
  }

  deinit { close {} }

  /// - Throws: `ShutDown`, or `AWSError.configuration` for a certificate bundle that can't be used
  ///   or whose disk doesn't answer.
  func client(for way: Way) async throws -> (client: HTTPClient, loop: any EventLoop) {
    let isKnown = state.withLock { $0.clients[way] != nil }
    let roots = isKnown || !way.isTLS ? nil : try await trustRoots()
    return try state.withLock { state in
      if state.isShutDown { throw ShutDown() }
      // One thread is plenty for a few requests at once; the default is one for each core.
      let threads = state.threads ?? MultiThreadedEventLoopGroup(numberOfThreads: 1)
      state.threads = threads
      let client = state.clients[way] ?? make(for: way, trusting: roots, on: threads)
      state.clients[way] = client
      return (client, threads.any())
    }
  }

  /// Closes every connection and ends the thread; from then on there are no clients.
  func close(then done: @escaping @Sendable () -> Void) {
    let (clients, threads) = state.withLock { state in
      defer { state = State(isShutDown: true) }
      return (Array(state.clients.values), state.threads)
    }
    Self.close(clients[...]) {
      guard let threads else { return done() }
      threads.shutdownGracefully(queue: .global()) { _ in done() }
    }
  }

  private static func close(
    _ clients: ArraySlice<HTTPClient>, then done: @escaping @Sendable () -> Void
  ) {
    guard let client = clients.first else { return done() }
    client.shutdown(queue: .global()) { _ in close(clients.dropFirst(), then: done) }
  }

  private func trustRoots() async throws(AWSError) -> [NIOSSLCertificate]? {
    guard options.certificateBundle != nil else { return nil }
    return try await files.run(cancelled: .cancelled, stuck: AWSError.silentDisk(at:)) {
      [options] () async throws(AWSError) in try options.trustRoots()
    }
  }

  private func make(
    for way: Way, trusting roots: [NIOSSLCertificate]?, on threads: MultiThreadedEventLoopGroup
  ) -> HTTPClient {
    var pool = HTTPClient.Configuration.ConnectionPool(
      idleTimeout: .nanoseconds(Int64(options.idleTimeout.nanoseconds)))
    pool.retryConnectionEstablishment = false
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: way.isTLS ? Self.tls(trusting: roots) : nil,
      redirectConfiguration: .disallow,
      timeout: .init(connect: .nanoseconds(Int64(options.connectTimeout.nanoseconds))),
      connectionPool: pool, decompression: .disabled)
    // Query calls are small and few: with HTTP/1.1 each has a connection to itself while it runs,
    // which makes cancelling simple.
    configuration.httpVersion = .http1Only
    configuration.tracing.tracer = nil
    configuration.http1_1ConnectionDebugInitializer = way.complete
    if let proxy = way.proxy, !way.isPlainProxying {
      configuration.proxy = .server(
        host: proxy.host, port: proxy.port,
        authorization: proxy.basicCredentials.map { .basic(credentials: $0) })
    }
    return HTTPClient(eventLoopGroup: threads, configuration: configuration)
  }

  private static func tls(trusting roots: [NIOSSLCertificate]?) -> TLSConfiguration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    if let roots { tls.trustRoots = .certificates(roots) }
    return tls
  }
}

/// A page of 100 tasks is read at once. What is small takes little.
private let roomForAnswers = AdaptiveRecvByteBufferAllocator(
  minimum: 1 << 10, initial: 1 << 12, maximum: 1 << 18)

extension HTTPClients.Way {
  /// Puts this program's own handlers between the library and its decoder, on each connection.
  fileprivate var complete: @Sendable (any Channel) -> EventLoopFuture<Void> {
    { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.syncOptions?.setOption(.recvAllocator, value: roomForAnswers)
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        if isPlainProxying, let proxy {
          try pipeline.addHandler(PlainProxying(proxy), position: .after(decoder))
        }
        try pipeline.addHandler(StatusCheck(), position: .after(decoder))
        try pipeline.addHandler(HeadWithBody(), position: .after(decoder))
      }
    }
  }
}
