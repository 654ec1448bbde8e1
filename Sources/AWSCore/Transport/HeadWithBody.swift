import NIOCore
import NIOHTTP1

/// Sends a request's head together with its body. The library flushes it by itself, which is a system
/// call, a segment and a wake-up of the server more for each request.
final class HeadWithBody: ChannelOutboundHandler {
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  private var waitsForBody = false

  func write(
    context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
  ) {
    if case .head = unwrapOutboundIn(data) { waitsForBody = true } else { waitsForBody = false }
    context.write(data, promise: promise)
  }

  /// What follows a head, if only the request's end, is flushed too.
  func flush(context: ChannelHandlerContext) {
    if !waitsForBody { context.flush() }
  }
}
