import FoundationEssentials

/// Why the Signin service doesn't renew a login, as it says in `error` (botocore's `LoginError` and
/// its kinds).
enum LoginRefusal: Hashable, Sendable {
  /// `TOKEN_EXPIRED`
  case expired(ServiceFault)
  /// `USER_CREDENTIALS_CHANGED`
  case credentialsChanged(ServiceFault)
  /// `INSUFFICIENT_PERMISSIONS`
  case insufficientPermissions(ServiceFault)
  /// Anything else that a later try won't cure.
  case other(ServiceFault)

  /// - Parameter fault: What the answer says, without secrets.
  init(_ response: HTTPResponse, _ fault: ServiceFault) {
    let error = Self.error(in: response.body)
    var named = fault
    if let error { named.code = error }
    switch error {
    case "TOKEN_EXPIRED": self = .expired(named)
    case "USER_CREDENTIALS_CHANGED": self = .credentialsChanged(named)
    case "INSUFFICIENT_PERMISSIONS": self = .insufficientPermissions(named)
    default: self = .other(fault)
    }
  }

  private static func error(in body: [UInt8]) -> String? {
    struct Document: Decodable { var error: String }
    return try? JSONDecoder().decode(Document.self, from: Data(body)).error
  }

  /// In botocore's words, then in AWS's own.
  /// - Parameter file: The login's, for people.
  func words(about file: String) -> String {
    switch self {
    case .expired(let fault), .credentialsChanged(let fault):
      "your session has expired or credentials have changed (\(file)): \(fault.summary)"
    case .insufficientPermissions(let fault):
      "unable to renew the login's credentials due to insufficient permissions; you may be missing "
        + "permission for the 'signin:CreateOAuth2Token' action (\(file)): \(fault.summary)"
    case .other(let fault):
      "AWS refuses to renew the login's credentials (\(file)): \(fault.summary)"
    }
  }
}
