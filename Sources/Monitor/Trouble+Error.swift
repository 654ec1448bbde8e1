import AWSCore
import FoundationEssentials
import RDSExports
import Tracking

extension Trouble {
  /// A failure of the feed in words: those of the error itself, and what the poller adds to them.
  public init(_ error: ExportTasksError, since: Date) {
    self.init(
      kind: error.cause.kind, summary: error.summary, advice: error.adviceWhilePolling,
      lookups: error.cause.lookups.map { ($0.place, $0.finding) }, since: since)
  }
}

extension ExportTasksError {
  fileprivate var cause: ExportTasksError {
    if case .call(let error) = self { .call(error.cause) } else { self }
  }

  fileprivate var kind: Trouble.Kind {
    switch self {
    case .call(.noCredentials): .noCredentials
    case .call(.noRegion): .noRegion
    case .call(.loginNeeded): .expired
    case .call(.connection): .unreachable
    case .call(.service(let fault)) where fault.isThrottling: .throttled
    case .call(.service(let fault)) where fault.isExpired: .expired
    case .call(.service(let fault)) where fault.isTurnedAway: .denied
    case .call, .modelled, .invalid, .repeatedMarker, .listTooLong, .otherSite: .other
    }
  }

  fileprivate var lookups: [SearchedPlace] {
    switch self {
    case .call(.noCredentials(let lookups)), .call(.noRegion(let lookups)): lookups
    default: []
    }
  }

  /// The poller keeps trying, so the user need not start anything again.
  fileprivate var adviceWhilePolling: String {
    switch self {
    case .call(.noCredentials):
      "Add them to ~/.aws, which is read again every 5 seconds; what a shell exports needs a new start."
    case .call(.noRegion):
      "Name one in ~/.aws/config, which is read again every 5 seconds, or start again with --region."
    case .call(.configuration):
      "Correct it: files are read again every 5 seconds, variables and options at the next start."
    case .call(.resting(.configuration, _)):
      "Correct it: a changed configuration is tried at once, and R tries now."
    case .call(.resting(let cause, _)):
      "\(ExportTasksError.call(cause).adviceWhilePolling) R tries now."
    case .repeatedMarker, .listTooLong:
      "The rows read so far are shown; the next sweep tries again."
    case .call, .modelled, .invalid, .otherSite: advice
    }
  }
}

extension ServiceFault {
  /// The codes that RDS and STS send for expired credentials.
  fileprivate var isExpired: Bool {
    ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"].contains(code)
  }

  /// The API's common errors for a caller that is refused: one who may not, one whose key isn't taken,
  /// and a wrong clock.
  fileprivate var isTurnedAway: Bool {
    isDenied
      || [
        "RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture", "AuthFailure",
        "IncompleteSignature", "InvalidAccessKeyId", "InvalidClientTokenId",
        "MissingAuthenticationToken", "OptInRequired", "SignatureDoesNotMatch",
        "UnrecognizedClientException",
      ].contains(code)
  }
}
