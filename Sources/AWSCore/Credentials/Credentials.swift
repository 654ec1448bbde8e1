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
  /// The ways they were obtained, for the user agent.
  public var features: [CredentialsFeature] = []
  /// What is odd about the key as it is set, and AWS may not know it for: one sentence each, with the
  /// place and the mend, without secrets.
  public var doubts: [String] = []
  /// What people call the place they came from, one line: `environment variables`, `profile "dev"`,
  /// `instance metadata`. Nil for credentials that came from no chain.
  public var source: String?

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
  /// Equal regardless of where and how they were obtained, and of what is odd about them.
  public static func == (one: Credentials, other: Credentials) -> Bool {
    one.accessKeyID == other.accessKeyID && one.secretAccessKey == other.secretAccessKey
      && one.sessionToken == other.sessionToken && one.expiration == other.expiration
      && one.accountID == other.accountID
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(accessKeyID)
    hasher.combine(sessionToken)
    hasher.combine(expiration)
  }

  /// Whether they sign the same way. Account and expiration are ignored: they may be filled in
  /// after the credentials were obtained.
  func signsAlike(_ other: Credentials) -> Bool {
    accessKeyID == other.accessKeyID && secretAccessKey == other.secretAccessKey
      && sessionToken == other.sessionToken
  }

  /// The same, with features added in front of their own.
  func noting(_ features: [CredentialsFeature]) -> Credentials {
    var credentials = self
    credentials.features = features + self.features
    return credentials
  }

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
