import Foundation
import Synchronization

/// A tiny HTTP/1.1 server on 127.0.0.1 that does what a test's script says, rudeness included.
public final class LoopbackServer: Sendable {
  /// What to do once a request is in. Without `close` the connection stays for the next request.
  public enum Step: Sendable {
    case send(String)
    /// The text over and over, a few milliseconds apart, until the peer is gone.
    case drip(String)
    /// Says nothing more until the peer is gone.
    case waitForPeerToLeave
    case close
    /// Closes with a reset instead of a farewell.
    case reset

    /// A whole answer.
    public static func answer(
      _ status: Int = 200, headers: [String: String] = [:], body: String = ""
    ) -> Step {
      var head = "HTTP/1.1 \(status) Whatever\r\nContent-Length: \(body.utf8.count)\r\n"
      for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
        head += "\(name): \(value)\r\n"
      }
      return .send(head + "\r\n" + body)
    }
  }

  public struct Request: Sendable {
    public var method: String
    public var target: String
    public var headers: [(name: String, value: String)]
    public var body: String

    public func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  public let port: Int
  private let listener: Int32
  private let log = LoopbackLog()

  public var url: String { "http://127.0.0.1:\(port)" }
  public var requests: [Request] { log.state.withLock { $0.requests } }
  public var connections: Int { log.state.withLock { $0.connections } }
  /// How many peers left while the script was dripping or waiting for it.
  public var peersThatLeft: Int { log.state.withLock { $0.peersThatLeft } }
  /// How many drips went out.
  public var drips: Int { log.state.withLock { $0.drips } }
  /// In how many pieces requests came.
  public var pieces: Int { log.state.withLock { $0.pieces } }

  /// - Parameters:
  ///   - greeting: What is sent as soon as a peer connects.
  ///   - script: The steps for a request; the number counts requests from 0.
  public init(
    greeting: String? = nil, _ script: @escaping @Sendable (Request, Int) -> [Step]
  ) throws {
    (listener, port) = try LoopbackSocket.listen()
    let (listener, log) = (listener, log)
    Thread.detachNewThread {
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        log.state.withLock { $0.connections += 1 }
        let connection = LoopbackConnection(
          descriptor: descriptor, greeting: greeting, log: log, script: script)
        Thread.detachNewThread { connection.serve() }
      }
    }
  }

  /// The same steps for every request.
  public convenience init(always steps: [Step]) throws {
    try self.init { _, _ in steps }
  }

  deinit { LoopbackSocket.endListening(listener) }

  /// A port of this machine on which nobody listens.
  public static func freePort() throws -> Int {
    let (listener, port) = try LoopbackSocket.listen()
    LoopbackSocket.endListening(listener)
    return port
  }
}

final class LoopbackLog: Sendable {
  struct State {
    var requests: [LoopbackServer.Request] = []
    var connections = 0
    var peersThatLeft = 0
    var drips = 0
    var pieces = 0
  }

  let state = Mutex(State())
}

extension LoopbackServer {
  /// Whether somebody accepts connections on a port of this machine.
  public static func isListening(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
