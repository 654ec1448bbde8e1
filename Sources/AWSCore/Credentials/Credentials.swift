import FoundationEssentials

/// What a request is signed with. No description of it ever shows the secret or the token.
public struct Credentials: Sendable, Hashable {
  public var accessKeyID: String
  public var secretAccessKey: String
  /// Present with temporary credentials.
  public var sessionToken: String?
  /// Nil where the source doesn't say.
  public var expiration: Date?
  /// The account, where the source says it.
  public var accountID: String?

  public init(
    accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil,
    expiration: Date? = nil, accountID: String? = nil
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
    self.accountID = accountID
  }
}

extension Credentials {
  /// The last four characters of the access key ID, as `aws configure list` shows it.
  public var maskedAccessKeyID: String {
    String(repeating: "*", count: 16) + accessKeyID.suffix(accessKeyID.count > 8 ? 4 : 0)
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String {
    "Credentials(accessKeyID: \(accessKeyID), the rest hidden)"
  }

  public var debugDescription: String { description }

  public var customMirror: Mirror {
    Mirror(self, children: ["accessKeyID": accessKeyID], displayStyle: .struct)
  }
}
