import FoundationEssentials

/// A forward proxy, as a variable gives it: `http://[user[:password]@]host[:port]`.
struct HTTPProxy: Sendable, Hashable {
  /// Without brackets, for IPv6 too.
  var host: String
  /// 80 where none is given, as in botocore.
  var port: Int
  /// Base 64 of `user:password`.
  var basicCredentials: String?
  /// The variable that named it, for people.
  var variable: String

  /// - Throws: `AWSError.configuration` that names the variable and repeats nothing of its value:
  ///   it may hold a password.
  init(_ value: String, variable: String) throws(AWSError) {
    self.variable = variable
    let (scheme, rest) = Self.schemeAndRest(value.trimmingWhitespace)
    switch scheme {
    case "http": break
    case "https":
      throw Self.unusable(
        variable,
        "a TLS connection to the proxy itself isn't supported; name it as http://host:port (what "
          + "goes through it to AWS is encrypted all the same)")
    default:
      throw Self.unusable(variable, "only HTTP proxies are supported (http://host:port)")
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let hostStart =
      authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
    // An @ after the authority means a password with a bare / in it, whose first half would pass
    // for a port.
    guard !rest[authority.endIndex...].contains("@"),
      let parts = URLParts("http://\(authority[hostStart...])")
    else {
      throw Self.unusable(
        variable,
        "isn't a proxy's URL (http://host:port, or http://user:password@host:port with / @ : # ? and "
          + "% in them percent-encoded)")
    }
    (host, port) = (parts.host, parts.port)
    if hostStart > authority.startIndex {
      let plain = Self.credentials(authority[..<authority.index(before: hostStart)])
      basicCredentials = Data(plain).base64EncodedString()
    }
  }

  /// `host:port (environment variable HTTPS_PROXY)`
  var name: String {
    "\(host.contains(":") ? "[\(host)]" : host):\(port) (environment variable \(variable))"
  }

  /// A value without a scheme is an HTTP proxy, as in botocore.
  private static func schemeAndRest(_ value: String) -> (String, Substring) {
    if value.hasPrefix("//") { return ("http", value.dropFirst(2)) }
    guard let end = value.firstRange(of: "://") else { return ("http", value[...]) }
    return (value[..<end.lowerBound].lowercased(), value[end.upperBound...])
  }

  private static func credentials(_ userInfo: Substring) -> [UInt8] {
    let halves = userInfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let password = halves.count > 1 ? PercentEncoding.decode(halves[1]) : []
    return PercentEncoding.decode(halves[0]) + [UInt8(ascii: ":")] + password
  }

  private static func unusable(_ variable: String, _ message: String) -> AWSError {
    .configuration(place: "environment variable \(variable)", message: message)
  }
}

extension HTTPProxy: CustomStringConvertible, CustomReflectable {
  var description: String { name }

  var customMirror: Mirror {
    Mirror(
      self,
      children: ["name": name, "credentials": basicCredentials == nil ? "none" : "(hidden)"],
      displayStyle: .struct)
  }
}
