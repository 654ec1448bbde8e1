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

  /// A tool that doesn't replace the file as a whole (the JavaScript SDK) has written it by then.
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

  /// The session's name, or where a profile of the old kind has none its start URL, as SHA-1 in
  /// hexadecimal (botocore's `SSOTokenLoader`).
  static func name(for settings: SSOSettings) -> String {
    let key = settings.session ?? settings.startURL
    return Insecure.SHA1.hash(data: Data(key.utf8)).hexadecimal
  }

  /// What is in it now, or what would be if it could be written.
  func contents() -> Contents {
    let stored = stored()
    guard case .token(let token) = stored else { return stored }
    return .token(newest(of: token))
  }

  /// Where a renewed token can't be saved: what the user should know, in one line.
  var remark: String? {
    guard case .token(let token) = stored(), let unsaved = sessions.unsaved(at: path),
      unsaved.replacedDigest == token.digest
    else { return nil }
    return "the renewed login can't be saved in \(shownPath) (\(unsaved.reason)): it is used until "
      + "this program ends, and other tools may have to log in again"
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

  /// Puts a renewed token into the file, unless somebody else was there first.
  /// - Returns: The token to use: where another process has put one into the file meanwhile that
  ///   lasts, that one.
  /// - Throws: `AWSError.loginNeeded` where the user has logged out meanwhile.
  func save(
    _ renewed: SSOToken, inPlaceOf old: SSOToken, lasting isLasting: (SSOToken) -> Bool
  ) throws(AWSError) -> SSOToken {
    switch stored() {
    case .absent:
      throw settings.loginNeeded("logged out: \(shownPath) was removed")
    case .unusable:
      // Somebody is writing, and what they write is newer than what was read here.
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

  /// The error of a token whose time is over.
  func expired(_ token: SSOToken, because reason: String? = nil) -> AWSError {
    settings.loginNeeded(
      "the login expired at \(CachedTime.words(token.expiresAt)) (\(shownPath))"
        + (reason.map { "; \($0)" } ?? ""))
  }

  /// The error of a token that AWS refuses before its time is over.
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

/// A renewed token that can't be written into its file: a folder that may only be read, a full disk.
///
/// It is used as long as the file holds the token that it was made from, whose refresh token AWS may
/// not take a second time.
struct UnsavedToken: Sendable, Hashable {
  var token: SSOToken
  /// The digest of the token in the file.
  var replacedDigest: String
  /// In the system's words.
  var reason: String
}
