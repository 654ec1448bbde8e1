import Crypto
import FoundationEssentials
import Ground

/// The file in which `aws login` keeps a session, and which AWS's tools share.
struct LoginTokenFile: Sendable {
  enum Contents: Sendable, Hashable {
    case absent
    case unusable(reason: String)
    case token(LoginToken)
  }

  let path: String
  /// For people.
  let shownPath: String
  private let profileName: String
  private let surroundings: Surroundings

  /// `${AWS_LOGIN_CACHE_DIRECTORY or ~/.aws/login/cache}/{SHA-256 of the session}.json` (botocore's
  /// `LoginTokenLoader`); variables and `~` in the folder are filled in.
  /// - Throws: `AWSError.configuration` where the environment names no home folder.
  init(session: String, profileName: String, surroundings: Surroundings) throws(AWSError) {
    self.profileName = profileName
    self.surroundings = surroundings
    let name = SHA256.hash(data: Data(session.utf8)).hexadecimal + ".json"
    let environment = surroundings.environment
    let folder = Self.folder(environment)
    guard folder == "~" || folder.hasPrefix("~/") else {
      path = "\(folder)/\(name)"
      shownPath = path
      return
    }
    guard let home = environment["HOME"] else {
      throw .configuration(
        place: "environment variable HOME",
        message: "not set, and the login of profile \"\(profileName)\" is kept below it, in "
          + folder.dropFirst(2))
    }
    path = home + "\(folder.dropFirst())/\(name)"
    shownPath = "\(folder)/\(name)"
  }

  /// The folder of all logins; it may begin with `~`.
  static func folder(_ environment: Environment) -> String {
    guard let folder = environment["AWS_LOGIN_CACHE_DIRECTORY"] else { return "~/.aws/login/cache" }
    return folder.replacing(variable) { match in
      let name = match.output.1 ?? match.output.2 ?? ""
      return environment.variables[String(name)] ?? String(match.output.0)
    }
  }

  /// `$NAME` or `${NAME}`
  private static var variable: Regex<(Substring, Substring?, Substring?)> {
    /\$(?:([A-Za-z0-9_]+)|\{([^}]*)\})/
  }

  /// What is in it now, or would be if it could be written.
  func contents() -> Contents {
    let stored = stored()
    guard case .token(let token) = stored else { return stored }
    return .token(newest(of: token))
  }

  private func newest(of stored: LoginToken) -> LoginToken {
    guard let unsaved = surroundings.loginSessions.unsaved(at: path),
      unsaved.replacedDigest == stored.digest
    else { return stored }
    return unsaved.token
  }

  private func stored() -> Contents {
    let bytes: [UInt8]?
    do {
      bytes = try surroundings.files.contents(of: path)
    } catch {
      return .unusable(reason: "it can't be read (\(error.reason))")
    }
    guard let bytes else { return .absent }
    guard let members = JSONValue(bytes)?.members else {
      return .unusable(reason: "it is no JSON object")
    }
    do {
      return .token(try LoginToken(members: members))
    } catch {
      return .unusable(reason: error.reason)
    }
  }

  /// The login in it, expired or not.
  /// - Throws: `AWSError.loginNeeded` where there is none that can be used, `.cancelled`.
  func token() async throws(AWSError) -> LoginToken {
    var contents = contents()
    if case .unusable = contents {
      do {
        try await surroundings.timekeeper.sleep(for: SSOTokenFile.writingTime)
      } catch {
        throw .cancelled
      }
      contents = self.contents()
    }
    switch contents {
    case .token(let token): return token
    case .absent: throw loginNeeded("not logged in: there is no \(shownPath)")
    case .unusable(let reason):
      throw loginNeeded("the login in \(shownPath) can't be used: \(reason)")
    }
  }

  /// Saves a renewed login in the file, unless somebody else was first.
  /// - Returns: The login to use: if another process has meanwhile saved one that is good for
  ///   longer, or isn't due, that one.
  /// - Throws: `AWSError.loginNeeded` where the user has logged out meanwhile.
  func save(
    _ renewed: LoginToken, inPlaceOf old: LoginToken
  ) throws(AWSError) -> LoginToken {
    switch stored() {
    case .absent: throw loginNeeded("logged out: \(shownPath) was removed")
    case .unusable:
      // Somebody is writing the file, and theirs is newer than what was read here.
      return renewed
    case .token(let stored):
      let current = newest(of: stored)
      let isOthers = !current.credentials.signsAlike(old.credentials)
      if isOthers, !isDue(current) || current.expiresAt >= renewed.expiresAt { return current }
      let members = current.members.merging(renewed.members) { _, new in new }
      let failure = write(members)
      surroundings.loginSessions.rememberUnsaved(
        failure.map {
          LoginSessions.Unsaved(
            token: renewed, replacedDigest: stored.digest, reason: $0.reason)
        }, at: path)
      return renewed
    }
  }

  private func write(_ members: [String: JSONValue]) -> FileReadingError? {
    guard let bytes = JSONValue.object(members).bytes else {
      return FileReadingError(reason: "it holds a number that JSON can't say")
    }
    do {
      try surroundings.files.replace(path, with: bytes)
      return nil
    } catch {
      return error
    }
  }

  func isDue(_ token: LoginToken) -> Bool {
    token.expiresAt.timeIntervalSince(surroundings.timekeeper.wall)
      <= RenewalWindows.beforeLoginExpires
  }

  func isExpired(_ token: LoginToken) -> Bool { token.expiresAt <= surroundings.timekeeper.wall }

  /// The error for a login that lacks what a renewal needs.
  func unrenewable(_ token: LoginToken) -> AWSError {
    loginNeeded(
      "the login's credentials expired at \(CachedTime.words(token.expiresAt)), and \(shownPath) has "
        + "no \(token.missing ?? "refreshToken") to renew them with")
  }

  /// - Parameter detail: What is wrong with the login, in one line.
  func loginNeeded(_ detail: String) -> AWSError {
    .loginNeeded(
      profile: profileName, command: "aws login --profile \(profileName)", detail: detail)
  }
}

extension LoginTokenFile {
  /// How long its credentials last, for people: a step of a profile's plan.
  var outlook: String? {
    guard case .token(let token) = contents(), token.missing == nil else { return nil }
    return "renewed here from 5 minutes before they expire, until the login itself ends: when is "
      + "not known, 12 hours after `aws login` at most"
  }

  /// What the user should know although the credentials can be used, in one line.
  var remark: String? {
    guard case .token(let stored) = stored() else { return nil }
    let sessions = surroundings.loginSessions
    let token = newest(of: stored)
    let end = CachedTime.words(token.expiresAt)
    if let missing = token.missing {
      return "the login's credentials last until \(end) and can't be renewed: \(shownPath) has no "
        + "\(missing). Log in anew before then"
    }
    if let failure = sessions.failure(of: token.digest, at: path) {
      return "the login's credentials last until \(end) and could not be renewed: "
        + "\(failure.error.summary). \(failure.error.advice)"
    }
    guard let unsaved = sessions.unsaved(at: path), unsaved.replacedDigest == stored.digest
    else { return nil }
    return "the renewed login can't be saved in \(shownPath) (\(unsaved.reason)): it is used until "
      + "this program ends, and other tools may have to log in again. "
      + "Make that file and its folder writable for this user"
  }
}
