import Crypto
import FoundationEssentials

/// The credentials that `aws login` keeps for a session, used while they last.
///
/// They last fifteen minutes, and the AWS CLI renews them whenever it needs them, for up to twelve
/// hours; here they are never renewed, and the file is read each time.
public struct LoginCredentials: Sendable {
  private let session: String
  private let profileName: String
  private let surroundings: Surroundings

  /// - Parameters:
  ///   - session: The profile's `login_session`.
  ///   - profileName: For what is said to the user.
  public init(session: String, profileName: String, surroundings: Surroundings) {
    self.session = session
    self.profileName = profileName
    self.surroundings = surroundings
  }

  /// - Throws: `AWSError.loginNeeded` where there are none that last, `.configuration` where the
  ///   environment names no home folder.
  public func credentials() async throws(AWSError) -> Credentials {
    let file = try place()
    switch contents(of: file.path) {
    case .absent: throw loginNeeded("not logged in: there is no \(file.shown)")
    case .unusable(let reason):
      throw loginNeeded("the login in \(file.shown) can't be used: \(reason)")
    case .credentials(let credentials, let expiresAt):
      guard expiresAt > surroundings.timekeeper.wall else {
        throw loginNeeded(
          "the login's credentials expired at \(CachedTime.words(expiresAt)) (\(file.shown)); only "
            + "the AWS CLI renews them")
      }
      return credentials
    }
  }

  private enum Contents {
    case absent
    case unusable(reason: String)
    case credentials(Credentials, expiresAt: Date)
  }

  private func contents(of path: String) -> Contents {
    let bytes: [UInt8]?
    do {
      bytes = try surroundings.files.contents(of: path)
    } catch {
      return .unusable(reason: "it can't be read (\(error.reason))")
    }
    guard let bytes else { return .absent }
    guard let document = JSONValue(bytes)?.members else {
      return .unusable(reason: "it is no JSON object")
    }
    let key = document["accessToken"]?.members ?? [:]
    for name in ["accessKeyId", "secretAccessKey", "sessionToken", "expiresAt"] {
      guard let text = key[name]?.text else {
        return .unusable(reason: "it has no accessToken.\(name)")
      }
      guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        return .unusable(reason: "its accessToken.\(name) has a space or a character that none has")
      }
    }
    guard let accessKeyID = key["accessKeyId"]?.text,
      let secretAccessKey = key["secretAccessKey"]?.text,
      let expiresAt = key["expiresAt"]?.text.flatMap(CachedTime.date)
    else { return .unusable(reason: "its accessToken.expiresAt is no time") }
    return .credentials(
      Credentials(
        accessKeyID: accessKeyID, secretAccessKey: secretAccessKey,
        sessionToken: key["sessionToken"]?.text, expiration: expiresAt,
        accountID: key["accountId"]?.text),
      expiresAt: expiresAt)
  }

  /// `${AWS_LOGIN_CACHE_DIRECTORY or ~/.aws/login/cache}/{SHA-256 of the session}.json` (botocore's
  /// `LoginTokenLoader`).
  private func place() throws(AWSError) -> (path: String, shown: String) {
    let name = SHA256.hash(data: Data(session.utf8)).hexadecimal + ".json"
    let home = surroundings.environment["HOME"]
    let folder = surroundings.environment["AWS_LOGIN_CACHE_DIRECTORY"] ?? "~/.aws/login/cache"
    guard folder == "~" || folder.hasPrefix("~/") else {
      let path = "\(folder)/\(name)"
      return (path, path)
    }
    guard let home else {
      throw .configuration(
        place: "environment variable HOME",
        message: "not set, and the login of profile \"\(profileName)\" is kept below it, in "
          + folder.dropFirst(2))
    }
    return (home + "\(folder.dropFirst())/\(name)", "\(folder)/\(name)")
  }

  private func loginNeeded(_ detail: String) -> AWSError {
    .loginNeeded(
      profile: profileName, command: "aws login --profile \(profileName)", detail: detail)
  }
}
