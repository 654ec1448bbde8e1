extension ServiceFault {
  /// Whether AWS asks for fewer requests. It is told by the code, not by 429 or 503; the codes are
  /// those of the SDKs' standard retries.
  public var isThrottling: Bool { Self.throttlingCodes.contains(code) }

  private static let throttlingCodes: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException",
    "PriorRequestNotComplete", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
    "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException",
    "Throttling", "ThrottlingException", "TooManyRequestsException",
    "TransactionInProgressException",
  ]
}
