import Crypto

/// A request in the one spelling that both ends can derive: what Signature Version 4 hashes.
struct CanonicalRequest {
  /// `host;x-amz-date`, in order.
  let signedHeaders: String
  let text: String

  /// - Parameters:
  ///   - without: The headers, in lower case, that are sent unsigned over and above the usual ones.
  init(
    _ request: HTTPRequest, parts: URLParts, without: Set<String> = [],
    rules: SigningRules = .standard
  ) {
    let headers = Self.headers(
      request.headers, host: parts.authority, without: Self.unsigned.union(without))
    signedHeaders = headers.map(\.name).joined(separator: ";")
    let path = rules.normalizesPath ? Self.normalized(parts.path) : parts.path
    let lines =
      [
        request.method,
        rules.encodesPathTwice ? PercentEncoding.encode(path.utf8, keepingSlashes: true) : path,
        Self.query(parts.query),
      ]
      + headers.map { "\($0.name):\($0.value)" }
      + ["", signedHeaders, SHA256.hash(data: request.body).hexadecimal]
    text = lines.joined(separator: "\n")
  }

  /// Headers that something between us and AWS may change, or that differ with each attempt for
  /// reasons of their own.
  private static let unsigned: Set<String> = [
    "authorization", "connection", "expect", "keep-alive", "proxy-authenticate",
    "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    "user-agent", "x-amzn-trace-id", "amz-sdk-invocation-id", "amz-sdk-request",
  ]

  private static func headers(
    _ all: [HTTPHeader], host: String, without unsigned: Set<String>
  ) -> [(name: String, value: String)] {
    var values: [String: [String]] = ["host": [host]]
    for header in all {
      let name = header.name.lowercased()
      guard name != "host", !unsigned.contains(name) else { continue }
      values[name, default: []].append(collapsed(header.value))
    }
    return values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { ($0.key, $0.value.joined(separator: ",")) }
  }

  /// Trimmed, with every run of inner white space as one space.
  private static func collapsed(_ value: String) -> String {
    // Nearly no value has any.
    if value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { return value }
    return value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Empty and dot segments resolved, a slash at the end kept. What ends in a dot segment ends
  /// without a slash, as in botocore and aws-c-auth; RFC 3986 would put one there.
  private static func normalized(_ path: String) -> String {
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
    }
    let isFolder = path.hasSuffix("/") && !segments.isEmpty
    return "/" + segments.joined(separator: "/") + (isFolder ? "/" : "")
  }

  private static func query(_ query: String) -> String {
    if query.isEmpty { return "" }
    return query.split(separator: "&").map { pair in
      let equals = pair.firstIndex(of: "=") ?? pair.endIndex
      return (
        PercentEncoding.encode(PercentEncoding.decode(pair[..<equals])),
        PercentEncoding.encode(PercentEncoding.decode(pair[equals...].dropFirst()))
      )
    }
    .sorted { $0 < $1 }
    .map { "\($0.0)=\($0.1)" }
    .joined(separator: "&")
  }
}

private let hexadecimalDigits = Array("0123456789abcdef".utf8)

extension Sequence<UInt8> {
  /// Two lower-case digits a byte.
  var hexadecimal: String {
    let digits = hexadecimalDigits
    var text: [UInt8] = []
    text.reserveCapacity(2 * underestimatedCount)
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
