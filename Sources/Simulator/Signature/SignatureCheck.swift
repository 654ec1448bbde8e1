import Crypto
import FoundationEssentials

/// Checks a request's Signature Version 4 from what arrived, in code that shares nothing with the
/// client's signer. The texts are AWS's.
struct SignatureCheck: Sendable {
  var accessKeyID: String
  var secretAccessKey: String
  /// Which regions a service may be signed for.
  var regions: [String: Set<String>]
  /// How far the signing time may be from the server's, either way.
  var tolerance: TimeInterval = 300

  /// - Parameter now: By the server's clock.
  func check(_ request: Request, now: Date) throws(Refusal) {
    guard let header = request.header("authorization") else {
      throw .signature(
        "MissingAuthenticationToken", "Request is missing Authentication Token")
    }
    let authorization = try Authorization(header, hasDate: request.header("x-amz-date") != nil)
    guard authorization.accessKeyID == accessKeyID, request.header("x-amz-security-token") == nil
    else {
      throw .signature(
        "InvalidClientTokenId", "The security token included in the request is invalid.")
    }
    try check(authorization.scope)
    let stamp = request.header("x-amz-date") ?? ""
    try checkTime(stamp, authorization.scope, now)
    try checkSignedHeaders(authorization, request)

    let canonical = CanonicalRequest(
      request, signedHeaders: authorization.signedHeaders,
      isOfS3: authorization.scope.service == "s3")
    let toSign = [
      "AWS4-HMAC-SHA256", stamp, authorization.scope.text,
      hexadecimal(SHA256.hash(data: canonical.bytes)),
    ].joined(separator: "\n")
    guard isSignature(authorization.signature, of: toSign, authorization.scope) else {
      throw Self.mismatch(
        "The request signature we calculated does not match the signature you provided. Check "
          + "your AWS Secret Access Key and signing method. Consult the service documentation "
          + "for details.")
    }
  }

  static func mismatch(_ message: String) -> Refusal {
    .signature("SignatureDoesNotMatch", message)
  }

  private func check(_ scope: Authorization.Scope) throws(Refusal) {
    guard let allowed = regions[scope.service] else {
      throw Self.mismatch("Credential should be scoped to correct service: 'rds'. ")
    }
    guard allowed.contains(scope.region) else {
      throw Self.mismatch(
        "Credential should be scoped to a valid region, not '\(scope.region)'. ")
    }
    guard scope.terminator == "aws4_request" else {
      throw Self.mismatch(
        "Credential should be scoped with a valid terminator: 'aws4_request', not "
          + "'\(scope.terminator)'. ")
    }
  }

  private func checkTime(
    _ stamp: String, _ scope: Authorization.Scope, _ now: Date
  ) throws(Refusal) {
    guard let signed = CivilTime.date(basic: stamp) else {
      throw .signature(
        "IncompleteSignature", status: 400,
        "Date must be in ISO-8601 'basic format'. Got '\(stamp)'. See "
          + "http://en.wikipedia.org/wiki/ISO_8601")
    }
    guard stamp.hasPrefix(scope.day) else {
      throw Self.mismatch(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
          + "HTTP: '\(scope.day)' != '\(stamp.prefix(8))', from '\(stamp)'.")
    }
    let minutes = Int(tolerance / 60)
    let server = CivilTime(now).basic
    if signed < now - tolerance {
      throw Self.mismatch(
        "Signature expired: \(stamp) is now earlier than \(CivilTime(now - tolerance).basic) "
          + "(\(server) - \(minutes) min.)")
    }
    if signed > now + tolerance {
      throw Self.mismatch(
        "Signature not yet current: \(stamp) is still later than "
          + "\(CivilTime(now + tolerance).basic) (\(server) + \(minutes) min.)")
    }
  }

  /// Checks that `host` and every `x-amz-` header that arrived are signed.
  private func checkSignedHeaders(
    _ authorization: Authorization, _ request: Request
  ) throws(Refusal) {
    guard authorization.signedHeaders.contains("host") else {
      throw Self.mismatch(
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
    }
    for (name, _) in request.headers where name.lowercased().hasPrefix("x-amz-") {
      guard authorization.signedHeaders.contains(name.lowercased()) else {
        throw Self.mismatch(
          "'\(name.lowercased())' must be a 'SignedHeader' in the AWS Authorization.")
      }
    }
  }

  private func isSignature(
    _ signature: String, of toSign: String, _ scope: Authorization.Scope
  ) -> Bool {
    guard let bytes = Self.bytes(hexadecimal: signature) else { return false }
    var key = SymmetricKey(data: Array("AWS4\(secretAccessKey)".utf8))
    for part in [scope.day, scope.region, scope.service, "aws4_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    return HMAC<SHA256>.isValidAuthenticationCode(
      bytes, authenticating: Array(toSign.utf8), using: key)
  }

  /// Only lower-case digits: AWS compares text.
  private static func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count == 64, !digits.contains(where: { (0x41...0x5a).contains($0) }) else {
      return nil
    }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      guard let high = Form.hexadecimal(digits[index]),
        let low = Form.hexadecimal(digits[index + 1])
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
  return String(decoding: text, as: UTF8.self)
}
