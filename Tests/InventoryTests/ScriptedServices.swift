import AWSCore
import Foundation
import Ground
import Planning
import Support
import Synchronization

@testable import Inventory

/// Answers HTTP from a script, in any service's name, and remembers what it was asked.
final class ScriptedServices: HTTPTransport {
  typealias Script = @Sendable (HTTPRequest, Int) async throws -> HTTPResponse

  private let script: Script
  private let log = Mutex<[HTTPRequest]>([])

  init(_ script: @escaping Script) { self.script = script }

  var requests: [HTTPRequest] { log.withLock { $0 } }
  var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

  func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    let number = log.withLock { log in
      log.append(request)
      return log.count - 1
    }
    return try await script(request, number)
  }

  /// The real client of a service, at AWS or at a server of the user's.
  func client(of service: AWSService, at endpoint: String? = nil) throws(AWSError) -> AWSClient {
    var variables = [
      "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
      "AWS_SECRET_ACCESS_KEY": "not-a-secret", "AWS_MAX_ATTEMPTS": "1",
    ]
    if let endpoint { variables["AWS_ENDPOINT_URL"] = endpoint }
    let clock = HandCrankedTimekeeper()
    let surroundings = Surroundings(
      environment: .home(variables), files: NoFiles(), transport: self, timekeeper: clock)
    return AWSClient(
      settings: try AWSSettings.resolve(surroundings, service: service), transport: self,
      timekeeper: clock, product: "test", version: "0")
  }

  func inventory(account: String? = "123456789012") -> Inventory {
    Inventory(
      clients: { service async throws(AWSError) in try self.client(of: service) },
      account: { account }, timekeeper: HandCrankedTimekeeper())
  }
}

extension Environment {
  /// Variables and nothing of a home folder's.
  static func home(_ variables: [String: String]) -> Environment {
    Environment(variables: variables.merging(["HOME": "/home/nobody"]) { own, _ in own })
  }
}

struct NoFiles: FileAccess {
  func contents(of path: String) -> [UInt8]? { nil }
  func replace(_ path: String, with contents: [UInt8]) {}
}

extension HTTPRequest {
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

extension HTTPResponse {
  static func ok(_ body: String, headers: [String: String] = [:]) -> HTTPResponse {
    HTTPResponse(
      status: 200, headers: headers.map { HTTPHeader($0.key, $0.value) }, body: Array(body.utf8))
  }

  /// A refusal in XML.
  static func refused(
    _ status: Int, _ code: String, headers: [String: String] = [:]
  ) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: headers.map { HTTPHeader($0.key, $0.value) },
      body: Array("<Error><Code>\(code)</Code><Message>in AWS's words</Message></Error>".utf8))
  }
}

/// Everything that a lookup brings.
final class Taken: Sendable {
  private let all = Mutex<[FoundPage]>([])

  var pages: [FoundPage] { all.withLock { $0 } }

  func take(_ page: FoundPage) { all.withLock { $0.append(page) } }
}

extension LookingUp {
  /// All pages of a lookup.
  func pages(_ lookup: Lookup) async throws(LookupProblem) -> [FoundPage] {
    let taken = Taken()
    try await look(lookup) { taken.take($0) }
    return taken.pages
  }

  func problem(_ lookup: Lookup) async -> LookupProblem? {
    do throws(LookupProblem) {
      _ = try await pages(lookup)
      return nil
    } catch {
      return error
    }
  }

  func sources(_ lookup: Lookup) async throws(LookupProblem) -> [ExportSource] {
    try await pages(lookup).flatMap { page -> [ExportSource] in
      guard case .sources(let sources) = page.found else { return [] }
      return sources
    }
  }
}
