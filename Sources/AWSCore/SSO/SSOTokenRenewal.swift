import FoundationEssentials

/// Renews the token of an sso-session through SSO-OIDC's CreateToken.
struct SSOTokenRenewal: Sendable {
  /// A token with less time left than this is renewed (botocore's `SSOTokenProvider`).
  static let window: TimeInterval = 15 * 60

  let settings: SSOSettings
  let file: SSOTokenFile
  /// Of the SSO-OIDC service, without a slash at its end.
  let endpoint: String
  let surroundings: Surroundings
  /// The endpoint and what set it, where the user did; faults name it.
  var customEndpoint: String?

  /// The token to ask for a role's credentials with, renewed where it is due.
  ///
  /// Our own processes hold the file meanwhile; it is read again before the renewal and after a
  /// refusal, because the AWS CLI may have been faster. If a renewal fails, a token that is still valid stays in use.
  /// - Throws: `AWSError.loginNeeded` where only the user can help; `.connection`, or `.service`
  ///   for a fault on AWS's side, where the token has expired and a later try may succeed.
  func token() async throws(AWSError) -> SSOToken {
    let token = try await file.token()
    // An old profile has no session, and its token can't be renewed.
    guard settings.session != nil, isDue(token) else { return try unexpired(token) }
    return try await surroundings.ssoSessions.alone(with: file.path) { () async throws(AWSError) in
      let held = try await surroundings.hold(file.path)
      defer { withExtendedLifetime(held) {} }
      let token = try await file.token()
      guard isDue(token), let renewal = token.renewal,
        renewal.registrationExpiresAt > surroundings.timekeeper.wall
      else { return try unexpired(token) }
      return try await renew(token, with: renewal)
    }
  }

  private func renew(
    _ token: SSOToken, with renewal: SSOToken.Renewal
  ) async throws(AWSError) -> SSOToken {
    let (sessions, clock) = (surroundings.ssoSessions, surroundings.timekeeper)
    if let fault = sessions.refusal(of: token.digest, at: file.path, now: clock.monotonic) {
      return try unrenewed(token, refused: fault)
    }
    let renewed: SSOToken
    do {
      renewed = try await created(from: token, with: renewal)
    } catch .cancelled {
      throw .cancelled
    } catch {
      let current = try await file.token()
      if current.accessToken != token.accessToken, !isExpired(current) { return current }
      if case .service(let fault) = error, (400..<500).contains(fault.status), fault.status != 429 {
        sessions.rememberRefusal(fault, of: token.digest, at: file.path, now: clock.monotonic)
        return try unrenewed(token, refused: fault)
      }
      if isExpired(token) { throw error }
      return token
    }
    return try file.save(renewed, inPlaceOf: token) { !isDue($0) }
  }

  private func unrenewed(
    _ token: SSOToken, refused fault: ServiceFault
  ) throws(AWSError) -> SSOToken {
    guard isExpired(token) else { return token }
    throw file.expired(token, because: "AWS refuses to renew it: \(fault.summary)")
  }

  /// CreateToken with the grant type `refresh_token`.
  ///
  /// Where the answer has no new refresh token, the old one stays in force (RFC 6749 §6; botocore
  /// drops it).
  private func created(
    from token: SSOToken, with renewal: SSOToken.Renewal
  ) async throws(AWSError) -> SSOToken {
    let body = JSONValue.object([
      "grantType": .string("refresh_token"), "clientId": .string(renewal.clientID),
      "clientSecret": .string(renewal.clientSecret), "refreshToken": .string(renewal.refreshToken),
    ])
    let response = try await surroundings.loginExchange.send(
      HTTPRequest(
        method: "POST", url: "\(endpoint)/token",
        headers: [HTTPHeader("Content-Type", "application/json")], body: body.bytes ?? []),
      isWorthAnother: \.isFaultThatPasses)
    guard (200..<300).contains(response.status), WebPage.words(in: response.body) == nil else {
      var fault = Redaction(secrets: token.secrets).redact(JSONErrorReader.fault(response))
      fault.customEndpoint = customEndpoint
      if response.isFaultThatPasses { fault.attempts = surroundings.loginExchange.attempts }
      throw .service(fault)
    }
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body)),
      answer.expiresIn > 0
    else { throw unreadable(response) }
    let lifetime = min(answer.expiresIn, Self.longestLifetime)
    var members = token.members
    members["accessToken"] = .string(answer.accessToken)
    members["expiresAt"] = .string(CachedTime.text(surroundings.timekeeper.wall + lifetime))
    if let refreshToken = answer.refreshToken, !refreshToken.isEmpty {
      members["refreshToken"] = .string(refreshToken)
    }
    members["startUrl"] = .string(settings.startURL)
    members["region"] = .string(settings.region)
    do {
      return try SSOToken(members: members)
    } catch {
      throw unreadable(response)
    }
  }

  private struct Answer: Decodable {
    var accessToken: String
    /// Seconds.
    var expiresIn: Double
    var refreshToken: String?
  }

  /// Ninety days, the longest session that IAM Identity Center has.
  private static let longestLifetime: TimeInterval = 90 * 86_400

  private func unreadable(_ response: HTTPResponse) -> AWSError {
    .unreadableAnswer(
      detail: "SSO-OIDC CreateToken without accessToken and expiresIn",
      requestID: response.requestID)
  }

  private func unexpired(_ token: SSOToken) throws(AWSError) -> SSOToken {
    if isExpired(token) { throw file.expired(token) }
    return token
  }

  private func isDue(_ token: SSOToken) -> Bool {
    token.expiresAt.timeIntervalSince(surroundings.timekeeper.wall) < Self.window
  }

  private func isExpired(_ token: SSOToken) -> Bool {
    token.expiresAt <= surroundings.timekeeper.wall
  }
}

extension Surroundings {
  /// For the unsigned calls to IAM Identity Center: retried like every other call.
  var loginExchange: PlainExchange {
    PlainExchange(
      transport: transport, timekeeper: timekeeper, random: random,
      attempts: RetryPolicy.standardAttempts, attemptLimit: RetryPolicy().attemptLimit)
  }
}

extension HTTPResponse {
  /// A server fault or a request to slow down: a later try may succeed.
  var isFaultThatPasses: Bool { [429, 500, 502, 503, 504].contains(status) }
}
