import AWSCore
import Foundation
import Synchronization

/// One endpoint with an account for each set of keys, as AWS has it: RDS and STS answer by the key
/// that signed, and what was canceled or started in which account is written down.
final class TwoAccounts: HTTPTransport {
  /// Account by access key ID.
  static let accounts = ["AKIDONE": "111111111111", "AKIDTWO": "222222222222"]
  /// A name that both accounts have.
  static let same = "same-name"

  private struct State {
    var acts: [String] = []
    var isSTSDown = false
  }

  private let state = Mutex(State())

  /// For instance `CancelExportTask in 111111111111`.
  var acts: [String] { state.withLock { $0.acts } }

  func stopSTS(_ isDown: Bool) { state.withLock { $0.isSTSDown = isDown } }

  func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    let authorization = request.headers.first { $0.name == "Authorization" }?.value ?? ""
    let key = authorization.split(separator: "Credential=").last?.split(separator: "/").first
    guard let account = key.flatMap({ Self.accounts[String($0)] }) else {
      return answer(
        403, "<ErrorResponse><Error><Code>InvalidClientTokenId</Code></Error></ErrorResponse>")
    }
    let form = String(decoding: request.body, as: UTF8.self)
    let action = form.split(separator: "&").first.map { $0.dropFirst("Action=".count) } ?? ""
    switch action {
    case "GetCallerIdentity":
      if state.withLock({ $0.isSTSDown }) { return answer(503, "") }
      return answer(
        200,
        result(
          action,
          "<Arn>arn:aws:iam::\(account):user/ana</Arn><UserId>AIDA</UserId>"
            + "<Account>\(account)</Account>"))
    case "DescribeExportTasks":
      return answer(
        200,
        result(
          action,
          "<ExportTasks>\(task(in: account, Self.same))\(task(in: account, "only-in-\(account)"))</ExportTasks>"
        ))
    default:
      state.withLock { $0.acts.append("\(action) in \(account)") }
      return answer(200, result(action, fields(in: account, Self.same, "CANCELING")))
    }
  }

  /// Neither task names its account: an ARN does not have to be readable.
  private func task(in account: String, _ name: String) -> String {
    "<ExportTask>\(fields(in: account, name, "IN_PROGRESS"))</ExportTask>"
  }

  private func fields(in account: String, _ name: String, _ status: String) -> String {
    "<ExportTaskIdentifier>\(name)</ExportTaskIdentifier><Status>\(status)</Status>"
      + "<PercentProgress>10</PercentProgress><S3Bucket>lake-\(account)</S3Bucket>"
  }

  private func result(_ action: Substring, _ inner: String) -> String {
    "<\(action)Response><\(action)Result>\(inner)</\(action)Result></\(action)Response>"
  }

  private func answer(_ status: Int, _ body: String) -> HTTPResponse {
    HTTPResponse(status: status, body: Array(body.utf8))
  }
}

/// A user's files, which a login tool writes anew.
final class RewrittenFiles: FileAccess {
  private let texts = Mutex<[String: String]>([:])

  func write(_ text: String, to path: String) { texts.withLock { $0[path] = text } }

  /// Makes a set of keys those of a profile.
  func logIn(with key: String, region: String = "eu-west-1") {
    write(
      "[default]\naws_access_key_id = \(key)\naws_secret_access_key = a-secret-of-\(key)\n",
      to: "/home/ana/.aws/credentials")
    write("[default]\nregion = \(region)\n", to: "/home/ana/.aws/config")
  }

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    texts.withLock { $0[path] }.map { Array($0.utf8) }
  }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    write(String(decoding: contents, as: UTF8.self), to: path)
  }
}
