/// The list in `no_proxy`, read as Python's `urllib`, and with it the AWS CLI, reads it.
///
/// A comma-separated list of host names, each of which stands for its subdomains too; case and leading
/// dots don't matter, and with a port (`host:8443`) it is for that port alone. `*` stands for
/// everything, if it is all there is. Networks (`10.0.0.0/8`) are no part of it. Where Python only
/// knows a port that the URL spells out, 443 and 80 go without saying here, as they do in Go.
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
