import Crypto
import FoundationEssentials

/// The key that a login is bound to, and the proofs that it makes of having it (RFC 9449).
struct DPoPKey: Sendable {
  private let key: P256.Signing.PrivateKey

  /// Takes whatever botocore takes: lines between any `-----BEGIN` and `-----END`, however long,
  /// that hold a key on the curve P-256, bare (SEC 1) or wrapped (PKCS #8). Nil for anything else.
  init?(pem: String) {
    let lines = pem.split(whereSeparator: \.isNewline).filter {
      !$0.hasPrefix("-----BEGIN") && !$0.hasPrefix("-----END")
    }
    guard let bytes = Data(base64Encoded: lines.joined(), options: .ignoreUnknownCharacters),
      let key = try? P256.Signing.PrivateKey(derRepresentation: bytes)
    else { return nil }
    self.key = key
  }

  /// A JSON Web Token, signed with ES256, for one POST request.
  /// - Parameters:
  ///   - url: With neither query nor fragment.
  ///   - identifier: Never used before.
  /// - Returns: Nil where the key can't sign.
  func proof(ofPostTo url: String, at time: Date, identifier: String) -> String? {
    let point = key.publicKey.rawRepresentation
    let header = JSONValue.object([
      "typ": .string("dpop+jwt"), "alg": .string("ES256"),
      "jwk": .object([
        "kty": .string("EC"), "crv": .string("P-256"),
        "x": .string(Self.base64URL(point.prefix(32))),
        "y": .string(Self.base64URL(point.suffix(32))),
      ]),
    ])
    let claims = JSONValue.object([
      "htm": .string("POST"), "htu": .string(url), "jti": .string(identifier),
      "iat": .number(Decimal(Int(time.timeIntervalSince1970))),
    ])
    let text = [header, claims].map { Self.base64URL(Data($0.bytes ?? [])) }
      .joined(separator: ".")
    guard let signature = try? key.signature(for: Data(text.utf8)) else { return nil }
    return "\(text).\(Self.base64URL(signature.rawRepresentation))"
  }

  private static func base64URL(_ bytes: Data) -> String {
    String(
      bytes.base64EncodedString().prefix { $0 != "=" }.map { sign in
        switch sign {
        case "+": "-"
        case "/": "_"
        default: sign
        }
      })
  }
}

extension DPoPKey: CustomStringConvertible, CustomReflectable {
  var description: String { "DPoPKey(hidden)" }

  var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
