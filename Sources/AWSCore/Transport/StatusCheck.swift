import NIOCore
import NIOHTTP1

/// Ends a connection whose answer has a status below 100, which the decoder lets through.
///
/// The library takes such an answer for an interim one, waits for the head of the real one, and
/// crashes the process when a body comes instead (AsyncHTTPClient 1.37).
final class StatusCheck: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private var isBroken = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isBroken { return }
    if case .head(let head) = unwrapInboundIn(data), head.status.code < 100 {
      isBroken = true
      context.fireErrorCaught(HTTPParserError.invalidStatus)
    } else {
      context.fireChannelRead(data)
    }
  }
}
