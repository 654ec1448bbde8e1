import AWSCore
import Foundation
import Support
import Synchronization
import Testing

@testable import exportdeck

/// What is written of the network, and what isn't.
struct CallLogTests {
  private let lines = Lines()
  private let clock = HandCrankedTimekeeper()

  private func log(_ level: LogLevel) -> CallLog {
    CallLog(level: level, mask: SecretMask(), timekeeper: clock, sink: lines.add)
  }

  @Test func `a line is one line, whatever is in it`() {
    log(.info).note(.info, "a\nb\u{1B}[2Jc\u{202E}d\u{2028}e")
    #expect(lines.all.count == 1)
    #expect(lines.all.first?.hasSuffix(" info a␊b␊[2Jc␊d␊e\n") == true)
  }

  @Test(arguments: LogLevel.allCases) func `a level takes what is graver, and off takes nothing`(
    _ level: LogLevel
  ) {
    let log = log(level)
    for other in LogLevel.allCases { log.note(other, "\(other)") }
    #expect(lines.all.count == level.rawValue)
  }

  @Test func `a secret goes through no level`() {
    let log = log(.debug)
    for level in LogLevel.allCases { log.note(level, "aws_secret_access_key = MARKED-secret") }
    #expect(lines.all.count == 3)
    #expect(!lines.all.contains { $0.contains("MARKED") })
  }

  /// Request and answer as they stand in the log at its most talkative.
  private func logged(
    _ method: String, _ url: String, body: String = "", answer: String
  ) async throws -> String {
    let transport = LoggedTransport(
      base: Answering(body: Array(answer.utf8)), log: log(.debug), timekeeper: clock)
    _ = try await transport.send(
      HTTPRequest(method: method, url: url, headers: [], body: Array(body.utf8)),
      within: .seconds(1))
    return lines.all.joined()
  }

  @Test func `the metadata service's token has no name, and is not shown`() async throws {
    let text = try await logged(
      "PUT", "http://169.254.169.254/latest/api/token", answer: "AQAEAMARKED-token==")
    #expect(!text.contains("MARKED"))
    #expect(text.contains("19 bytes"))
  }

  @Test func `an answer that quotes the proof of its request shows it to nobody`() async throws {
    let transport = LoggedTransport(
      base: Answering(body: Array("{\"message\":\"bad proof MARKED.proof\"}".utf8)),
      log: log(.debug), timekeeper: clock)
    _ = try await transport.send(
      HTTPRequest(
        method: "POST", url: "https://h/v1/token", headers: [HTTPHeader("DPoP", "MARKED.proof")],
        body: []), within: .seconds(1))
    #expect(!lines.all.joined().contains("MARKED"))
    #expect(lines.all.joined().contains("bad proof (hidden)"))
  }

  @Test func `a line names method, host, path and action, and no query`() async throws {
    let transport = LoggedTransport(
      base: Answering(body: Array("<a/>".utf8)), log: log(.info), timekeeper: clock)
    let body = Array("Action=Do&A=b".utf8)
    _ = try await transport.send(
      HTTPRequest(url: "https://h/p?account_id=MARKED", headers: [], body: body),
      within: .seconds(1))
    #expect(lines.all.first?.hasSuffix(" info POST https://h/p Do 200 in 0 ms, 4 bytes\n") == true)
  }

  @Test(arguments: [
    "{\"Token\":\"MARKED\",\"x\":1}", " <a><SessionToken>MARKED</SessionToken></a>",
  ])
  func `what has names is shown without its secrets`(_ answer: String) async throws {
    let text = try await logged("POST", "https://h/", body: "Action=Do&Size=3", answer: answer)
    #expect(!text.contains("MARKED"))
    #expect(text.contains("(hidden)"))
    #expect(text.contains("Action=Do&Size=3"))
  }
}

private final class Lines: Sendable {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock(\.self) }
  func add(_ line: String) { lines.withLock { $0.append(line) } }
}

private struct Answering: HTTPTransport {
  let body: [UInt8]
  func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    HTTPResponse(status: 200, headers: [], body: body)
  }
}
