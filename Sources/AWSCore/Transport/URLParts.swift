/// A URL taken apart, with every byte of path and query unchanged, because what is signed must be
/// what is sent.
struct URLParts: Equatable {
  var scheme: String
  /// As in the `Host` header: in lower case, with the port only where it isn't the scheme's
  /// default.
  var authority: String
  /// Without brackets, for IPv6 too.
  var host: String
  var port: Int
  /// Never empty: `/` where the URL has none.
  var path: String
  /// Without the question mark.
  var query: String

  /// Nil unless it is `http://host…` or `https://host…` with no user, no fragment and a real port.
  init?(_ url: String) {
    guard let (scheme, rest) = Self.schemeAndRest(url) else { return nil }
    self.scheme = scheme
    let authorityEnd = rest.utf8.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
    let target = rest[authorityEnd...]
    guard !target.utf8.contains(UInt8(ascii: "#")),
      let (host, port) = Self.hostAndPort(rest[..<authorityEnd].lowercased())
    else { return nil }
    self.host = host
    let ownPort = scheme == "https" ? 443 : 80
    self.port = port ?? ownPort
    let name = host.contains(":") ? "[\(host)]" : host
    authority = self.port == ownPort ? name : "\(name):\(self.port)"
    let queryStart = target.utf8.firstIndex(of: UInt8(ascii: "?"))
    let path = target[..<(queryStart ?? target.endIndex)]
    self.path = path.isEmpty ? "/" : String(path)
    query = queryStart.map { String(target[target.utf8.index(after: $0)...]) } ?? ""
  }

  /// `host:port`, for people.
  var peer: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

  /// Whether the path needs no more encoding (RFC 3986 §3.3). The transport would encode one that
  /// does, and what is signed would no longer be what is sent.
  var hasPathAsSent: Bool {
    let pieces = path.split(separator: "%", omittingEmptySubsequences: false)
    return pieces.joined().utf8.allSatisfy {
      $0.isLetterOrDigit || "-._~!$&'()*+,;=:@/".utf8.contains($0)
    }
      && pieces.dropFirst().allSatisfy { piece in
        let escape = piece.prefix(2).lowercased().utf8
        return escape.count == 2 && escape.allSatisfy(\.isHexDigit)
      }
  }

  /// Whether what the path's percent signs stand for is UTF-8. The transport drops a whole path that
  /// isn't, and it would be signed for another path than it is sent to.
  var isPathText: Bool {
    var bytes: [UInt8] = []
    var rest = path.utf8[...]
    while let byte = rest.popFirst() {
      let escape = String(rest.prefix(2)) ?? ""
      if byte == UInt8(ascii: "%"), escape.utf8.count == 2, let value = UInt8(escape, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) != nil
  }

  private static func schemeAndRest(_ url: String) -> (String, Substring)? {
    guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = url[..<colon].lowercased()
    guard scheme == "https" || scheme == "http",
      url[colon...].utf8.starts(with: "://".utf8)
    else { return nil }
    return (scheme, url[url.utf8.index(colon, offsetBy: 3)...])
  }

  private static func hostAndPort(_ authority: String) -> (String, Int?)? {
    guard !authority.contains("@") else { return nil }
    var host = authority[...]
    var port: Int?
    if let bracket = authority.lastIndex(of: "]") {
      guard authority.first == "[" else { return nil }
      host = authority[authority.index(after: authority.startIndex)..<bracket]
      let rest = authority[authority.index(after: bracket)...]
      guard rest.isEmpty || rest.first == ":" else { return nil }
      if !rest.isEmpty {
        guard let number = portNumber(rest.dropFirst()) else { return nil }
        port = number
      }
      guard host.utf8.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == 0x2E }) else {
        return nil
      }
    } else {
      if let colon = authority.firstIndex(of: ":") {
        guard let number = portNumber(authority[authority.index(after: colon)...]) else {
          return nil
        }
        (host, port) = (authority[..<colon], number)
      }
      guard host.utf8.allSatisfy(\.isHostNameByte) else { return nil }
    }
    return host.isEmpty ? nil : (String(host), port)
  }

  private static func portNumber(_ text: Substring) -> Int? {
    guard text.utf8.allSatisfy(\.isDigit), let number = Int(text), (1...65_535).contains(number)
    else { return nil }
    return number
  }
}

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  var isUppercaseLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  var isLetterOrDigit: Bool { isDigit || isLowercaseLetter || isUppercaseLetter }
  fileprivate var isHexDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }
  fileprivate var isHostNameByte: Bool {
    isLetterOrDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "_")
  }
}
