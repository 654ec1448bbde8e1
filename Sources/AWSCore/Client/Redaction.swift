/// Takes the secrets of a request out of what a server said about it: AWS answers a mismatched
/// signature with the whole canonical request, and a proxy's error page may echo headers.
struct Redaction {
  /// A secret of AWS's has 40 characters. A shorter one is a simulator's, and may well be a word that
  /// belongs in the message.
  private static let shortest = 16

  private let secrets: [String]

  init(request: HTTPRequest, credentials: Credentials?) {
    let authorization = request.headers.first { $0.name == "Authorization" }?.value ?? ""
    let signature = authorization.split(separator: "=").last.map(String.init)
    secrets = [credentials?.secretAccessKey, credentials?.sessionToken, signature]
      .compactMap(\.self).filter { $0.utf8.count >= Self.shortest }
  }

  /// - Parameter secrets: Those that are too short to tell from words are left out.
  init(secrets: [String]) {
    // The longest first: one may be a part of another.
    self.secrets = secrets.filter { $0.utf8.count >= Self.shortest }
      .sorted { $0.utf8.count > $1.utf8.count }
  }

  func redact(_ fault: ServiceFault) -> ServiceFault {
    var fault = fault
    fault.code = redact(fault.code)
    fault.message = redact(fault.message)
    fault.type = fault.type.map(redact)
    fault.requestID = fault.requestID.map(redact)
    return fault
  }

  private func redact(_ text: String) -> String {
    secrets.reduce(text) { $0.replacing($1, with: "(hidden)") }
  }
}
