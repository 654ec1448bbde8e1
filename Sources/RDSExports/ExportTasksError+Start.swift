import AWSCore

/// What kept an export from being started.
public enum StartObstacle: Hashable, Sendable {
  /// As many run as AWS allows.
  case limit
  /// The source can't be exported now.
  case source
  /// AWS could not be asked, or could not answer: the same request may do later.
  case passing
  /// The request as it is: it has to be changed, or something in the account.
  case request
  /// AWS refused it with a code of which nobody knows whether it says the same later.
  case unknown
}

extension ExportTasksError {
  /// What an error of `startExportTask` is about.
  public var startObstacle: StartObstacle {
    switch self {
    case .modelled(.exportTaskLimitReached, _): .limit
    // The same code for what is busy and for what can never be exported, told apart by a text that is
    // AWS's to change.
    case .modelled(.invalidExportSourceState, _): .source
    case .modelled, .invalid: .request
    case .call(.service(let fault)):
      if fault.isThrottling || fault.refusesCredentials || fault.status >= 500 || isDenied {
        .passing
      } else {
        Self.codesOfWrongRequests.contains(fault.code) ? .request : .unknown
      }
    case .call, .repeatedMarker, .listTooLong, .otherSite: .passing
    }
  }

  /// AWS's common errors that say that the request itself is wrong (RDS's API reference, Common
  /// Errors, and what RDS answers in its place).
  private static let codesOfWrongRequests: Set<String> = [
    "InvalidAction", "InvalidParameterCombination", "InvalidParameterValue",
    "InvalidQueryParameter", "MalformedQueryString", "MissingAction", "MissingParameter",
    "ValidationError",
  ]

  /// Whether it is the caller who isn't allowed to: another identity may be.
  public var isDenied: Bool {
    guard case .call(.service(let fault)) = self else { return false }
    return fault.isDenied
  }

  /// Whether another identity may get what this one doesn't: it isn't allowed to, or its credentials
  /// are no longer good, or there are none.
  public var isOfIdentity: Bool {
    switch self {
    case .call(.service(let fault)): fault.isDenied || fault.refusesCredentials
    case .call(.noCredentials), .call(.loginNeeded), .call(.answerNeeded): true
    case .call(.resting(let cause, _)): ExportTasksError.call(cause).isOfIdentity
    default: false
    }
  }

  /// Whether nobody knows what AWS has answered: the connection broke after the request was sent, the
  /// answer can't be read, or the server failed.
  public var isAnswerLost: Bool {
    switch self {
    case .call(.connection(let failure)): failure.mayHaveArrived
    case .call(.unreadableAnswer): true
    case .call(.service(let fault)): fault.status >= 500
    case .modelled, .call, .invalid, .repeatedMarker, .listTooLong, .otherSite: false
    }
  }

  /// Whether AWS may have started the export all the same: the answer was lost, or this one is to a
  /// later attempt than the first.
  public var mayHaveStarted: Bool {
    switch self {
    case .modelled(_, let fault): fault.attempts > 1
    case .call(.service(let fault)): fault.attempts > 1 || fault.status >= 500
    case .call(.connection), .call(.unreadableAnswer), .call(.cancelled): true
    case .call, .invalid, .repeatedMarker, .listTooLong, .otherSite: false
    }
  }
}
