/// What can go wrong with a call to AWS.
///
/// The description says what happened and then what to do next; it never holds a secret, a token or
/// a signature.
public enum AWSError: Error, Hashable, Sendable {
  /// AWS answered with an error.
  case service(ServiceFault)
  /// AWS answered with success and a body that can't be read.
  case unreadableAnswer(detail: String, requestID: String?)
  case connection(ConnectionFailure)
  /// No source had credentials: what was looked at, in order, and why each was passed over.
  case noCredentials([SearchedPlace])
  /// No source named a region.
  case noRegion([SearchedPlace])
  /// A file, variable or option that can't be used as it is; `place` is `file:line`, a variable or
  /// a flag.
  case configuration(place: String, message: String)
  /// A person has to log in, again or for the first time; nothing else helps, and nothing has to be
  /// restarted afterwards. `detail` is one line, for instance `the login expired at …`.
  case loginNeeded(profile: String, command: String, detail: String)
  /// A call needs a person's answer, an MFA code, and got none that it could use. `place` is the
  /// device and the profile; `advice` is how to be asked again, as a sentence.
  case answerNeeded(place: String, message: String, advice: String)
  /// A source of credentials has failed several times in a row with this cause, and isn't asked
  /// again before that time, by the timekeeper's monotonic clock.
  indirect case resting(cause: AWSError, until: Duration)
  case cancelled
}

extension AWSError {
  /// A file's disk doesn't answer.
  static func silentDisk(at path: String?) -> AWSError {
    .configuration(
      place: path ?? "the shared files",
      message: "its disk doesn't answer: is it on a network that is away?")
  }

  /// What went wrong, just now or a while ago.
  public var cause: AWSError {
    if case .resting(let cause, _) = self { cause.cause } else { self }
  }
}

/// A place that was looked at, and what was found there.
public struct SearchedPlace: Hashable, Sendable {
  /// For instance `environment variable AWS_REGION` or `profile "prod" in ~/.aws/config`.
  public var place: String
  /// For instance `not set`.
  public var finding: String

  public init(place: String, finding: String) {
    self.place = place
    self.finding = finding
  }
}
