import FoundationEssentials

/// The AWS Security Token Service, in the region of the settings.
///
/// The region's own endpoint, never the global one (the AWS SDKs' default since 2025) unless the
/// region is `aws-global`. `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL` and a `services` section
/// apply to it; `--endpoint-url` doesn't: that one is for RDS.
public struct STSClient: Sendable {
  /// `https://host[:port][/path]`
  public let endpoint: String
  /// Whether the user set the endpoint, instead of AWS's own.
  public var isCustomEndpoint: Bool { settings.isCustomEndpoint }
  private let settings: ResolvedSettings
  private let surroundings: Surroundings

  /// - Throws: `AWSError.noRegion`, or `AWSError.configuration` naming the place.
  public init(
    _ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides()
  ) throws(AWSError) {
    var overrides = overrides
    overrides.endpointURL = nil
    settings = try AWSSettings.resolve(surroundings, overrides: overrides, service: .sts)
    endpoint = settings.endpoint
    self.surroundings = surroundings
  }

  /// Who AWS says the user is, with the credentials of the settings.
  public func callerIdentity() async throws(AWSError) -> CallerIdentity {
    try await callerIdentity(with: settings.credentials)
  }

  /// Whose some credentials are.
  func identity(of credentials: Credentials) async throws(AWSError) -> CallerIdentity {
    try await callerIdentity(with: StaticCredentials(credentials))
  }

  private func callerIdentity(
    with credentials: any CredentialsProvider
  ) async throws(AWSError) -> CallerIdentity {
    let answer = try await client(with: credentials).call(STSRequests.callerIdentity)
    return try read(answer) { body throws(XMLError) in try STSAnswers.callerIdentity(in: body) }
  }

  /// A role's credentials.
  /// - Parameters:
  ///   - credentials: Of the identity that assumes the role.
  ///   - tokenCode: The MFA device's, where the role names one.
  func assumeRole(
    _ role: AssumedRole, with credentials: Credentials, tokenCode: String?
  ) async throws(AWSError) -> Credentials {
    let call = STSRequests.assumeRole(
      role, sessionName: role.sessionName ?? madeUpSessionName, tokenCode: tokenCode)
    return try await roleCredentials(
      call, with: StaticCredentials(credentials), hiding: [tokenCode].compactMap(\.self))
  }

  /// A role's credentials in exchange for an identity provider's token; not signed, because the
  /// token is all the caller has.
  func assumeRole(
    _ settings: WebIdentitySettings, token: String
  ) async throws(AWSError) -> Credentials {
    let call = STSRequests.assumeRoleWithWebIdentity(
      roleARN: settings.roleARN, sessionName: settings.sessionName ?? madeUpSessionName,
      token: token)
    return try await roleCredentials(call, with: nil, hiding: [token])
  }

  private func roleCredentials(
    _ call: AWSCall, with credentials: (any CredentialsProvider)?, hiding secrets: [String]
  ) async throws(AWSError) -> Credentials {
    do {
      let answer = try await client(with: credentials).call(call)
      return try read(answer) { body throws(XMLError) in
        try STSAnswers.credentials(in: body, of: call.action)
      }
    } catch {
      throw SecretsOfRequest(secrets).hidden(in: error)
    }
  }

  /// CloudTrail tells sessions apart by their names; botocore likewise makes up
  /// `botocore-session-{seconds since 1970}`.
  private var madeUpSessionName: String {
    "exportdeck-\(Int(surroundings.timekeeper.wall.timeIntervalSince1970))"
  }

  private func client(with credentials: (any CredentialsProvider)?) -> AWSClient {
    AWSClient(
      service: settings.service, region: settings.signingRegion, endpoint: endpoint,
      credentials: credentials, transport: surroundings.transport,
      timekeeper: surroundings.timekeeper, random: surroundings.random,
      policy: RetryPolicy(maximumAttempts: settings.maximumAttempts),
      memory: surroundings.memories.memory(of: endpoint, region: settings.region),
      userAgent: surroundings.userAgent(settings), customEndpoint: settings.customEndpoint)
  }

  private func read<Value>(
    _ answer: AWSAnswer, _ parse: ([UInt8]) throws(XMLError) -> Value
  ) throws(AWSError) -> Value {
    do {
      return try parse(answer.body)
    } catch {
      throw .unreadableAnswer(detail: error.description, requestID: answer.requestID)
    }
  }
}

/// Who AWS says a caller is (`GetCallerIdentity`).
public struct CallerIdentity: Hashable, Sendable {
  /// Twelve digits.
  public var account: String
  /// A user's, or an assumed role's with the session's name at its end.
  public var arn: String
  public var userID: String

  public init(account: String, arn: String, userID: String) {
    self.account = account
    self.arn = arn
    self.userID = userID
  }
}
