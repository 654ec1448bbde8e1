import Foundation
import Support
import Testing

@testable import Simulator

/// AWS's published vectors of Signature Version 4: signed requests that must be accepted, and that
/// must not be once a byte of them is another.
@Suite(.enabled(if: Judge.hasConformance)) struct `the check of published signatures` {
  let check = SignatureCheck(
    accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    regions: ["service": ["us-east-1"]])
  let now = Date(timeIntervalSince1970: 1_440_938_160)

  func vectors() throws -> [(name: String, request: Request)] {
    let folder = Judge.conformance.appendingPathComponent("aws4_testsuite")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return try (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "sreq" }
      .sorted { $0.path < $1.path }
      .map {
        ($0.deletingPathExtension().lastPathComponent, try Self.request(Data(contentsOf: $0)))
      }
  }

  static func request(_ data: Data) throws -> Request {
    let text = String(decoding: data, as: UTF8.self)
    let halves = text.components(separatedBy: "\n\n")
    var lines = halves[0].components(separatedBy: "\n")
    let start = lines.removeFirst()
    let method = start.prefix { $0 != " " }
    let uri = start.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
    var headers: [(String, String)] = []
    for line in lines {
      if line.hasPrefix(" "), let last = headers.popLast() {
        headers.append((last.0, last.1 + " " + line))
      } else if let colon = line.firstIndex(of: ":") {
        // A server's parser takes the space before a value away.
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        headers.append((String(line[..<colon]), String(value)))
      }
    }
    return Request(
      method: String(method), uri: String(uri), headers: headers,
      body: Array(halves.dropFirst().joined(separator: "\n\n").utf8))
  }

  func accepts(_ request: Request) -> Bool {
    do {
      try check.check(request, now: now)
      return true
    } catch {
      return false
    }
  }

  @Test func `accepts them and refuses what was changed in them`() throws {
    var (cases, leftOut) = (0, 0)
    for (name, request) in try vectors() {
      // The simulated account has no temporary keys.
      if request.header("x-amz-security-token") != nil {
        leftOut += 1
        continue
      }
      cases += 1
      #expect(accepts(request), "\(name)")
      var changed = request
      changed.body.append(UInt8(ascii: "x"))
      #expect(!accepts(changed), "\(name) with another body")
      changed = request
      changed.method = "PUT"
      #expect(!accepts(changed), "\(name) with another method")
      changed = request
      changed.uri += request.uri.contains("?") ? "&z=1" : "?z=1"
      #expect(!accepts(changed), "\(name) with another query")
      changed = request
      changed.uri = "/other" + request.uri
      #expect(!accepts(changed), "\(name) with another path")
      for (index, header) in request.headers.enumerated() {
        changed = request
        changed.headers[index].1 = header.1 + "x"
        #expect(!accepts(changed), "\(name) with another \(header.0)")
      }
    }
    #expect(cases >= 20)
    Judge.report("published signatures, checked", cases: cases, leftOut: leftOut)
  }

  func refusal(now: Date? = nil, _ change: (inout Request) -> Void = { _ in }) throws -> Refusal? {
    var request = try #require(try vectors().first { $0.name == "post-vanilla" }).request
    change(&request)
    do {
      try check.check(request, now: now ?? self.now)
      return nil
    } catch { return error }
  }

  func changeHeader(_ name: String, _ change: @escaping (String) -> String) -> (inout Request) ->
    Void
  {
    { request in
      for index in request.headers.indices where request.headers[index].0.lowercased() == name {
        request.headers[index].1 = change(request.headers[index].1)
      }
    }
  }

  func replacing(_ old: String, _ new: String) -> (String) -> String {
    { $0.replacingOccurrences(of: old, with: new) }
  }

  @Test func `says what is wrong as AWS does`() throws {
    #expect(try refusal() == nil)
    #expect(try refusal(now: now + 300) == nil)
    #expect(try refusal(now: now - 300) == nil)
    #expect(
      try refusal(now: now + 301)
        == SignatureCheck.mismatch(
          "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
            + "(20150830T124101Z - 5 min.)"))
    #expect(
      try refusal(now: now - 301)
        == SignatureCheck.mismatch(
          "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z "
            + "(20150830T123059Z + 5 min.)"))
    let authorization = "authorization"
    let wrong: [(String, (inout Request) -> Void)] = [
      ("MissingAuthenticationToken", { $0.headers.removeAll { $0.0 == "Authorization" } }),
      ("InvalidClientTokenId", changeHeader(authorization, replacing("AKIDEXAMPLE", "AKID"))),
      ("InvalidClientTokenId", { $0.headers.append(("X-Amz-Security-Token", "x")) }),
      ("SignatureDoesNotMatch", changeHeader(authorization, replacing("us-east-1", "us-west-2"))),
      ("SignatureDoesNotMatch", changeHeader(authorization, replacing("/service/", "/s3/"))),
      ("SignatureDoesNotMatch", changeHeader(authorization, replacing("aws4_request", "aws4"))),
      ("SignatureDoesNotMatch", changeHeader(authorization, replacing("/20150830", "/20150831"))),
      ("SignatureDoesNotMatch", changeHeader(authorization, replacing("=host;", "="))),
      ("SignatureDoesNotMatch", { $0.headers.append(("X-Amz-Extra", "unsigned")) }),
      (
        "SignatureDoesNotMatch", changeHeader(authorization, replacing("Signature=5", "Signature="))
      ),
      ("IncompleteSignature", changeHeader(authorization, replacing("SignedHeaders", "Signed"))),
      ("IncompleteSignature", changeHeader(authorization, replacing("HMAC-SHA256", "HMAC"))),
      ("IncompleteSignature", changeHeader(authorization, replacing("/aws4_request", ""))),
      ("IncompleteSignature", changeHeader("x-amz-date", { _ in "yesterday" })),
      ("IncompleteSignature", { $0.headers.removeAll { $0.0 == "X-Amz-Date" } }),
    ]
    for (code, change) in wrong { #expect(try refusal(change)?.code == code) }
    let region = try refusal(changeHeader(authorization, replacing("us-east-1", "us-west-2")))
    #expect(
      region?.message == "Credential should be scoped to a valid region, not 'us-west-2'. ")
  }
}
