import AWSCore
import Foundation
import Support
import Synchronization

/// Answers from a script and remembers what it was asked.
final class ScriptedTransport: HTTPTransport {
  typealias Script = @Sendable (HTTPRequest, Int) async throws -> HTTPResponse

  private let script: Script
  private let log = Mutex<[(request: HTTPRequest, limit: Duration)]>([])

  init(_ script: @escaping Script) {
    self.script = script
  }

  var requests: [HTTPRequest] { log.withLock { $0.map(\.request) } }
  var limits: [Duration] { log.withLock { $0.map(\.limit) } }

  func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    let number = log.withLock { log in
      log.append((request, limit))
      return log.count - 1
    }
    return try await script(request, number)
  }
}

extension HTTPRequest {
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

extension HTTPResponse {
  static func fault(
    _ status: Int, _ code: String, _ message: String = "", headers: [HTTPHeader] = []
  ) -> HTTPResponse {
    let body =
      "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message>"
      + "</Error><RequestId>r-1</RequestId></ErrorResponse>"
    return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
  }
}

/// Runs an operation to its end and turns the clock to every rest that it takes (what is shorter
/// than any limit); returns the rests.
func cranking<Value: Sendable>(
  _ clock: HandCrankedTimekeeper, restsBelow longest: Duration = .seconds(10),
  _ operation: @escaping @Sendable () async throws -> Value
) async throws -> (result: Result<Value, any Error>, rests: [Duration]) {
  let outcome = Outcome<Value>()
  let task = Task {
    do { outcome.set(.success(try await operation())) } catch { outcome.set(.failure(error)) }
  }
  var rests: [Duration] = []
  while true {
    if let result = outcome.result {
      await task.value
      return (result, rests)
    }
    if let due = clock.nextDue, due < longest {
      rests.append(due)
      try await clock.advance(by: due)
    }
    try await Task.sleep(for: .milliseconds(1))
  }
}

private final class Outcome<Value: Sendable>: Sendable {
  private let state = Mutex<Result<Value, any Error>?>(nil)
  var result: Result<Value, any Error>? { state.withLock { $0 } }
  func set(_ result: Result<Value, any Error>) { state.withLock { $0 = result } }
}

/// The shared files as texts.
struct FakeFiles: FileReading {
  var texts: [String: String] = [:]
  var failures: [String: String] = [:]
  var outOfReach: Set<String> = []

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    if outOfReach.contains(path) {
      throw FileReadingError(reason: "Permission denied", isOutOfReach: true)
    }
    if let reason = failures[path] { throw FileReadingError(reason: reason) }
    return texts[path].map { Array($0.utf8) }
  }

  static func shared(config: String? = nil, credentials: String? = nil) -> FakeFiles {
    var files = FakeFiles()
    files.texts["/home/me/.aws/config"] = config
    files.texts["/home/me/.aws/credentials"] = credentials
    return files
  }
}

extension Environment {
  /// A home folder, and whatever else a test sets.
  static func home(_ variables: [String: String] = [:]) -> Environment {
    Environment(variables: variables.merging(["HOME": "/home/me"]) { own, _ in own })
  }
}
