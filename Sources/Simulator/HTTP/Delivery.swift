import NIOCore
import NIOHTTP1

/// Writes one reply to one connection.
final class Delivery {
  private static let pieces = 16

  private let context: ChannelHandlerContext
  private let reply: Reply
  private let request: HTTPRequestHead
  private var rest: ArraySlice<UInt8>

  init(context: ChannelHandlerContext, reply: Reply, request: HTTPRequestHead) {
    self.context = context
    self.reply = reply
    self.request = request
    rest = request.method == .HEAD ? [] : reply.body[...]
  }

  func begin(_ handler: ConnectionHandler) {
    guard context.channel.isActive else { return }
    switch reply.delivery {
    case .dropped: context.close(promise: nil)
    case .whole:
      writeHead()
      write(.body(piece(rest)))
      finish()
    case .truncated:
      writeHead()
      write(.body(piece(rest.prefix(rest.count / 2))), thenClose: true)
    case .dripping(let interval):
      writeHead()
      context.flush()
      drip(every: interval, handler)
    }
  }

  private func drip(every interval: Duration, _ handler: ConnectionHandler) {
    guard context.channel.isActive else { return }
    if rest.isEmpty { return finish() }
    let next = rest.prefix(max(1, (reply.body.count + Self.pieces - 1) / Self.pieces))
    rest = rest[next.endIndex...]
    write(.body(piece(next)))
    context.flush()
    handler.after(interval, context) { self.drip(every: interval, handler) }
  }

  private func writeHead() {
    var headers = HTTPHeaders()
    headers.add(name: "x-amzn-RequestId", value: reply.requestID)
    for (name, value) in reply.headers { headers.add(name: name, value: value) }
    headers.add(name: "Content-Type", value: reply.contentType)
    headers.add(name: "Content-Length", value: String(reply.body.count))
    headers.add(name: "Date", value: reply.date)
    if !request.isKeepAlive { headers.add(name: "Connection", value: "close") }
    let head = HTTPResponseHead(
      version: request.version, status: HTTPResponseStatus(statusCode: reply.status),
      headers: headers)
    write(.head(head))
  }

  private func finish() {
    write(.end(nil), thenClose: !request.isKeepAlive)
    context.flush()
  }

  private func piece(_ bytes: ArraySlice<UInt8>) -> IOData {
    .byteBuffer(context.channel.allocator.buffer(bytes: bytes))
  }

  private func write(_ part: HTTPServerResponsePart, thenClose: Bool = false) {
    guard thenClose else { return context.write(NIOAny(part), promise: nil) }
    let context = context
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    context.writeAndFlush(NIOAny(part), promise: written)
  }
}
