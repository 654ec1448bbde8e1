extension Surroundings {
  /// For the unsigned calls of IAM Identity Center: retried as every other call.
  var loginExchange: PlainExchange {
    PlainExchange(
      transport: transport, timekeeper: timekeeper, random: random,
      attempts: RetryPolicy.standardAttempts, attemptLimit: RetryPolicy().attemptLimit)
  }
}

extension HTTPResponse {
  /// A fault of the server's, or one that asks for fewer requests: the next time may do better.
  var isFaultThatPasses: Bool { [429, 500, 502, 503, 504].contains(status) }
}
