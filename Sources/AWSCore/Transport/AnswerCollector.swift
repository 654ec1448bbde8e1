import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Makes an answer of its parts: the body goes as it comes into the bytes that are handed out, which
/// have room for all of it where the server says how much it is. The library's own way copies most of a
/// body two times more.
final class AnswerCollector: HTTPClientResponseDelegate {
  typealias Response = HTTPResponse

  private struct State {
    var response = HTTPResponse(status: 0)
    var problem: (any Error)?
  }

  /// What a server says of its body's length is believed so far.
  private static let largestReserve = 1 << 20

  private let largestBody: Int
  private let hasBody: Bool
  private let state = Mutex(State())

  init(for request: HTTPRequest, largestBody: Int) {
    self.largestBody = largestBody
    hasBody = request.method != "HEAD"
  }

  func didReceiveHead(
    task: HTTPClient.Task<HTTPResponse>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let announced =
      hasBody ? head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0 : 0
    let problem = state.withLock { state in
      state.response.status = Int(head.status.code)
      state.response.headers = head.headers.map { HTTPHeader($0.name, $0.value) }
      if let problem = refuse(announced, &state) { return problem as (any Error)? }
      state.response.body.reserveCapacity(max(0, min(announced, Self.largestReserve)))
      return nil
    }
    return answer(problem, on: task.eventLoop)
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<HTTPResponse>, _ part: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let problem = state.withLock { state in
      if let problem = state.problem { return problem as (any Error)? }
      if let problem = refuse(state.response.body.count + part.readableBytes, &state) {
        return problem
      }
      part.withUnsafeReadableBytes { state.response.body.append(contentsOf: $0) }
      return nil
    }
    return answer(problem, on: task.eventLoop)
  }

  func didReceiveError(task: HTTPClient.Task<HTTPResponse>, _ error: any Error) {
    state.withLock { $0.problem = error }
  }

  func didFinishRequest(task: HTTPClient.Task<HTTPResponse>) throws -> HTTPResponse {
    try state.withLock { state in
      if let problem = state.problem { throw problem }
      defer { state.response.body = [] }
      return state.response
    }
  }

  private func refuse(_ size: Int, _ state: inout State) -> (any Error)? {
    guard size > largestBody else { return nil }
    state.problem = ResponseAccumulator.ResponseTooBigError(maxBodySize: largestBody)
    return state.problem
  }

  private func answer(_ problem: (any Error)?, on loop: any EventLoop) -> EventLoopFuture<Void> {
    problem.map { loop.makeFailedFuture($0) } ?? loop.makeSucceededVoidFuture()
  }
}
