import Crypto
import FoundationEssentials
import Ground

/// In what the services' signatures differ.
public struct SigningRules: Hashable, Sendable {
  /// Whether empty and dot segments of the path are resolved before it is signed.
  public var normalizesPath = true
  /// Whether the path, which is encoded as it is sent, is encoded once more to be signed.
  public var encodesPathTwice = true
  /// Whether the body's hash is sent too, in `X-Amz-Content-Sha256`.
  public var sendsBodyHash = false

  public static let standard = SigningRules()
  /// S3 signs the path as it is sent: a key may hold dots and slashes of every kind.
  public static let s3 = SigningRules(
    normalizesPath: false, encodesPathTwice: false, sendsBodyHash: true)
}

/// Signs requests by AWS Signature Version 4.
///
/// Source: "Signature Version 4 signing process" in the AWS IAM user guide.
public struct SigV4Signer: Sendable {
  /// The region that the signature is good for, which need not be in the endpoint's name.
  public var region: String
  /// The signing name, for instance `rds`.
  public var service: String
  public var rules = SigningRules.standard
  /// Whether a session token is signed. AWS IoT is the service that wants it left out.
  public var signsSessionToken = true
  private let memory = SigningKeyMemory()

  public init(region: String, service: String) {
    self.region = region
    self.service = service
  }

  public init(region: String, service: AWSService) {
    self.init(region: region, service: service.signingName)
    rules = service.signing
  }

  /// The request with `X-Amz-Date`, `X-Amz-Security-Token` (with temporary credentials) and
  /// `Authorization`; ones that it had are replaced, and so is a hash of the body.
  ///
  /// A request whose URL isn't `http(s)://host…` comes back unsigned: no server can be asked with
  /// it either.
  public func sign(
    _ request: HTTPRequest, with credentials: Credentials, at date: Date
  ) -> HTTPRequest {
    guard let parts = URLParts(request.url) else { return request }
    let time = CivilTime(date)
    var signed = request
    signed.headers.removeAll { Self.ownHeaders.contains($0.name.lowercased()) }
    signed.headers.append(HTTPHeader("X-Amz-Date", time.compact))
    if let token = credentials.sessionToken {
      signed.headers.append(HTTPHeader("X-Amz-Security-Token", token))
    }
    if rules.sendsBodyHash {
      let hash = SHA256.hash(data: request.body).hexadecimal
      signed.headers.append(HTTPHeader("X-Amz-Content-Sha256", hash))
    }
    let canonical = canonicalRequest(signed, parts: parts)
    let signature = Self.authenticationCode(
      of: stringToSign(canonical, at: time), with: signingKey(credentials, at: time))
    let authorization =
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope(at: time)), "
      + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature.hexadecimal)"
    signed.headers.append(HTTPHeader("Authorization", authorization))
    return signed
  }

  func canonicalRequest(_ request: HTTPRequest, parts: URLParts) -> CanonicalRequest {
    CanonicalRequest(
      request, parts: parts, without: signsSessionToken ? [] : ["x-amz-security-token"],
      rules: rules)
  }

  func stringToSign(_ canonical: CanonicalRequest, at time: CivilTime) -> String {
    let hash = SHA256.hash(data: Array(canonical.text.utf8)).hexadecimal
    return ["AWS4-HMAC-SHA256", time.compact, scope(at: time), hash].joined(separator: "\n")
  }

  private static let ownHeaders: Set = [
    "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "authorization",
  ]

  private func scope(at time: CivilTime) -> String {
    "\(time.compactDay)/\(region)/\(service)/aws4_request"
  }

  private func signingKey(_ credentials: Credentials, at time: CivilTime) -> SymmetricKey {
    let ingredients = SigningKeyMemory.Ingredients(
      secretAccessKey: credentials.secretAccessKey, day: time.compactDay, region: region,
      service: service)
    return memory.key(of: ingredients, orMaking: Self.signingKey)
  }

  private static func signingKey(_ ingredients: SigningKeyMemory.Ingredients) -> SymmetricKey {
    let secret = SymmetricKey(data: Array("AWS4\(ingredients.secretAccessKey)".utf8))
    let words = [ingredients.day, ingredients.region, ingredients.service, "aws4_request"]
    return words.reduce(secret) { key, word in
      SymmetricKey(data: authenticationCode(of: word, with: key))
    }
  }

  private static func authenticationCode(
    of text: String, with key: SymmetricKey
  ) -> HMAC<SHA256>.MAC {
    HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
  }
}
