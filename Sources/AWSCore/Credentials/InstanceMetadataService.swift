/// Why the instance metadata service gave no key.
struct InstanceMetadataTrouble: Error {
  /// `.noCredentials` with a reason where the service is absent, fails or has nothing for us: it is
  /// the last source of all, and what the others said must be reported too. `.configuration` for
  /// what the user can fix: a setting, or the role's trust policy. Or `.cancelled`.
  var error: AWSError
  /// The service itself fails or doesn't answer. That says nothing about the key at hand, which may
  /// stay in use.
  var isOutage = false
}

/// Talks to the instance metadata service of EC2 with a token (IMDSv2), and without one (IMDSv1)
/// where it hands out none and the user allows it.
struct InstanceMetadataService: Sendable {
  private static let tokenLifetime = 21_600
  private static let tokenHeader = "x-aws-ec2-metadata-token"
  private static let lifetimeHeader = "x-aws-ec2-metadata-token-ttl-seconds"
  /// How long version 1 may take after a request for a token that got no answer. On an instance
  /// whose hop limit keeps tokens from containers, it answers within milliseconds; on a laptop,
  /// waiting longer would only cost another second.
  private static let limitAfterSilence = Duration.milliseconds(300)
  /// How long version 1 is used, once it has answered, before a token is asked for again.
  private static let openTime = Duration.seconds(300)

  let settings: InstanceMetadataSettings
  let surroundings: Surroundings

  private var memory: InstanceMetadataMemory { surroundings.instanceMetadata }

  /// The service's name, for people.
  var place: String { "EC2 instance metadata (\(settings.endpoint))" }

  /// Asks for a path, with a new token where the service says that the old one has expired.
  /// - Parameter isWorthAnother: Whether a retry may get a better answer.
  func get(
    _ path: String, isWorthAnother: @escaping @Sendable (HTTPResponse) -> Bool
  ) async throws(InstanceMetadataTrouble) -> HTTPResponse {
    var response = try await get(path, by: try await access(), isWorthAnother: isWorthAnother)
    if response.status == 401 {
      memory.forgetAccess(to: settings.endpoint)
      response = try await get(path, by: try await access(), isWorthAnother: isWorthAnother)
    }
    memory.learnAnswer(of: settings.endpoint)
    return response
  }

  /// The service has nothing for us.
  func passing(_ finding: String) -> InstanceMetadataTrouble {
    InstanceMetadataTrouble(error: .noCredentials([SearchedPlace(place: place, finding: finding)]))
  }

  /// The service is there and fails.
  func failing(_ finding: String) -> InstanceMetadataTrouble {
    var trouble = passing(finding)
    trouble.isOutage = true
    return trouble
  }

  /// Nobody answers.
  var silent: InstanceMetadataTrouble { failing("no metadata service answers (not on EC2?)") }

  private enum Access {
    case token(String)
    /// Version 1, with the time an attempt may take.
    case open(limit: Duration)
  }

  private func access() async throws(InstanceMetadataTrouble) -> Access {
    let now = surroundings.timekeeper.monotonic
    if let token = memory.token(of: settings.endpoint, at: now) { return .token(token) }
    if memory.isOpen(settings.endpoint, at: now), settings.versionOneIsOffBecauseOf == nil {
      return .open(limit: settings.attemptLimit)
    }
    let response: HTTPResponse
    do {
      response = try await exchange(within: settings.attemptLimit).send(
        request(
          "PUT", "/latest/api/token",
          HTTPHeader(Self.lifetimeHeader, "\(Self.tokenLifetime)"))
      ) { $0.status >= 500 }
    } catch {
      guard case .connection(let failure) = error else {
        throw InstanceMetadataTrouble(error: error)
      }
      return try accessWithoutAnswer(failure)
    }
    switch response.status {
    case 200:
      return try keep(tokenIn: response, askedAt: now)
    case 403, 404, 405:
      return try open(
        because: "it answered the request for a token with HTTP \(response.status)",
        limit: settings.attemptLimit)
    case 500...:
      throw failing("answers the request for a token with HTTP \(response.status)")
    default:
      throw passing("answers the request for a token with HTTP \(response.status)")
    }
  }

  /// Something that hands out a page instead of a token isn't a metadata service.
  private func keep(tokenIn response: HTTPResponse, askedAt now: Duration)
    throws(InstanceMetadataTrouble) -> Access
  {
    let token = String(decoding: response.body, as: UTF8.self).trimmingWhitespace
    if token.isEmpty {
      return try open(because: "it handed out an empty token", limit: settings.attemptLimit)
    }
    guard token.utf8.count <= 4096, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw passing("answers, but not with a token (not on EC2?)")
    }
    let said = response.header(Self.lifetimeHeader).flatMap { Int($0.trimmingWhitespace) }
    let lifetime = said.map { $0 > 0 ? min($0, Self.tokenLifetime) : Self.tokenLifetime }
    memory.keep(
      token: token, until: now + .seconds(lifetime ?? Self.tokenLifetime), of: settings.endpoint)
    return .token(token)
  }

  private func accessWithoutAnswer(_ failure: ConnectionFailure) throws(InstanceMetadataTrouble)
    -> Access
  {
    guard [.timeout, .closed].contains(failure.kind), settings.versionOneIsOffBecauseOf == nil
    else {
      throw learnSilence()
    }
    let isShort = failure.kind == .timeout && !settings.isLimitChosen
    return .open(limit: isShort ? Self.limitAfterSilence : settings.attemptLimit)
  }

  private func open(
    because reason: String, limit: Duration
  ) throws(InstanceMetadataTrouble) -> Access {
    guard let place = settings.versionOneIsOffBecauseOf else { return .open(limit: limit) }
    throw InstanceMetadataTrouble(
      error: .configuration(
        place: place,
        message: "forbids to ask \(settings.endpoint) without a token, and \(reason)"))
  }

  private func learnSilence() -> InstanceMetadataTrouble {
    memory.learnSilence(of: settings.endpoint, at: surroundings.timekeeper.monotonic)
    return silent
  }

  private func get(
    _ path: String, by access: Access,
    isWorthAnother: @escaping @Sendable (HTTPResponse) -> Bool
  ) async throws(InstanceMetadataTrouble) -> HTTPResponse {
    do {
      switch access {
      case .token(let token):
        return try await exchange(within: settings.attemptLimit).send(
          request("GET", path, HTTPHeader(Self.tokenHeader, token)),
          isWorthAnother: isWorthAnother)
      case .open(let limit):
        let response = try await exchange(within: limit).send(
          request("GET", path), isWorthAnother: isWorthAnother)
        let end = surroundings.timekeeper.monotonic + Self.openTime
        memory.learnOpen(settings.endpoint, until: end)
        return response
      }
    } catch {
      guard case .connection = error else { throw InstanceMetadataTrouble(error: error) }
      throw learnSilence()
    }
  }

  private func request(_ method: String, _ path: String, _ header: HTTPHeader? = nil) -> HTTPRequest
  {
    HTTPRequest(
      method: method, url: settings.endpoint + path, headers: [header].compactMap(\.self), body: [],
      bypassesProxy: true)
  }

  private func exchange(within limit: Duration) -> PlainExchange {
    PlainExchange(
      transport: surroundings.transport, timekeeper: surroundings.timekeeper,
      random: surroundings.random, attempts: settings.attempts,
      attemptsUnanswered: settings.attemptsUnanswered, attemptLimit: limit)
  }
}
