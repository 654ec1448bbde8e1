import Crypto
import FoundationEssentials

/// What `aws login` and those who renew it keep: credentials for fifteen minutes, and what newer
/// ones are asked for with. No description shows either.
struct LoginToken: Sendable, Hashable {
  /// What the Signin service wants in exchange for new credentials.
  struct Renewal: Sendable, Hashable {
    var refreshToken: String
    var clientID: String
    /// PEM, as in the file.
    var dpopKey: String
  }

  /// Why a file's text isn't a login, in words for people.
  struct Unusable: Error, Hashable {
    var reason: String
  }

  let credentials: Credentials
  let expiresAt: Date
  /// Nil where anything that a renewal needs is missing.
  let renewal: Renewal?
  /// What a renewal needs and the file lacks.
  let missing: String?
  /// The region that the login was made in; old ones don't say it.
  let signInRegion: String?
  /// Everything in the file, including what other tools keep there.
  let members: [String: JSONValue]

  init(members: [String: JSONValue]) throws(Unusable) {
    let key = members["accessToken"]?.members ?? [:]
    var parts: [String: String] = [:]
    for name in ["accessKeyId", "secretAccessKey", "sessionToken", "expiresAt"] {
      guard let text = key[name]?.text else {
        throw Unusable(reason: "it has no accessToken.\(name)")
      }
      guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw Unusable(
          reason: "its accessToken.\(name) has a space or a character that none has")
      }
      parts[name] = text
    }
    guard let accessKeyID = parts["accessKeyId"], let secretAccessKey = parts["secretAccessKey"],
      let expiresAt = parts["expiresAt"].flatMap(CachedTime.date)
    else { throw Unusable(reason: "its accessToken.expiresAt is no time") }
    credentials = Credentials(
      accessKeyID: accessKeyID, secretAccessKey: secretAccessKey,
      sessionToken: parts["sessionToken"], expiration: expiresAt,
      accountID: key["accountId"]?.text)
    self.expiresAt = expiresAt
    self.members = members
    signInRegion = members["signInRegion"]?.text
    missing = ["refreshToken", "clientId", "dpopKey"].first { members[$0]?.text == nil }
    if let refreshToken = members["refreshToken"]?.text, let clientID = members["clientId"]?.text,
      let dpopKey = members["dpopKey"]?.text
    {
      renewal = Renewal(refreshToken: refreshToken, clientID: clientID, dpopKey: dpopKey)
    } else {
      renewal = nil
    }
  }

  /// Tells logins and their renewals apart without revealing them.
  var digest: String {
    let parts = [members["accessToken"] ?? .null, members["refreshToken"] ?? .null]
    return SHA256.hash(data: Data(JSONValue.array(parts).bytes ?? [])).hexadecimal
  }

  /// What must not appear in an error about it.
  var secrets: [String] {
    let pem = renewal?.dpopKey.split(whereSeparator: \.isNewline).map(String.init) ?? []
    return [credentials.secretAccessKey, credentials.sessionToken, renewal?.refreshToken]
      .compactMap(\.self) + pem.filter { !$0.hasPrefix("-----") }
  }
}

extension LoginToken: CustomStringConvertible, CustomReflectable {
  var description: String { "LoginToken(expiresAt: \(expiresAt), the rest hidden)" }

  var customMirror: Mirror {
    Mirror(self, children: ["expiresAt": expiresAt], displayStyle: .struct)
  }
}

extension LoginToken.Renewal: CustomStringConvertible, CustomReflectable {
  var description: String { "Renewal(hidden)" }

  var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
