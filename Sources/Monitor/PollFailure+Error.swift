import AWSCore
import RDSExports
import Tracking

extension PollFailure {
  /// What a failed request means for the plan.
  init(_ error: ExportTasksError) {
    switch error {
    case .call(.noCredentials), .call(.noRegion), .call(.configuration): self = .setup
    case .call(.service(let fault)) where fault.isThrottling: self = .throttled
    case .call(.service(let fault)) where fault.refusesFilters: self = .filtersRefused
    default: self = .other
    }
  }
}

extension ServiceFault {
  /// Throttling is told by its code, not by 429 or 503. The codes are those of botocore's standard
  /// retry mode, in the order of its source.
  var isThrottling: Bool { Self.throttlingCodes.contains(code) }

  private static let throttlingCodes: Set<String> = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
    "TooManyRequestsException", "ProvisionedThroughputExceededException",
    "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
    "LimitExceededException", "RequestThrottled", "SlowDown", "PriorRequestNotComplete",
    "EC2ThrottledException",
  ]

  /// A complaint about a value of the request that speaks of filters.
  var refusesFilters: Bool {
    guard Self.refusalCodes.contains(code) else { return false }
    let words = message.lowercased()
    return ["filter", "status", "export-task-identifier"].contains { words.contains($0) }
  }

  private static let refusalCodes: Set<String> = [
    "InvalidParameterValue", "InvalidParameterCombination", "ValidationError",
    "InvalidFilter", "UnsupportedParameter", "UnknownParameter",
  ]
}
