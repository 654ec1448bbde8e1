/// Takes secrets out of a text before it is written anywhere: the values that are known to be
/// secret, and whatever stands where requests, answers and files of AWS have theirs.
///
/// The last gate of a log, not the first: errors and descriptions hold no secret to begin with.
public struct SecretMask: Sendable {
  /// A secret of AWS's has 40 characters. What is shorter than this may be a word of a message.
  private static let shortest = 8
  private static let mask = "(hidden)"

  private let known: [String]

  /// - Parameter known: Values to hide wherever they turn up.
  public init(known: [String] = []) {
    self.known = known.filter { $0.utf8.count >= Self.shortest }
      .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  /// The secrets that a user's variables hold.
  public init(environment: Environment) {
    let names = [
      "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    ]
    self.init(known: names.compactMap { environment[$0] })
  }

  public func masked(_ text: String) -> String {
    var text = known.reduce(text) { $0.replacing($1, with: Self.mask) }
    text = text.replacing(Self.header) { "\($0.output.1)\(Self.mask)" }
    text = text.replacing(Self.member) { "\($0.output.1)\(Self.mask)" }
    text = text.replacing(Self.element) { "\($0.output.1)\(Self.mask)" }
    return text.replacing(Self.userInfo) { "\($0.output.1)\(Self.mask)@" }
  }

  /// A header's whole value, which may be of several words.
  private static var header: Regex<(Substring, Substring)> {
    /((?i:proxy-authorization|authorization|x-amz-security-token|x-aws-ec2-metadata-token|x-amz-sso_bearer_token)["']?\s*[:=]\s*["']?)[^"'\r\n]+/
  }

  /// `name=value`, `"name": "value"`, in forms, JSON, shared files and query strings. The name may be
  /// the end of a longer one, which isn't looked at: a pattern that began with any number of letters
  /// would be tried from each letter of a text to the last. What a header hid stays as it is.
  private static var member: Regex<(Substring, Substring)> {
    /((?i:secret_?access_?key|session_?token|security[_-]token|access_?token|refresh_?token|id_?token|client_?secret|identity_?token|token_?code|password|x-amz-signature|signature|token)["']?\s*[:=]\s*["']?)(?!\(hidden\))[^\s&"'<>,;)]+/
  }

  /// `<SecretAccessKey>value<`
  private static var element: Regex<(Substring, Substring)> {
    /(<(?:SecretAccessKey|SessionToken|WebIdentityToken|SAMLAssertion)>)[^<]+/
  }

  /// `https://user:password@host`; rather too much than a password with a slash in it.
  private static var userInfo: Regex<(Substring, Substring)> {
    /(:\/\/)[^\s@"']+@/
  }
}
