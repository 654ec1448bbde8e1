import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Turns the requests of a connection to a proxy into what a proxy wants for an `http://` target:
/// the whole URL in the request line (RFC 9112 §3.2.2) and the proxy's credentials.
///
/// The library only knows CONNECT, which proxies rightly refuse for port 80; so here it is made to
/// believe that the proxy is the server.
final class PlainProxying: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  private let authorization: String?

  init(_ proxy: HTTPProxy) {
    authorization = proxy.basicCredentials.map { "Basic \($0)" }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(var head) = unwrapOutboundIn(data),
      let target = head.headers.first(name: "Host")
    else { return context.write(data, promise: promise) }
    head.uri = "http://\(target)\(head.uri)"
    if let authorization { head.headers.add(name: "Proxy-Authorization", value: authorization) }
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }

  /// A proxy that refuses a request often doesn't read its body, and then a reset cuts its answer
  /// short: the head has to be enough.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data), head.status == .proxyAuthenticationRequired {
      context.fireErrorCaught(HTTPClientError.proxyAuthenticationRequired)
    } else {
      context.fireChannelRead(data)
    }
  }
}
