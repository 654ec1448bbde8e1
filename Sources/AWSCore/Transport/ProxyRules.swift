/// Which requests go through which proxy, by the variables that the AWS CLI reads.
///
/// `https_proxy` for `https://` targets, `http_proxy` for `http://` ones, and `no_proxy`. Each is
/// read in lower case first: set but empty, it switches the upper-case one off. `HTTP_PROXY` is
/// ignored where `REQUEST_METHOD` is set, because a web server makes it from a header that anybody
/// can send. `all_proxy` isn't read; botocore and the AWS SDKs don't read it either.
public struct ProxyRules: Sendable, Hashable {
  private enum Named: Sendable, Hashable {
    case proxy(HTTPProxy)
    case unusable(place: String, message: String)
  }

  private var forTLS: Named?
  private var forPlain: Named?
  private var exceptions = ProxyExceptions()

  /// No proxy at all.
  public init() {}

  /// A variable that can't be understood is reported when a request would need it, and by
  /// `proxyName`.
  public init(_ environment: Environment) {
    let variables = environment.variables
    forTLS = Self.named(["https_proxy", "HTTPS_PROXY"], variables)
    let isWebServers = variables["REQUEST_METHOD"] != nil
    forPlain = Self.named(
      isWebServers ? ["http_proxy"] : ["http_proxy", "HTTP_PROXY"], variables)
    exceptions = ProxyExceptions(variables["no_proxy"] ?? variables["NO_PROXY"] ?? "")
  }

  /// The proxy for a URL; nil for a direct connection.
  /// - Throws: `AWSError.configuration` naming the variable, without its credentials.
  func proxy(for url: URLParts) throws(AWSError) -> HTTPProxy? {
    guard let named = url.scheme == "https" ? forTLS : forPlain,
      !url.isLinkLocal, !exceptions.cover(url)
    else { return nil }
    return try Self.usable(named)
  }

  /// How a URL is reached, for people: `host:port (environment variable HTTPS_PROXY)`, nil for a
  /// direct connection.
  /// - Throws: `AWSError.configuration` naming the variable that can't be used.
  public func proxyName(for url: String) throws(AWSError) -> String? {
    guard let parts = URLParts(url) else { return nil }
    return try proxy(for: parts)?.name
  }

  private static func named(
    _ names: [String], _ variables: [String: String]
  ) -> Named? {
    guard let name = names.first(where: { variables[$0] != nil }), let value = variables[name],
      !value.trimmingWhitespace.isEmpty
    else { return nil }
    do {
      return .proxy(try HTTPProxy(value, variable: name))
    } catch .configuration(let place, let message) {
      return .unusable(place: place, message: message)
    } catch {
      return .unusable(place: "environment variable \(name)", message: error.summary)
    }
  }

  private static func usable(_ named: Named) throws(AWSError) -> HTTPProxy {
    switch named {
    case .proxy(let proxy): return proxy
    case .unusable(let place, let message):
      throw .configuration(place: place, message: message)
    }
  }
}

extension ProxyRules: CustomStringConvertible, CustomReflectable {
  /// Without credentials.
  public var description: String {
    let names = [("https", forTLS), ("http", forPlain)].compactMap { scheme, named -> String? in
      switch named {
      case .proxy(let proxy): "\(scheme): \(proxy.name)"
      case .unusable(let place, let message): "\(scheme): \(place) \(message)"
      case nil: nil
      }
    }
    return names.isEmpty ? "no proxy" : names.joined(separator: ", ")
  }

  public var customMirror: Mirror {
    Mirror(self, children: ["rules": description], displayStyle: .struct)
  }
}

extension URLParts {
  /// Whether this is where instance and container metadata are (169.254/16, fe80::/10, fd00:ec2::):
  /// on this machine or its hypervisor, and never behind a proxy, whatever the variables say.
  /// botocore only checks `no_proxy`, and so may send a machine's identity documents to a proxy.
  fileprivate var isLinkLocal: Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    if numbers.count == 4, numbers.allSatisfy({ UInt8($0) != nil }) {
      return numbers[0] == "169" && numbers[1] == "254"
    }
    guard host.contains(":") else { return false }
    return ["fe8", "fe9", "fea", "feb", "fd00:ec2::"].contains { host.hasPrefix($0) }
  }
}

/// The list in `no_proxy`, read as by Python's `urllib`, and so by the AWS CLI.
///
/// Comma-separated host names, each of which also stands for its subdomains. Case and leading dots
/// don't matter; with a port (`host:8443`) it only applies to that port. `*` stands for everything,
/// if it is the whole list. Networks (`10.0.0.0/8`) aren't supported. Python matches a port only if
/// the URL spells it out; here 443 and 80 are implied, as in Go.
struct ProxyExceptions: Sendable, Hashable {
  private var isEverything = false
  private var names: [String] = []

  init(_ list: String = "") {
    isEverything = list == "*"
    names = list.split(separator: ",").compactMap { entry in
      let name = String(entry).trimmingWhitespace.drop { $0 == "." }.lowercased()
      return name.isEmpty ? nil : name
    }
  }

  func cover(_ url: URLParts) -> Bool {
    if isEverything { return true }
    let host = url.host.contains(":") ? "[\(url.host)]" : url.host
    return names.contains { name in
      [host, "\(host):\(url.port)"].contains { $0 == name || $0.hasSuffix(".\(name)") }
    }
  }
}
