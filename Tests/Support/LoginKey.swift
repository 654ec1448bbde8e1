import Crypto
import Foundation

/// The key of a login, new for each test, and the service's side of its proofs.
public struct LoginKey: Sendable {
  /// What a proof says, once it has been verified.
  public struct Proof: Equatable, Sendable {
    public var typ: String
    public var alg: String
    public var kty: String
    public var crv: String
    public var htm: String
    public var htu: String
    public var iat: Int
    public var jti: String
    /// Of the header, its key and the claims, in alphabetical order.
    public var names: [[String]]
  }

  /// Why a proof is none.
  public enum Flaw: Error {
    case shape, key, signature
  }

  private let key = P256.Signing.PrivateKey()

  public init() {}

  /// As `aws login` writes it (SEC 1).
  public var pem: String { Self.pem("EC PRIVATE KEY", sec1.base64EncodedString()) }
  /// The same wrapped in PKCS #8, in lines of 64.
  public var pkcs8: String { key.pemRepresentation + "\n" }
  /// In lines of 64 that end with CR LF.
  public var windows: String { pem.replacing("\n", with: "\r\n") }
  /// On one line, without a newline at the end.
  public var oneLine: String {
    "-----BEGIN EC PRIVATE KEY-----\n\(sec1.base64EncodedString())\n-----END EC PRIVATE KEY-----"
  }

  private static func pem(_ name: String, _ text: String) -> String {
    var lines: [Substring] = []
    var rest = text[...]
    while !rest.isEmpty {
      lines.append(rest.prefix(64))
      rest = rest.dropFirst(64)
    }
    return "-----BEGIN \(name)-----\n\(lines.joined(separator: "\n"))\n-----END \(name)-----\n"
  }

  /// RFC 5915: version, private key, curve, public key.
  private var sec1: Data {
    Data([0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20]) + key.rawRepresentation
      + Data([0xA0, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07])
      + Data([0xA1, 0x44, 0x03, 0x42, 0x00]) + key.publicKey.x963Representation
  }

  /// - Throws: `Flaw` for what is no proof made with this key.
  public func verify(_ proof: String) throws -> Proof {
    let parts = proof.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.members(parts[0]),
      let claims = Self.members(parts[1]), let jwk = header["jwk"] as? [String: String],
      let signature = Self.bytes(parts[2]), let iat = claims["iat"] as? Int
    else { throw Flaw.shape }
    guard
      (Self.bytes(jwk["x"] ?? "") ?? Data()) + (Self.bytes(jwk["y"] ?? "") ?? Data())
        == key.publicKey.rawRepresentation
    else { throw Flaw.key }
    guard
      key.publicKey.isValidSignature(
        try P256.Signing.ECDSASignature(rawRepresentation: signature),
        for: Data("\(parts[0]).\(parts[1])".utf8))
    else { throw Flaw.signature }
    func text(_ name: String) -> String { header[name] as? String ?? claims[name] as? String ?? "" }
    return Proof(
      typ: text("typ"), alg: text("alg"), kty: jwk["kty"] ?? "", crv: jwk["crv"] ?? "",
      htm: text("htm"), htu: text("htu"), iat: iat, jti: text("jti"),
      names: [header.keys.sorted(), jwk.keys.sorted(), claims.keys.sorted()])
  }

  private static func members(_ part: Substring) -> [String: Any]? {
    bytes(part).flatMap { try? JSONSerialization.jsonObject(with: $0) } as? [String: Any]
  }

  /// base64url without padding (RFC 7515).
  private static func bytes(_ text: some StringProtocol) -> Data? {
    guard !text.contains(where: { "+/=".contains($0) }) else { return nil }
    let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
    return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
  }
}
