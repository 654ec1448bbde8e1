import Foundation
import Support
import Synchronization

@testable import AWSCore

/// A user's machine with files in memory, and an STS that gives out numbered keys.
final class RoleWorld: FileAccess {
  struct Call: Sendable {
    var action: String
    var parameters: [String: String]
    var url: String
    /// Whose key signed it, nil for an unsigned call.
    var accessKeyID: String?
    var region: String?
  }

  let clock = HandCrankedTimekeeper()
  let texts = Mutex<[String: String]>([:])
  let calls = Mutex<[Call]>([])
  /// Answers in place of the STS; by the number of the call.
  let override = Mutex<(@Sendable (Call, Int) -> HTTPResponse?)?>(nil)

  init(config: String? = nil, credentials: String? = nil) {
    texts.withLock {
      $0["/home/me/.aws/config"] = config
      $0["/home/me/.aws/credentials"] = credentials
    }
  }

  func surroundings(
    _ variables: [String: String] = [:], ask: any Ask = AskNobody(reason: "no terminal")
  ) -> Surroundings {
    let variables = ["AWS_REGION": "eu-west-1"].merging(variables) { $1 }
    return Surroundings(
      environment: .home(variables), files: self,
      transport: ScriptedTransport { [self] request, _ in answer(request) }, timekeeper: clock,
      random: { 1 }, ask: ask, version: "9")
  }

  func write(_ text: String?, to path: String) { texts.withLock { $0[path] = text } }

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    texts.withLock { $0[path] }.map { Array($0.utf8) }
  }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    write(String(decoding: contents, as: UTF8.self), to: path)
  }

  private func answer(_ request: HTTPRequest) -> HTTPResponse {
    var call = Call(action: "", parameters: [:], url: request.url)
    for pair in String(decoding: request.body, as: UTF8.self).split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      call.parameters[String(parts[0])] = parts[1].replacing("+", with: " ").removingPercentEncoding
    }
    call.action = call.parameters["Action"] ?? ""
    if let scope = request.header("Authorization")?.split(separator: "Credential=").last {
      let parts = scope.split(separator: "/")
      (call.accessKeyID, call.region) = (String(parts[0]), String(parts[2]))
    }
    let number = calls.withLock { calls in
      calls.append(call)
      return calls.count
    }
    if let answer = override.withLock({ $0 })?(call, number) { return answer }
    return HTTPResponse(status: 200, body: Array(Self.document(call, number, clock.wall).utf8))
  }

  /// As STS writes it.
  static func document(_ call: Call, _ number: Int, _ now: Date) -> String {
    let result =
      call.action == "GetCallerIdentity"
      ? "<Arn>arn:aws:iam::123456789012:user/ana</Arn><UserId>AIDA</UserId>"
        + "<Account>123456789012</Account>"
      : """
      <AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId>\
      <Arn>arn:aws:sts::210987654321:assumed-role/ops/s</Arn></AssumedRoleUser>\
      <Credentials><AccessKeyId>ASIA\(number)</AccessKeyId>\
      <SecretAccessKey>hush-secret-\(number)</SecretAccessKey>\
      <SessionToken>hush-token-\(number)</SessionToken>\
      <Expiration>\(AWSTimestamp.iso8601.text(now.addingTimeInterval(3600)))</Expiration>\
      </Credentials>
      """
    return """
      <\(call.action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
      <\(call.action)Result>\(result)</\(call.action)Result>\
      <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></\(call.action)Response>
      """
  }
}

/// A person with an answer for every question.
final class ScriptedAsk: Ask {
  private let reply: @Sendable (Question) throws(AskError) -> String
  let questions = Mutex<[Question]>([])
  let wayToAskAgain = "press R to be asked again"

  init(_ reply: @escaping @Sendable (Question) throws(AskError) -> String) {
    self.reply = reply
  }

  func answer(to question: Question) async throws(AskError) -> String {
    questions.withLock { $0.append(question) }
    return try reply(question)
  }
}
