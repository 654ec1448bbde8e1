/// Whom AWS takes a caller for (`GetCallerIdentity`).
public struct CallerIdentity: Hashable, Sendable {
  /// Twelve digits.
  public var account: String
  /// A user's, or an assumed role's with the session's name at its end.
  public var arn: String
  public var userID: String

  public init(account: String, arn: String, userID: String) {
    self.account = account
    self.arn = arn
    self.userID = userID
  }
}
