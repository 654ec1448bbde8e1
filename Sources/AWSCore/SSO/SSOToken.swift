import Crypto
import FoundationEssentials
import Ground

/// A login's token at IAM Identity Center, as AWS's tools keep it. No description shows the token
/// or what it is renewed with.
struct SSOToken: Sendable, Hashable {
  /// What the SSO-OIDC service wants in exchange for a new token.
  struct Renewal: Sendable, Hashable {
    var refreshToken: String
    var clientID: String
    var clientSecret: String
    var registrationExpiresAt: Date
  }

  /// Why a file's text isn't a token, in words for people.
  struct Unusable: Error, Hashable {
    var reason: String
  }

  let accessToken: String
  let expiresAt: Date
  /// Nil where anything that a renewal needs is missing.
  ///
  /// That includes the date the client's registration expires, as in botocore; the Go SDK would try
  /// without it.
  let renewal: Renewal?
  /// Everything in the file, including what other tools keep there.
  let members: [String: JSONValue]

  init(members: [String: JSONValue]) throws(Unusable) {
    func time(_ name: String) throws(Unusable) -> Date? {
      guard let text = members[name]?.text else { return nil }
      guard let date = CachedTime.date(text) else {
        throw Unusable(reason: "its \(name) is no time")
      }
      return date
    }
    guard let accessToken = members["accessToken"]?.text else {
      throw Unusable(reason: "it has no accessToken")
    }
    guard accessToken.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Unusable(reason: "its accessToken has characters that no token has")
    }
    guard let expiresAt = try time("expiresAt") else {
      throw Unusable(reason: "it has no expiresAt")
    }
    self.accessToken = accessToken
    self.expiresAt = expiresAt
    self.members = members
    guard let refreshToken = members["refreshToken"]?.text,
      let clientID = members["clientId"]?.text, let clientSecret = members["clientSecret"]?.text,
      let registrationExpiresAt = members["registrationExpiresAt"]?.text.flatMap(CachedTime.date)
    else {
      renewal = nil
      return
    }
    renewal = Renewal(
      refreshToken: refreshToken, clientID: clientID, clientSecret: clientSecret,
      registrationExpiresAt: registrationExpiresAt)
  }

  /// Tells tokens apart without revealing them.
  var digest: String {
    SHA256.hash(data: Data(accessToken.utf8)).hexadecimal
  }

  /// What must not appear in an error about it.
  var secrets: [String] {
    [accessToken, renewal?.refreshToken, renewal?.clientSecret].compactMap(\.self)
  }
}

extension SSOToken: CustomStringConvertible, CustomReflectable {
  var description: String { "SSOToken(expiresAt: \(expiresAt), the rest hidden)" }

  var customMirror: Mirror {
    Mirror(self, children: ["expiresAt": expiresAt], displayStyle: .struct)
  }
}

extension SSOToken.Renewal: CustomStringConvertible, CustomReflectable {
  var description: String { "Renewal(hidden)" }

  var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

/// A time in the files that AWS's tools cache logins in.
enum CachedTime {
  /// `2026-11-22T19:30:00Z`, with a fraction as the JavaScript SDK writes it, or with `UTC` instead
  /// of the `Z` as botocore did until 2022; nil for anything else.
  static func date(_ text: String) -> Date? {
    let isOldForm = text.hasSuffix("UTC")
    return AWSTimestamp.iso8601.date(isOldForm ? "\(text.dropLast(3))Z" : text)
  }

  /// As botocore writes it: in whole seconds, rounded down.
  static func text(_ date: Date) -> String {
    CivilTime(Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)))
      .iso8601Seconds + "Z"
  }

  /// For people: `2026-11-22 19:30 UTC`.
  static func words(_ date: Date) -> String {
    let seconds = CivilTime(date).iso8601Seconds
    return "\(seconds.prefix(10)) \(seconds.dropFirst(11).prefix(5)) UTC"
  }
}
