import FoundationEssentials
import Ground

/// The real client: signs each attempt separately, sends it, and retries by the rules.
public struct AWSClient: AWSCalling {
  private let service: AWSService
  private let endpoint: String
  private let signer: SigV4Signer
  private let credentials: (any CredentialsProvider)?
  private let transport: any HTTPTransport
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let policy: RetryPolicy
  private let memory: EndpointMemory
  private let userAgent: UserAgent
  private let customEndpoint: String?

  /// - Parameters:
  ///   - region: The region that is signed for.
  ///   - endpoint: `https://host[:port][/path]`
  ///   - random: From 0 to 1; the jitter of the rests.
  ///   - credentials: Nil for calls that aren't signed.
  ///   - memory: Shared by all clients of the same endpoint.
  ///   - customEndpoint: The endpoint and what set it, where the user did; faults name it.
  public init(
    service: AWSService = .rds, region: String, endpoint: String,
    credentials: (any CredentialsProvider)?, transport: any HTTPTransport,
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    policy: RetryPolicy = RetryPolicy(), memory: EndpointMemory = EndpointMemory(),
    userAgent: UserAgent, customEndpoint: String? = nil
  ) {
    self.service = service
    self.endpoint = endpoint
    signer = SigV4Signer(region: region, service: service)
    self.credentials = credentials
    self.transport = transport
    self.timekeeper = timekeeper
    self.random = random
    self.policy = policy
    self.memory = memory
    self.userAgent = userAgent
    self.customEndpoint = customEndpoint
  }

  public func call(_ call: AWSCall) async throws(AWSError) -> AWSAnswer {
    // Someone may be asked for a code to get the first ones; that doesn't count against the
    // deadline.
    let credentials = try await freshCredentials(within: Self.credentialsLimit)
    let server = Wait.Subject.server(
      URLParts(endpoint)?.peer ?? endpoint, proxy: transport.proxyName(for: endpoint))
    return try await WaitBoard.noting(server, within: call.deadline, by: timekeeper) {
      () async throws(AWSError) in try await self.call(call, signedFirstWith: credentials)
    }
  }

  private func call(
    _ call: AWSCall, signedFirstWith first: Credentials?
  ) async throws(AWSError) -> AWSAnswer {
    var credentials = first
    let end = timekeeper.monotonic + call.deadline
    let invocation = Invocation.identifier()
    var retries = RetrySession(policy: policy, quota: memory.quota, random: random)
    var attempt = 1
    var isClockCorrected = false
    // What an earlier attempt has met that may have reached the service all the same. Whoever only
    // learns why the next one could not be made would take it for undone.
    var unsettled: AWSError?
    while true {
      let request: HTTPRequest
      let outcome: AttemptOutcome
      do throws(AWSError) {
        if attempt > 1 {
          credentials = try await freshCredentials(within: end - timekeeper.monotonic)
        }
        request = self.request(
          for: call, invocation: invocation, attempt: attempt, by: credentials?.features ?? [])
        outcome = try await send(request, of: call, with: credentials, before: end)
      } catch {
        if case .cancelled = error { throw error }
        throw unsettled ?? error
      }
      let fault = outcome.fault(
        attempts: attempt, of: customEndpoint, doubting: credentials?.doubts ?? [])
      if let credentials, fault?.refusesCredentials == true {
        self.credentials?.refused(credentials)
      }
      switch outcome.result {
      case .success(let response):
        guard let fault else {
          retries.succeed()
          return outcome.answer(response, attempts: attempt)
        }
        if !isClockCorrected,
          memory.skew.learn(
            from: fault, serverDate: response.date, signedAt: outcome.signedAt,
            wall: timekeeper.wall),
          attempt < policy.maximumAttempts
        {
          isClockCorrected = true
        } else {
          if fault.status >= 500 { unsettled = .service(fault) }
          try await rest(
            after: .service(fault), hint: RetrySession.hint(in: response), of: &retries,
            before: end)
        }
      case .failure(let failure):
        if failure.mayHaveArrived { unsettled = .connection(failure) }
        do throws(AWSError) {
          try await rest(after: .connection(failure), hint: nil, of: &retries, before: end)
        } catch {
          if case .cancelled = error { throw error }
          throw unsettled ?? error
        }
      }
      attempt += 1
    }
  }

  private func request(
    for call: AWSCall, invocation: String, attempt: Int, by ways: [CredentialsFeature]
  ) -> HTTPRequest {
    let (placed, endpoint) = call.placed(at: endpoint, isCustom: customEndpoint != nil)
    var request = service.wire.request(for: placed, at: endpoint)
    request.headers += [
      HTTPHeader("User-Agent", userAgent.text(with: ways)),
      HTTPHeader("amz-sdk-invocation-id", invocation),
      HTTPHeader("amz-sdk-request", "attempt=\(attempt); max=\(policy.maximumAttempts)"),
    ]
    return request
  }

  /// One attempt, with its own credentials and date: they are never mixed with another attempt's.
  private func send(
    _ request: HTTPRequest, of call: AWSCall, with credentials: Credentials?, before end: Duration
  ) async throws(AWSError) -> AttemptOutcome {
    let sentAt = timekeeper.wall
    let signedAt = memory.skew.corrected(sentAt)
    let signed = credentials.map { signer.sign(request, with: $0, at: signedAt) } ?? request
    let redaction = Redaction(request: signed, credentials: credentials)
    let result: Result<HTTPResponse, ConnectionFailure>
    do {
      let limit = min(policy.attemptLimit, end - timekeeper.monotonic)
      result = .success(try await transport.send(signed, within: limit))
    } catch {
      if Task.isCancelled || error is CancellationError { throw .cancelled }
      if let error = error as? AWSError { throw error }
      result = .failure(
        error as? ConnectionFailure
          ?? ConnectionFailure(
            kind: .other, peer: endpoint, detail: String(describing: type(of: error))))
    }
    return AttemptOutcome(
      result: result, wire: service.wire, method: call.method, sentAt: sentAt, signedAt: signedAt,
      redaction: redaction)
  }

  /// Longer than a question waits for an answer.
  static let credentialsLimit = Duration.seconds(150)

  private func freshCredentials(
    within limit: Duration
  ) async throws(AWSError) -> Credentials? {
    guard let provider = credentials else { return nil }
    return try await provider.credentials(by: timekeeper, within: limit)
  }

  /// Rests before the next attempt.
  /// - Throws: The error itself where there must not be another attempt, or no time is left for
  ///   one.
  private func rest(
    after error: AWSError, hint: Duration?, of retries: inout RetrySession, before end: Duration
  ) async throws(AWSError) {
    guard case .retry(let rest) = retries.decide(on: error, hint: hint),
      timekeeper.monotonic + rest < end
    else { throw error }
    do {
      try await timekeeper.sleep(for: rest)
    } catch {
      throw .cancelled
    }
  }
}

extension AWSClient {
  /// A client for the user's settings.
  public init(
    settings: ResolvedSettings, transport: any HTTPTransport, timekeeper: any Timekeeper,
    memory: EndpointMemory = EndpointMemory(), product: String, version: String
  ) {
    self.init(
      service: settings.service, region: settings.signingRegion, endpoint: settings.endpoint,
      credentials: settings.credentials, transport: transport, timekeeper: timekeeper,
      policy: RetryPolicy(maximumAttempts: settings.maximumAttempts), memory: memory,
      userAgent: UserAgent(
        product: product, version: version, applicationID: settings.applicationID,
        retries: true, isCustomEndpoint: settings.isCustomEndpoint),
      customEndpoint: settings.customEndpoint)
  }
}
