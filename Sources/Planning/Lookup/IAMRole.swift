/// A role that RDS could write with.
public struct IAMRole: Hashable, Sendable {
  public var arn: String
  public var name: String
  /// The trust policy, as the JSON document that IAM has; nil where the answer has none.
  public var trustPolicy: String?
  /// Whether the trust policy names `export.rds.amazonaws.com` in a statement that allows it to
  /// assume the role; nil where there is no policy to read.
  public var trustsExports: Bool?

  public init(arn: String, name: String, trustPolicy: String? = nil, trustsExports: Bool? = nil) {
    self.arn = arn
    self.name = name
    self.trustPolicy = trustPolicy
    self.trustsExports = trustsExports
  }
}

/// What IAM says of one action on one resource.
public struct PermissionVerdict: Hashable, Sendable {
  public enum Decision: Hashable, Sendable {
    case allowed
    /// A policy denies it, whatever others allow.
    case explicitDeny
    /// No policy allows it.
    case implicitDeny
  }

  public var action: String
  public var resource: String
  public var decision: Decision
  /// Keys of conditions that IAM would have had to know to be sure.
  public var missingContext: [String]

  public init(
    action: String, resource: String, decision: Decision, missingContext: [String] = []
  ) {
    self.action = action
    self.resource = resource
    self.decision = decision
    self.missingContext = missingContext
  }
}

/// Who makes the calls.
public struct Caller: Hashable, Sendable {
  /// Twelve digits.
  public var account: String
  public var arn: String

  public init(account: String, arn: String) {
    self.account = account
    self.arn = arn
  }
}
