import NIOCore
import NIOHTTP1
import NIOPosix

/// The socket of a simulator: HTTP/1.1 on loopback, on one event loop.
struct Listener: Sendable {
  let port: Int
  private let group: MultiThreadedEventLoopGroup

  /// - Throws: `SimulatorError.cannotListen`.
  static func open(port: Int, services: Services) async throws -> Listener {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          // Pipelining assistance hands over a request only when the one before it is answered.
          try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: true, withErrorHandling: true)
          try pipeline.addHandler(ConnectionHandler(services: services))
        }
      }
    do {
      let channel = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
      return Listener(port: channel.localAddress?.port ?? port, group: group)
    } catch {
      try? await group.shutdownGracefully()
      throw SimulatorError.cannotListen(port: port, reason: "\(error)")
    }
  }

  /// Closes the socket and every connection; calling it again does nothing.
  func close() async {
    // This only fails if the loop is already gone.
    try? await group.shutdownGracefully()
  }
}

/// Why a simulator didn't start.
public enum SimulatorError: Error, CustomStringConvertible, Sendable {
  case invalidOption(String)
  case cannotListen(port: Int, reason: String)

  public var description: String {
    switch self {
    case .invalidOption(let reason): "The simulator can't start. \(reason)"
    case .cannotListen(let port, let reason):
      "The simulator can't listen on 127.0.0.1:\(port): \(reason). Choose another port, or 0 to "
        + "let the system choose."
    }
  }
}
