import AWSCore
import FoundationEssentials
import Ground

/// Logs every exchange: what was called, how it ended and how long it took; at `debug`, also the
/// head and the beginning of both bodies.
///
/// In a body, a secret can only be recognised by its name. A body that is neither XML nor JSON nor
/// a form isn't shown: the metadata service answers with just its token.
struct LoggedTransport: HTTPTransport {
  private static let shownBytes = 2048

  var base: any HTTPTransport
  var log: CallLog
  var timekeeper: any Timekeeper

  func proxyName(for url: String) -> String? { base.proxyName(for: url) }

  func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    log.note(.debug, "> \(Self.text(request))")
    let start = timekeeper.monotonic
    do {
      let response = try await base.send(request, within: limit)
      log.note(
        response.status < 400 ? .info : .error,
        "\(what(request)) \(response.status) in \(passed(since: start)), "
          + "\(response.body.count) bytes\(identifier(response))")
      log.note(.debug, "< \(Self.text(response, hidingWhatProves: request))")
      return response
    } catch let failure as ConnectionFailure {
      log.note(.error, "\(what(request)) failed after \(passed(since: start)): \(failure.summary)")
      throw failure
    } catch {
      log.note(.info, "\(what(request)) cancelled after \(passed(since: start))")
      throw error
    }
  }

  /// Method, URL without its query, and the action of a Query call.
  private func what(_ request: HTTPRequest) -> String {
    let url = request.url.prefix { $0 != "?" }
    let prefix = Array("Action=".utf8)
    guard request.body.starts(with: prefix) else { return "\(request.method) \(url)" }
    let action = request.body.dropFirst(prefix.count).prefix { $0 != UInt8(ascii: "&") }
    return "\(request.method) \(url) \(String(decoding: action, as: UTF8.self))"
  }

  private func passed(since start: Duration) -> String {
    "\(Int(((timekeeper.monotonic - start).seconds * 1000).rounded())) ms"
  }

  private func identifier(_ response: HTTPResponse) -> String {
    response.requestID.map { ", request \($0)" } ?? ""
  }

  private static func text(_ request: HTTPRequest) -> String {
    "\(request.method) \(request.url)\n" + text(request.headers, request.body)
  }

  private static func text(_ response: HTTPResponse) -> String {
    "\(response.status)\n" + text(response.headers, response.body)
  }

  /// An answer may quote the request: a proof is used once, and is no one's business even then.
  private static func text(
    _ response: HTTPResponse, hidingWhatProves request: HTTPRequest
  ) -> String {
    let proofs = request.headers.filter { $0.name.lowercased() == "dpop" }.map(\.value)
    return proofs.reduce(text(response)) { text, proof in text.replacing(proof, with: "(hidden)") }
  }

  private static func text(_ headers: [HTTPHeader], _ body: [UInt8]) -> String {
    headers.map { "\($0.name): \($0.value)\n" }.joined() + text(body)
  }

  private static func text(_ body: [UInt8]) -> String {
    let shown = String(decoding: body.prefix(shownBytes), as: UTF8.self)
    let isNamed = shown.starts(with: /\s*(?:[<{]|Action=)/)
    return isNamed || body.isEmpty ? shown : "(\(body.count) bytes of plain text)"
  }
}
