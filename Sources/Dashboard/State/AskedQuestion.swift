/// Something that only a person knows, and that a call to AWS waits for: an MFA code.
public struct AskedQuestion: Hashable, Sendable {
  /// Goes back with the answer.
  public var number: Int
  /// What is asked for, for instance `MFA code for arn:aws:iam::123456789012:mfa/ana`.
  public var text: String
  /// Why it is asked.
  public var reason: String

  public init(number: Int, text: String, reason: String) {
    self.number = number
    self.text = text
    self.reason = reason
  }
}
