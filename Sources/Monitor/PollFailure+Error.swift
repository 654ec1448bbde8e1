import AWSCore
import RDSExports
import Tracking

extension PollFailure {
  /// What a failed request means for the plan.
  public init(_ error: ExportTasksError) {
    switch error {
    case .call(.resting(_, let end)): self = .resting(until: end)
    case .call(.noCredentials), .call(.noRegion), .call(.configuration), .call(.loginNeeded),
      .call(.answerNeeded):
      self = .setup
    case .call(.service(let fault)) where fault.isThrottling: self = .throttled
    case .call(.service(let fault)) where fault.refusesFilters: self = .filtersRefused
    default: self = .other
    }
  }
}

extension ServiceFault {
  /// Whether it complains about a value of the request and mentions filters.
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
