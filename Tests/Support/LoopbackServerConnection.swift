import Foundation

/// One connection to the loopback server, on a thread of its own.
struct LoopbackConnection: Sendable {
  let descriptor: Int32
  let greeting: String?
  let log: LoopbackLog
  let script: @Sendable (LoopbackServer.Request, Int) -> [LoopbackServer.Step]

  func serve() {
    defer { close(descriptor) }
    if let greeting, !send(greeting) { return }
    var received: [UInt8] = []
    while let request = nextRequest(&received) {
      let number = log.state.withLock { state in
        state.requests.append(request)
        return state.requests.count - 1
      }
      for step in script(request, number) {
        guard perform(step) else { return }
      }
    }
  }

  /// False when the connection is over.
  private func perform(_ step: LoopbackServer.Step) -> Bool {
    switch step {
    case .send(let text): return send(text)
    case .drip(let text):
      while !hasPeerLeft(within: 5), send(text) { log.state.withLock { $0.drips += 1 } }
    case .waitForPeerToLeave:
      while !hasPeerLeft(within: 1000) {}
    case .close: return false
    case .reset:
      var lingering = linger(l_onoff: 1, l_linger: 0)
      setsockopt(
        descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
      return false
    }
    log.state.withLock { $0.peersThatLeft += 1 }
    return false
  }

  private func send(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private func hasPeerLeft(within milliseconds: Int32) -> Bool {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&poller, 1, milliseconds) > 0 else { return false }
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, 0) <= 0
  }

  private func nextRequest(_ received: inout [UInt8]) -> LoopbackServer.Request? {
    let separator = Array("\r\n\r\n".utf8)
    var headEnd = received.firstRange(of: separator)
    while headEnd == nil {
      guard receive(&received) else { return nil }
      headEnd = received.firstRange(of: separator)
    }
    guard let headEnd else { return nil }
    let lines = String(decoding: received[..<headEnd.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    var request = LoopbackServer.Request(
      method: String(words[0]), target: String(words[1]),
      headers: lines.dropFirst().compactMap { line in
        line.firstIndex(of: ":").map {
          (
            String(line[..<$0]),
            line[line.index(after: $0)...].trimmingCharacters(in: .whitespaces)
          )
        }
      }, body: "")
    let length = request.header("content-length").flatMap { Int($0) } ?? 0
    let bodyEnd = headEnd.upperBound + length
    while received.count < bodyEnd {
      guard receive(&received) else { return nil }
    }
    request.body = String(decoding: received[headEnd.upperBound..<bodyEnd], as: UTF8.self)
    received.removeFirst(bodyEnd)
    return request
  }

  private func receive(_ received: inout [UInt8]) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { return false }
    received += chunk[..<count]
    log.state.withLock { $0.pieces += 1 }
    return true
  }
}

enum LoopbackSocket {
  struct Failure: Error { var code: Int32 }

  static func listen() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, size) == 0 && Foundation.listen(descriptor, 64) == 0
          && getsockname(descriptor, address, &size) == 0
      }
    }
    guard isReady else {
      let code = errno
      close(descriptor)
      throw Failure(code: code)
    }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  static func endListening(_ descriptor: Int32) {
    // The thread in accept only comes back for shutdown.
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}
