/// Where credentials come from, as one step of a plan hands it to the next.
struct CredentialsOrigin: Sendable {
  /// All that the credentials depend on, without secrets; see `CredentialsKey`.
  var key: [String]
  var obtain: @Sendable () async throws(AWSError) -> Credentials

  /// The same, with features added in front of the credentials' own.
  func noting(_ features: [CredentialsFeature]) -> CredentialsOrigin {
    CredentialsOrigin(key: key) { [obtain] () async throws(AWSError) in
      try await obtain().noting(features)
    }
  }
}

extension AWSError {
  /// The same error, with the step that failed in front: an answer from AWS doesn't say which
  /// profile it is about.
  func naming(_ step: String) -> AWSError {
    switch self {
    case .service(var fault):
      fault.message = fault.message.isEmpty ? step : "\(step): \(fault.message)"
      return .service(fault)
    case .unreadableAnswer(let detail, let requestID):
      return .unreadableAnswer(detail: "\(step): \(detail)", requestID: requestID)
    case .connection(var failure):
      failure.detail = failure.detail.isEmpty ? step : "\(step): \(failure.detail)"
      return .connection(failure)
    case .resting(let cause, let end): return .resting(cause: cause.naming(step), until: end)
    default: return self
    }
  }
}
