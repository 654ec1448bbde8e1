/// What went wrong with an export, in plain words, and what to check.
public struct FailureExplanation: Hashable, Sendable {
  /// A policy that the checks speak of, to be copied as one piece.
  public struct Policy: Hashable, Sendable {
    public enum Kind: Hashable, Sendable, CaseIterable {
      /// A whole policy for the export's role.
      case role
      /// The whole trust policy of the export's role.
      case trust
      /// A statement for the policy of the KMS key, which has others that have to stay.
      case key
    }

    public var kind: Kind
    /// JSON on one line.
    public var document: String
  }

  /// One line: what happened.
  public var headline: String
  /// What to check or do, in order.
  public var checks: [String]
  /// At most one of each kind; none that would have to be completed first.
  public var policies: [Policy]

  public init(headline: String, checks: [String], policies: [Policy] = []) {
    self.headline = headline
    self.checks = checks
    self.policies = policies
  }

  /// The policy of a kind; nil where the checks speak of none.
  public func policy(_ kind: Policy.Kind) -> String? {
    policies.first { $0.kind == kind }?.document
  }
}
