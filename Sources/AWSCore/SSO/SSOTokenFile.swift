import Crypto
import FoundationEssentials
import Ground

/// The file in which `aws sso login` keeps the token of a session, and which AWS's tools share.
struct SSOTokenFile: Sendable {
  enum Contents: Sendable, Hashable {
    case absent
    case unusable(reason: String)
    case token(SSOToken)
  }

  /// How long to give a tool that doesn't replace the file as a whole (the JavaScript SDK) to
  /// finish writing.
  static let writingTime = Duration.milliseconds(100)

  let path: String
  private let shownPath: String
  private let settings: SSOSettings
  private let files: any FileAccess
  private let timekeeper: any Timekeeper
  private let sessions: SSOSessions

  /// - Throws: `AWSError.configuration` where the environment names no home folder.
  init(_ settings: SSOSettings, surroundings: Surroundings) throws(AWSError) {
    guard let home = surroundings.environment["HOME"] else {
      throw .configuration(
        place: "environment variable HOME",
        message: "not set, and the login of profile \"\(settings.profileName)\" is kept below it, "
          + "in .aws/sso/cache")
    }
    let name = "/.aws/sso/cache/\(Self.name(for: settings)).json"
    path = home + name
    shownPath = "~" + name
    self.settings = settings
    files = surroundings.files
    timekeeper = surroundings.timekeeper
    sessions = surroundings.ssoSessions
  }

  /// The session's name, or the start URL of an old profile without one, as SHA-1 in hexadecimal
  /// (botocore's `SSOTokenLoader`).
  static func name(for settings: SSOSettings) -> String {
    let key = settings.session ?? settings.startURL
    return Insecure.SHA1.hash(data: Data(key.utf8)).hexadecimal
  }

  /// What is in it now, or would be if it could be written.
  func contents() -> Contents {
    let stored = stored()
    guard case .token(let token) = stored else { return stored }
    return .token(newest(of: token))
  }

  /// What the user should know where a renewed token can't be saved, in one line.
  var remark: String? {
    guard case .token(let token) = stored(), let unsaved = sessions.unsaved(at: path),
      unsaved.replacedDigest == token.digest
    else { return nil }
    return "the renewed login can't be saved in \(shownPath) (\(unsaved.reason)): it is used until "
      + "this program ends, and other tools may have to log in again. "
      + "Make that file and its folder writable for this user"
  }

  private func newest(of stored: SSOToken) -> SSOToken {
    guard let unsaved = sessions.unsaved(at: path), unsaved.replacedDigest == stored.digest
    else { return stored }
    return unsaved.token
  }

  private func stored() -> Contents {
    let bytes: [UInt8]?
    do {
      bytes = try files.contents(of: path)
    } catch {
      return .unusable(reason: "it can't be read (\(error.reason))")
    }
    guard let bytes else { return .absent }
    guard let members = JSONValue(bytes)?.members else {
      return .unusable(reason: "it is no JSON object")
    }
    do {
      return .token(try SSOToken(members: members))
    } catch {
      return .unusable(reason: error.reason)
    }
  }

  /// The token in it, expired or not.
  /// - Throws: `AWSError.loginNeeded` where there is none that can be used, `.cancelled`.
  func token() async throws(AWSError) -> SSOToken {
    var contents = contents()
    if case .unusable = contents {
      do {
        try await timekeeper.sleep(for: Self.writingTime)
      } catch {
        throw .cancelled
      }
      contents = self.contents()
    }
    switch contents {
    case .token(let token): return token
    case .absent: throw settings.loginNeeded("not logged in: there is no \(shownPath)")
    case .unusable(let reason):
      throw settings.loginNeeded("the login in \(shownPath) can't be used: \(reason)")
    }
  }

  /// Saves a renewed token in the file, unless somebody else was first.
  /// - Returns: The token to use: if another process has meanwhile saved one that is still valid,
  ///   that one.
  /// - Throws: `AWSError.loginNeeded` where the user has logged out meanwhile.
  func save(
    _ renewed: SSOToken, inPlaceOf old: SSOToken, lasting isLasting: (SSOToken) -> Bool
  ) throws(AWSError) -> SSOToken {
    switch stored() {
    case .absent:
      throw settings.loginNeeded("logged out: \(shownPath) was removed")
    case .unusable:
      // Somebody is writing the file, and theirs is newer than what was read here.
      return renewed
    case .token(let stored):
      let current = newest(of: stored)
      let isOthers = current.accessToken != old.accessToken
      if isOthers, isLasting(current) || current.expiresAt >= renewed.expiresAt { return current }
      let members = current.members.merging(renewed.members) { _, new in new }
      let failure = write(members)
      sessions.rememberUnsaved(
        failure.map {
          UnsavedToken(token: renewed, replacedDigest: stored.digest, reason: $0.reason)
        }, at: path)
      return renewed
    }
  }

  private func write(_ members: [String: JSONValue]) -> FileReadingError? {
    guard let bytes = JSONValue.object(members).bytes else {
      return FileReadingError(reason: "it holds a number that JSON can't say")
    }
    do {
      try files.replace(path, with: bytes)
      return nil
    } catch {
      return error
    }
  }

  /// The error for an expired token.
  func expired(_ token: SSOToken, because reason: String? = nil) -> AWSError {
    settings.loginNeeded(
      "the login expired at \(CachedTime.words(token.expiresAt)) (\(shownPath))"
        + (reason.map { "; \($0)" } ?? ""))
  }

  /// The error for a token that AWS refuses before it expires.
  func refused(because fault: ServiceFault) -> AWSError {
    settings.loginNeeded("the login has expired or was ended (\(shownPath)): \(fault.summary)")
  }
}

extension SSOSettings {
  /// - Parameter detail: What is wrong with the login, in one line.
  func loginNeeded(_ detail: String) -> AWSError {
    .loginNeeded(
      profile: profileName, command: "aws sso login --profile \(profileName)", detail: detail)
  }
}

/// A renewed token that can't be saved in its file: the folder is read-only, or the disk is full.
///
/// It is used for as long as the file holds the token it replaces, because AWS may not accept that
/// one's refresh token a second time.
struct UnsavedToken: Sendable, Hashable {
  var token: SSOToken
  /// The digest of the token in the file.
  var replacedDigest: String
  /// In the system's words.
  var reason: String
}
