import FoundationEssentials

/// Renews a login through Signin's CreateOAuth2Token.
struct LoginRenewal: Sendable {
  let file: LoginTokenFile
  /// Of the Signin service, without a slash at its end.
  let endpoint: String
  let surroundings: Surroundings
  /// The endpoint and what set it, where the user did; faults name it.
  var customEndpoint: String?

  /// How long to wait for a login that another process may be saving, between one look at the file
  /// and the next.
  static let looksForAnothers: [Duration] = [100, 200, 400, 800].map { .milliseconds($0) }

  /// A newer login than the one that was seen, renewed here or by somebody else.
  ///
  /// A refresh token may be good for one renewal only. So the file is held meanwhile, for which our
  /// own processes wait; and it is read again before the renewal and after a refusal, because AWS's
  /// tools don't.
  /// - Throws: `AWSError.loginNeeded` where only the user can help; `.connection`, or `.service`
  ///   for a fault on AWS's side, where a later try may succeed; `.unreadableAnswer`, `.cancelled`.
  func token(inPlaceOf seen: LoginToken) async throws(AWSError) -> LoginToken {
    try await surroundings.loginSessions.turns.alone(with: file.path) {
      () async throws(AWSError) in
      let held = try await surroundings.hold(file.path)
      defer { withExtendedLifetime(held) {} }
      let token = try await file.token()
      if isAnother(token, than: seen), !file.isDue(token) { return token }
      guard let renewal = token.renewal else { throw file.unrenewable(token) }
      return try await renew(token, with: renewal)
    }
  }

  private func renew(
    _ token: LoginToken, with renewal: LoginToken.Renewal
  ) async throws(AWSError) -> LoginToken {
    let (sessions, now) = (surroundings.loginSessions, surroundings.timekeeper.monotonic)
    if let failure = sessions.failure(of: token.digest, at: file.path),
      let end = failure.refusedUntil, end > now
    {
      throw failure.error
    }
    do {
      let renewed = try await created(from: token, with: renewal)
      let saved = try file.save(renewed, inPlaceOf: token)
      sessions.rememberFailure(nil, at: file.path)
      return saved
    } catch .cancelled {
      throw .cancelled
    } catch {
      var isRefusal = false
      if case .loginNeeded = error { isRefusal = true }
      if let others = try await anothers(than: token, waiting: isRefusal) { return others }
      sessions.rememberFailure(
        LoginSessions.Failure(
          digest: token.digest, error: error,
          refusedUntil: isRefusal
            ? surroundings.timekeeper.monotonic + LoginSessions.refusalTime : nil),
        at: file.path)
      throw error
    }
  }

  /// What another process has saved meanwhile, if that is still good.
  private func anothers(
    than token: LoginToken, waiting isWorthWaiting: Bool
  ) async throws(AWSError) -> LoginToken? {
    for rest in [.zero] + (isWorthWaiting ? Self.looksForAnothers : []) {
      if rest > .zero {
        do {
          try await surroundings.timekeeper.sleep(for: rest)
        } catch {
          throw .cancelled
        }
      }
      switch file.contents() {
      case .token(let current):
        if isAnother(current, than: token), !file.isExpired(current) { return current }
      case .absent: return nil
      case .unusable: continue
      }
    }
    return nil
  }

  private func isAnother(_ token: LoginToken, than other: LoginToken) -> Bool {
    !token.credentials.signsAlike(other.credentials)
  }

  /// CreateOAuth2Token with the grant type `refresh_token`.
  ///
  /// Each attempt has a proof of its own: a service may take each only once.
  private func created(
    from token: LoginToken, with renewal: LoginToken.Renewal
  ) async throws(AWSError) -> LoginToken {
    let unusableKey = file.loginNeeded(
      "the login in \(file.shownPath) can't be renewed: its dpopKey is no private key on the curve "
        + "P-256")
    guard let key = DPoPKey(pem: renewal.dpopKey) else { throw unusableKey }
    let body =
      JSONValue.object([
        "clientId": .string(renewal.clientID), "grantType": .string("refresh_token"),
        "refreshToken": .string(renewal.refreshToken),
      ]).bytes ?? []
    let (url, timekeeper, random) = (
      "\(endpoint)/v1/token", surroundings.timekeeper, surroundings.random
    )
    let response = try await surroundings.loginExchange.send(
      making: { () throws(AWSError) in
        guard
          let proof = key.proof(
            ofPostTo: url, at: timekeeper.wall, identifier: Self.identifier(random))
        else { throw unusableKey }
        return HTTPRequest(
          method: "POST", url: url,
          headers: [HTTPHeader("Content-Type", "application/json"), HTTPHeader("DPoP", proof)],
          body: body)
      }, isWorthAnother: \.isFaultThatPasses)
    guard (200..<300).contains(response.status) else {
      var fault = Redaction(secrets: token.secrets).redact(JSONErrorReader.fault(response))
      fault.customEndpoint = customEndpoint
      if response.isFaultThatPasses { fault.attempts = surroundings.loginExchange.attempts }
      // A proxy's refusal isn't the service's.
      guard (400..<500).contains(response.status), !response.isFaultThatPasses,
        !fault.code.hasPrefix("HTTP ")
      else { throw .service(fault) }
      throw file.loginNeeded(LoginRefusal(response, fault).words(about: file.shownPath))
    }
    return try renewed(token, by: response)
  }

  private struct Answer: Decodable {
    struct AccessToken: Decodable {
      var accessKeyId: String
      var secretAccessKey: String
      var sessionToken: String
    }

    var accessToken: AccessToken
    /// Seconds.
    var expiresIn: Double
    var refreshToken: String?
  }

  /// Twelve hours, the longest that a login lasts.
  private static let longestLifetime: TimeInterval = 12 * 3600

  /// Where the answer has no new refresh token, the old one stays in force (RFC 6749 §6).
  private func renewed(
    _ token: LoginToken, by response: HTTPResponse
  ) throws(AWSError) -> LoginToken {
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body)),
      answer.expiresIn > 0
    else { throw unreadable(response) }
    let end = surroundings.timekeeper.wall + min(answer.expiresIn, Self.longestLifetime)
    let key = answer.accessToken
    var members = token.members
    members["accessToken"] = .object(
      (members["accessToken"]?.members ?? [:]).merging(
        [
          "accessKeyId": .string(key.accessKeyId), "secretAccessKey": .string(key.secretAccessKey),
          "sessionToken": .string(key.sessionToken), "expiresAt": .string(CachedTime.text(end)),
        ]) { _, new in new })
    if let refreshToken = answer.refreshToken, !refreshToken.isEmpty {
      members["refreshToken"] = .string(refreshToken)
    }
    do {
      return try LoginToken(members: members)
    } catch {
      throw unreadable(response)
    }
  }

  private func unreadable(_ response: HTTPResponse) -> AWSError {
    .unreadableAnswer(
      detail: "Signin CreateOAuth2Token without accessToken and expiresIn",
      requestID: response.requestID)
  }

  /// A random UUID (RFC 9562, version 4).
  private static func identifier(_ random: @Sendable () -> Double) -> String {
    var bytes = (0..<16).map { _ in UInt8(min(255, random() * 256)) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = bytes.hexadecimal
    let lengths = [8, 4, 4, 4, 12]
    var rest = digits[...]
    return lengths.map { length in
      defer { rest = rest.dropFirst(length) }
      return String(rest.prefix(length))
    }.joined(separator: "-")
  }
}
