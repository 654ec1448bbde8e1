import Ground

/// An exchange that isn't signed, with retries: tokens, container and instance metadata.
struct PlainExchange: Sendable {
  var transport: any HTTPTransport
  var timekeeper: any Timekeeper
  var random: @Sendable () -> Double
  /// Attempts in all.
  var attempts: Int
  /// Attempts where there is no answer; nil for the same number.
  var attemptsUnanswered: Int?
  /// How long one attempt may take.
  var attemptLimit: Duration

  /// Sends a request, and retries until an answer is final.
  /// - Parameter isWorthAnother: Whether an answer is a failure that a retry may cure.
  /// - Returns: The last answer, whatever its status.
  /// - Throws: `AWSError.connection`, `.cancelled`, or `.configuration` for a proxy or a
  ///   certificate bundle that can't be used.
  func send(
    _ request: HTTPRequest, isWorthAnother: @Sendable (HTTPResponse) -> Bool
  ) async throws(AWSError) -> HTTPResponse {
    try await send(making: { () throws(AWSError) in request }, isWorthAnother: isWorthAnother)
  }

  /// The same, for a request that is made anew for each attempt.
  func send(
    making make: @Sendable () throws(AWSError) -> HTTPRequest,
    isWorthAnother: @Sendable (HTTPResponse) -> Bool
  ) async throws(AWSError) -> HTTPResponse {
    let first = try make()
    let server = Wait.Subject.server(
      URLParts(first.url)?.peer ?? "",
      proxy: first.bypassesProxy ? nil : transport.proxyName(for: first.url))
    return try await WaitBoard.noting(server, within: attemptLimit * attempts, by: timekeeper) {
      () async throws(AWSError) in
      try await exchange(first, thenMaking: make, isWorthAnother: isWorthAnother)
    }
  }

  private func exchange(
    _ first: HTTPRequest, thenMaking make: @Sendable () throws(AWSError) -> HTTPRequest,
    isWorthAnother: @Sendable (HTTPResponse) -> Bool
  ) async throws(AWSError) -> HTTPResponse {
    let policy = RetryPolicy(maximumAttempts: attempts, attemptLimit: attemptLimit)
    var request = first
    var failures = 0
    while true {
      let outcome: Result<HTTPResponse, ConnectionFailure>
      do {
        outcome = .success(try await transport.send(request, within: attemptLimit))
      } catch {
        if Task.isCancelled || error is CancellationError { throw .cancelled }
        if let error = error as? AWSError { throw error }
        outcome = .failure(
          error as? ConnectionFailure
            ?? ConnectionFailure(
              kind: .other, peer: URLParts(request.url)?.peer ?? "",
              detail: String(describing: type(of: error))))
      }
      failures += 1
      switch outcome {
      case .success(let response):
        if failures >= attempts || !isWorthAnother(response) { return response }
      case .failure(let failure):
        if failures >= attemptsUnanswered ?? attempts || RetryCause(.connection(failure)) == nil {
          throw .connection(failure)
        }
      }
      do {
        try await timekeeper.sleep(
          for: policy.rest(after: failures, of: .transient, hint: nil, random: random()))
      } catch {
        throw .cancelled
      }
      request = try make()
    }
  }
}
