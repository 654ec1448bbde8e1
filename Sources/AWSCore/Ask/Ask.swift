/// How a question reaches a person: through a dialog, through a command's terminal, or not at all.
public protocol Ask: Sendable {
  /// Puts one question and waits for its answer.
  func answer(to question: Question) async throws(AskError) -> String

  /// What the user does to be asked again, for instance `press R to be asked again`.
  var wayToAskAgain: String { get }
}

extension Ask {
  public var wayToAskAgain: String { "try again" }
}

public struct Question: Hashable, Sendable {
  /// For instance `MFA code for arn:aws:iam::123456789012:mfa/ana`, one line.
  public var text: String
  /// Why it is asked: `profile "prod" assumes arn:aws:iam::…:role/ops`, one line.
  public var reason: String

  public init(text: String, reason: String) {
    self.text = text
    self.reason = reason
  }
}

public enum AskError: Error, Hashable, Sendable {
  /// There is nobody to ask; the text says why, for instance `no terminal`.
  case nobody(String)
  /// The question was asked before, and isn't asked again by itself.
  case askedBefore(wasAnswered: Bool)
  case declined
  /// Nobody answered within two minutes.
  case timeout
  case cancelled
}

/// An `Ask` for where there is nobody to ask.
public struct AskNobody: Ask {
  private let reason: String

  public init(reason: String) {
    self.reason = reason
  }

  public func answer(to question: Question) async throws(AskError) -> String {
    throw .nobody(reason)
  }
}
