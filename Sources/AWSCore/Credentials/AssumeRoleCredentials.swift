/// The credentials of a role that is assumed with other credentials.
struct AssumeRoleCredentials: Sendable {
  private let role: AssumedRole
  private let source: CredentialsOrigin
  private let surroundings: Surroundings
  private let overrides: SettingsOverrides

  init(
    _ role: AssumedRole, with source: CredentialsOrigin, surroundings: Surroundings,
    overrides: SettingsOverrides
  ) {
    self.role = role
    self.source = source
    self.surroundings = surroundings
    self.overrides = overrides
  }

  /// The region isn't part of the key: a role's credentials are good in all regions, and two
  /// contexts in two regions share one MFA code.
  var origin: CredentialsOrigin {
    let key =
      source.key + [
        "role", role.roleARN, role.externalID ?? "", role.sessionName ?? "",
        role.durationSeconds.map { "\($0)" } ?? "", role.mfaSerial ?? "",
      ]
    return CredentialsOrigin(key: key) { () async throws(AWSError) in
      try await surroundings.cache.credentials(
        for: CredentialsKey(key), from: role.place,
        effort: role.mfaSerial == nil ? .request : .programOrPerson,
        preparing: { () async throws(AWSError) in
          (try await source.obtain(), try STSClient(surroundings, overrides: overrides))
        },
        renewing: { (credentials, client) async throws(AWSError) in
          try await assume(with: credentials, at: client)
        })
    }
  }

  private func assume(
    with credentials: Credentials, at client: STSClient
  ) async throws(AWSError) -> Credentials {
    let tokenCode = try await askForTokenCode()
    do {
      return try await client.assumeRole(role, with: credentials, tokenCode: tokenCode)
        .noting(credentials.features + [.assumedRole])
    } catch {
      if case .service(let fault) = error, fault.refusesCredentials {
        surroundings.cache.refuse(credentials)
      }
      throw error.naming(
        "AssumeRole of \(role.roleARN) for profile \"\(role.profileName)\" (\(role.place))")
    }
  }

  /// Nil where the role wants none.
  private func askForTokenCode() async throws(AWSError) -> String? {
    guard let serial = role.mfaSerial else { return nil }
    let question = Question(
      text: "MFA code for \(serial.singleLine(limit: 200))",
      reason: "profile \"\(role.profileName)\" assumes \(role.roleARN)".singleLine(limit: 300))
    let answer: String
    do {
      answer = try await surroundings.ask.answer(to: question).trimmingWhitespace
    } catch {
      throw refusal(error, serial: serial)
    }
    guard answer.utf8.count == 6, answer.utf8.allSatisfy(\.isDigit) else {
      throw mfa(serial, "What was given is no MFA code, which has six digits")
    }
    return answer
  }

  private func refusal(_ error: AskError, serial: String) -> AWSError {
    switch error {
    case .nobody(let why):
      mfa(
        serial, "An MFA code is needed: \(why)",
        advice: "Or bring a session along: eval \"$(aws configure export-credentials --profile "
          + "\(role.profileName) --format env)\"")
    case .askedBefore(wasAnswered: true): mfa(serial, "A new MFA code is needed")
    case .askedBefore(wasAnswered: false), .declined:
      mfa(serial, "An MFA code is needed and was not given")
    case .timeout: mfa(serial, "An MFA code is needed and nobody gave it in time")
    case .cancelled: .cancelled
    }
  }

  private func mfa(_ serial: String, _ message: String, advice: String? = nil) -> AWSError {
    let way = surroundings.ask.wayToAskAgain
    return .answerNeeded(
      place: "device \(serial) of profile \"\(role.profileName)\" (\(role.place))",
      message: message, advice: advice ?? "\(way.prefix(1).uppercased())\(way.dropFirst(1)).")
  }
}
