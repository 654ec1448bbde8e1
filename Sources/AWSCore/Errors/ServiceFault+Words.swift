extension ServiceFault: CustomStringConvertible {
  /// What AWS said, in one line, with its code and the request's identifier.
  public var summary: String {
    let words = Self.speakable(message)
    let said = words.isEmpty ? "" : ": \(words)"
    return code.singleLine(limit: 100) + said + Self.requestWords(requestID)
  }

  /// What to do next, in one line.
  public var advice: String {
    if let adviceAboutKey { return adviceAboutKey }
    if let adviceAboutRole { return adviceAboutRole }
    return switch code {
    case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired":
      "The credentials have expired: get new ones where these came from (`aws sso login` for SSO, "
        + "`aws login`, or the keys in the environment and ~/.aws/credentials)."
    case "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "AuthFailure":
      adviceAboutUnknownKey
    case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature":
      adviceAboutSignature
    case "RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired":
      "This machine's clock is off: set it right (for instance with NTP)."
    case _ where isDenied:
      denial?.advice ?? "Ask for the permission that the message names, or use another profile."
    case "OptInRequired", "RegionDisabledException", "SubscriptionRequiredException":
      "Enable this region, or the service, for the account, or choose another region with --region."
    case "MissingAuthenticationToken":
      "Something between here and AWS took the signature away: check proxies and --endpoint-url."
    default: adviceByKind
    }
  }

  /// Who was denied what, where the message says so in AWS's usual words.
  public var denial: AccessDenial? { AccessDenial(message: message) }

  public var description: String { "\(summary)\n\(advice)" }

  private var adviceByKind: String {
    if RetryCause(.service(self)) == .throttling {
      return "AWS asks for fewer requests: wait a little; a longer interval helps."
    }
    if status >= 500, let customEndpoint {
      let endpoint = customEndpoint.singleLine(limit: 200)
      return status == 501
        ? "\(endpoint) doesn't offer this call: check what it is and its version, or leave that "
          + "endpoint out."
        : "A fault at \(endpoint), or on the way there, after \(attemptWords): look at its logs, "
          + "and try again."
    }
    if message.contains(WebPage.gist) {
      return "Open a web page in a browser: does the network want a login? Else check proxies and "
        + "--endpoint-url."
    }
    if ["HTTP 502", "HTTP 503", "HTTP 504"].contains(code) {
      return
        "A proxy or load balancer answered instead of AWS, after \(attemptWords): try again; if "
        + "it stays, check --endpoint-url and proxies."
    }
    if status >= 500 {
      return "A fault on AWS's side, after \(attemptWords): try "
        + "again later; health.aws.amazon.com says more."
    }
    if code.hasPrefix("HTTP ") {
      return "This was no answer of the RDS API: check --endpoint-url and proxies."
    }
    return "Change the request as the message says and try again."
  }

  /// The codes that a key which is set wrongly leads to, whatever they blame.
  private var adviceAboutKey: String? {
    guard !keyDoubts.isEmpty, refusesKey else { return nil }
    return "The key may be set wrongly: \(keyDoubts.joined(separator: "; ").singleLine())."
  }

  private var adviceAboutUnknownKey: String {
    guard let customEndpoint else {
      return "AWS doesn't know this access key here: check that it is active, that the account has "
        + "this region enabled, and that key and endpoint are of the same partition."
    }
    return "\(customEndpoint.singleLine(limit: 200)) doesn't know this access key: check that it "
      + "is one of that endpoint's."
  }

  private var attemptWords: String { "\(attempts) attempt\(attempts == 1 ? "" : "s")" }

  private var adviceAboutSignature: String {
    if message.contains("expired") || message.contains("not yet current") {
      return "This machine's clock is off: set it right (for instance with NTP)."
    }
    if message.contains("should be scoped to") {
      return "The endpoint belongs to another region: name its region with --region, or leave out "
        + "--endpoint-url and AWS_ENDPOINT_URL."
    }
    return "Check the secret access key, that the region belongs to the endpoint, and this "
      + "machine's clock."
  }

  /// AWS answers a mismatched signature with the whole canonical request, session token included.
  private static func speakable(_ message: String) -> String {
    let end = message.firstRange(of: "The Canonical String")?.lowerBound ?? message.endIndex
    return String(message[..<end]).singleLine()
  }

  static func requestWords(_ requestID: String?) -> String {
    guard let requestID = requestID?.singleLine(limit: 80), !requestID.isEmpty else { return "" }
    return " (request \(requestID))"
  }
}
