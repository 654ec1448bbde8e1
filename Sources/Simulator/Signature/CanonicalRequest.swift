import Crypto

/// The canonical form of a request that arrived (AWS General Reference, "Create a canonical
/// request"), built from its bytes, so that any change on the way is noticed.
struct CanonicalRequest {
  let bytes: [UInt8]

  /// - Parameter isOfS3: S3 takes the path as it arrived.
  init(_ request: Request, signedHeaders: [String], isOfS3: Bool = false) {
    let (path, query) = Self.split(request.uri)
    var lines = [
      request.method, isOfS3 ? String(path) : Self.canonicalPath(path),
      Self.canonicalQuery(query),
    ]
    for name in signedHeaders {
      let values = request.headers.filter { $0.0.lowercased() == name }.map { Self.trimmed($0.1) }
      lines.append("\(name):\(values.joined(separator: ","))")
    }
    lines += ["", signedHeaders.joined(separator: ";")]
    lines.append(hexadecimal(SHA256.hash(data: request.body)))
    bytes = Array(lines.joined(separator: "\n").utf8)
  }

  private static func split(_ uri: String) -> (Substring, Substring) {
    let path = uri.prefix { $0 != "?" }
    return (path, uri[path.endIndex...].dropFirst())
  }

  /// Removes dot segments and empty ones, and encodes once more what arrived encoded once.
  private static func canonicalPath(_ path: Substring) -> String {
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
    }
    let trailing = path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
    return "/" + segments.map { encoded(Array($0.utf8)) }.joined(separator: "/") + trailing
  }

  private static func canonicalQuery(_ query: Substring) -> String {
    let pairs = query.split(separator: "&").map { pair in
      let name = pair.prefix { $0 != "=" }
      let value = pair[name.endIndex...].dropFirst()
      return (encoded(decoded(name)), encoded(decoded(value)))
    }
    return pairs.sorted {
      Array($0.0.utf8).lexicographicallyPrecedes(Array($1.0.utf8))
        || ($0.0 == $1.0 && Array($0.1.utf8).lexicographicallyPrecedes(Array($1.1.utf8)))
    }
    .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }

  /// Trims the ends and makes runs of spaces one space.
  private static func trimmed(_ value: String) -> String {
    value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
  }

  private static func decoded(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let high = Form.hexadecimal(rest[rest.startIndex]),
        let low = Form.hexadecimal(rest[rest.startIndex + 1])
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  private static func encoded(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        text.append(byte)
      default: text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
