/// Removes a request's secrets from what a server said about it: AWS answers a mismatched signature
/// with the whole canonical request, and a proxy's error page may echo headers.
struct Redaction {
  /// An AWS secret has 40 characters. A shorter one is a simulator's, and may be an ordinary word
  /// that belongs in the message.
  private static let shortest = 16

  private enum Source {
    case request(HTTPRequest, Credentials?)
    case list([String])
  }

  private let source: Source

  /// The request's secrets are not looked for before there is something to take them out of.
  init(request: HTTPRequest, credentials: Credentials?) {
    source = .request(request, credentials)
  }

  /// - Parameter secrets: Those too short to be told from words are left out.
  init(secrets: [String]) {
    source = .list(secrets)
  }

  private var secrets: [String] {
    let all: [String]
    switch source {
    case .request(let request, let credentials):
      let authorization = request.headers.first { $0.name == "Authorization" }?.value ?? ""
      let signature = authorization.split(separator: "=").last.map(String.init)
      all = [credentials?.secretAccessKey, credentials?.sessionToken, signature].compactMap(\.self)
    case .list(let secrets): all = secrets
    }
    return all.filter { $0.utf8.count >= Self.shortest }
  }

  /// The message has already been cut to length, so a secret's beginning at its end is removed too.
  func redact(_ fault: ServiceFault) -> ServiceFault {
    let secrets = SecretsOfRequest(secrets)
    var fault = fault
    fault.code = secrets.hidden(in: fault.code)
    fault.message = secrets.hidden(in: fault.message)
    fault.type = fault.type.map(secrets.hidden)
    fault.requestID = fault.requestID.map(secrets.hidden)
    return fault
  }
}
