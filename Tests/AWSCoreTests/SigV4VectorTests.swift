import Foundation
import Ground
import Support
import Testing

@testable import AWSCore

/// One published vector.
private struct Vector {
  var request: HTTPRequest
  var canonicalRequest: String
  var stringToSign: String
  var authorization: String

  init(folder: URL) throws {
    let name = folder.lastPathComponent
    func text(_ suffix: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent("\(name).\(suffix)"), encoding: .utf8)
        .replacingOccurrences(of: "\r", with: "")
    }
    canonicalRequest = try text("creq")
    stringToSign = try text("sts")
    authorization = try text("authz")
    request = try Self.request(text("req"))
  }

  /// The token is a header of the request in some vectors and comes with the key in others.
  var credentials: Credentials {
    let token = canonicalRequest.split(separator: "\n")
      .first { $0.hasPrefix("x-amz-security-token:") }?
      .dropFirst("x-amz-security-token:".count)
    return Credentials(
      accessKeyID: "AKIDEXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      sessionToken: token.map(String.init))
  }

  private static func request(_ text: String) throws -> HTTPRequest {
    let (head, body) =
      text.range(of: "\n\n").map { (text[..<$0.lowerBound], text[$0.upperBound...]) }
      ?? (text[...], "")
    let lines = head.split(separator: "\n")
    let words = lines[0].split(separator: " ", maxSplits: 1)
    let target = words[1].dropLast(" HTTP/1.1".count)
    var headers: [HTTPHeader] = []
    for line in lines.dropFirst() {
      if line.first == " " {
        headers[headers.count - 1].value += "\n" + line
      } else {
        let colon = try #require(line.firstIndex(of: ":"))
        headers.append(
          HTTPHeader(String(line[..<colon]), String(line[line.index(after: colon)...])))
      }
    }
    let host = try #require(headers.first { $0.name == "Host" }?.value)
    return HTTPRequest(
      method: String(words[0]), url: "https://\(host)\(target)",
      headers: headers.filter { $0.name != "Host" }, body: Array(body.utf8))
  }
}

@Suite struct SigV4VectorTests {
  @Test(.enabled(if: Judge.hasConformance))
  func `every published vector is signed as published`() throws {
    let root = Judge.conformance.appendingPathComponent("aws4_testsuite")
    let files = try #require(
      FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    let folders = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "req" }
      .map { $0.deletingLastPathComponent() }
    let signer = SigV4Signer(region: "us-east-1", service: "service")
    let date = Date(timeIntervalSince1970: 1_440_938_160)
    for folder in folders {
      let vector = try Vector(folder: folder)
      let name = Comment(rawValue: folder.lastPathComponent)
      let signed = signer.sign(vector.request, with: vector.credentials, at: date)
      let parts = try #require(URLParts(signed.url), name)
      let canonical = CanonicalRequest(signed, parts: parts)
      #expect(canonical.text == vector.canonicalRequest, name)
      #expect(signer.stringToSign(canonical, at: CivilTime(date)) == vector.stringToSign, name)
      #expect(signed.header("Authorization") == vector.authorization, name)
    }
    #expect(folders.count == 34)
    Judge.report("SigV4 vectors", cases: folders.count)
  }
}
