import Dispatch
import NIOCore
import NIOHTTP1
import RDSExports

/// One connection: gathers a request, has it answered, and writes the answer in the way the reply
/// says.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// Far above the longest request of the API, whose ExportOnly may take 200 KB.
  private static let longestBody = 2 << 20
  private static let queue = DispatchQueue(label: "exportdeck.simulator.delays")

  private let services: Services
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isTooLong = false
  /// What the answer to the present request waits for.
  private var pending: (callOff: () -> Void, promise: EventLoopPromise<Void>)?

  init(services: Services) { self.services = services }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
      isTooLong = false
    case .body(let buffer):
      isTooLong = isTooLong || body.count + buffer.readableBytes > Self.longestBody
      if !isTooLong { body.append(contentsOf: buffer.readableBytesView) }
    case .end:
      guard let head else { return }
      self.head = nil
      let request = Request(
        method: head.method.rawValue, uri: head.uri,
        headers: head.headers.map { ($0.name, $0.value) }, body: body)
      body = []
      let reply = isTooLong ? services.tooLong() : services.answer(request)
      let delivery = Delivery(
        context: context, reply: reply, request: head)
      after(reply.delay, context) { delivery.begin(self) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    pending?.callOff()
    pending?.promise.fail(ChannelError.eof)
    pending = nil
    context.fireChannelInactive()
  }

  /// Runs `work` on the connection's loop when `delay` has passed by the timekeeper, or never if
  /// the client goes away before that.
  func after(_ delay: Duration, _ context: ChannelHandlerContext, _ work: @escaping () -> Void) {
    if delay <= .zero { return work() }
    let promise = context.eventLoop.makePromise(of: Void.self)
    promise.futureResult.assumeIsolated().whenSuccess {
      self.pending = nil
      work()
    }
    let appointment = services.all[0].timekeeper.after(delay, on: Self.queue) { promise.succeed() }
    pending = (appointment.cancel, promise)
  }
}
