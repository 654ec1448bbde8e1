extension ServiceFault: CustomStringConvertible {
  /// What AWS said, in one line, with its code and the request's identifier.
  public var summary: String {
    let words = Self.speakable(message)
    let said = words.isEmpty ? "" : ": \(words)"
    return code.singleLine(limit: 100) + said + Self.requestWords(requestID)
  }

  /// What to do next, in one line.
  public var advice: String {
    switch code {
    case "ExpiredToken", "ExpiredTokenException", "RequestExpired":
      "The credentials have expired: renew them where they are kept (for SSO and roles: "
        + "`aws configure export-credentials`)."
    case "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "AuthFailure":
      "AWS doesn't know this access key: check that it is active, and that it belongs to this "
        + "partition and endpoint."
    case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature":
      isAboutTime
        ? "This machine's clock is off: set it right (for instance with NTP)."
        : "Check the secret access key, that the region belongs to the endpoint, and this "
          + "machine's clock."
    case "RequestTimeTooSkewed", "RequestInTheFuture":
      "This machine's clock is off: set it right (for instance with NTP)."
    case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation":
      "Ask for the permission that the message names, or use another profile."
    case "OptInRequired":
      "Enable this region, or the service, for the account, or choose another region."
    case "MissingAuthenticationToken":
      "Something between here and AWS took the signature away: check proxies and --endpoint-url."
    default: adviceByKind
    }
  }

  public var description: String { "\(summary)\n\(advice)" }

  private var adviceByKind: String {
    if RetryCause(.service(self)) == .throttling {
      return "AWS asks for fewer requests: wait a little; a longer interval helps."
    }
    if status >= 500 {
      return "A fault on AWS's side, after \(attempts) attempt\(attempts == 1 ? "" : "s"): try "
        + "again later; health.aws.amazon.com says more."
    }
    if code.hasPrefix("HTTP ") {
      return "This was no answer of the RDS API: check --endpoint-url and proxies."
    }
    return "Change the request as the message says and try again."
  }

  private var isAboutTime: Bool {
    message.contains("expired") || message.contains("not yet current")
  }

  /// A mismatched signature is answered with the whole canonical request, the session token in it.
  private static func speakable(_ message: String) -> String {
    let end = message.firstRange(of: "The Canonical String")?.lowerBound ?? message.endIndex
    return String(message[..<end]).singleLine()
  }

  static func requestWords(_ requestID: String?) -> String {
    guard let requestID = requestID?.singleLine(limit: 80), !requestID.isEmpty else { return "" }
    return " (request \(requestID))"
  }
}
