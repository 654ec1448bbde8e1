extension ConnectionFailure: CustomStringConvertible {
  /// What happened, in one line.
  public var summary: String {
    let detail = detail.singleLine(limit: 300)
    return detail.isEmpty ? words + "." : "\(words): \(detail)"
  }

  private var words: String {
    let peer = peer.isEmpty ? "the server" : peer.singleLine(limit: 300)
    guard let proxy = proxy?.singleLine(limit: 300) else {
      return switch kind {
      case .refused: "\(peer) refuses connections"
      case .nameNotFound: "The name of \(peer) can't be found"
      case .connectTimeout: "\(peer) can't be reached"
      case .timeout: "\(peer) didn't answer in time"
      case .closed: "\(peer) closed the connection before its answer was complete"
      case .tls: "No TLS connection to \(peer)"
      case .untrusted: "No trusted TLS connection to \(peer)"
      case .proxy, .proxyCredentials: "The proxy doesn't let the connection to \(peer) through"
      case .tooLarge: "\(peer) answered with far more than was asked for"
      case .other: "The connection to \(peer) failed"
      }
    }
    return switch kind {
    case .refused: "The proxy \(proxy) refuses connections"
    case .nameNotFound: "The name of the proxy \(proxy) can't be found"
    case .connectTimeout: "\(peer) can't be reached through the proxy \(proxy)"
    case .timeout: "\(peer) didn't answer in time through the proxy \(proxy)"
    case .closed: "The connection to \(peer) through the proxy \(proxy) was closed too early"
    case .tls: "No TLS connection to \(peer) through the proxy \(proxy)"
    case .untrusted: "No trusted TLS connection to \(peer) through the proxy \(proxy)"
    case .proxy: "The proxy \(proxy) doesn't let the connection to \(peer) through"
    case .proxyCredentials: "The proxy \(proxy) wants other credentials"
    case .tooLarge: "\(peer) answered with far more than was asked for"
    case .other: "The connection to \(peer) through the proxy \(proxy) failed"
    }
  }

  /// What to do next, in one line.
  public var advice: String {
    if proxy != nil, let advice = adviceAboutProxy { return advice }
    return switch kind {
    case .refused:
      "Check that the endpoint's host and port are right and that something listens there."
    case .nameNotFound:
      "Check the network, the region's name and --endpoint-url: a region that doesn't exist has no "
        + "host either."
    case .connectTimeout:
      "Check the network, the VPN and the firewall: port 443 must be open to AWS, or to a VPC "
        + "endpoint for RDS; where a proxy is needed, name it in HTTPS_PROXY."
    case .timeout, .closed: "Try again; if it stays, check the network, the VPN and proxies."
    case .tls: "Check --endpoint-url and what stands between here and AWS: TLS 1.2 is the least."
    case .untrusted:
      "Check this machine's clock and that it has certificates (the package ca-certificates); where a "
        + "proxy inspects TLS, name its certificates in AWS_CA_BUNDLE or with --ca-bundle."
    case .proxy: "Check the proxy that stands between here and AWS."
    case .proxyCredentials: "Write the proxy's user and password into HTTPS_PROXY."
    case .tooLarge: "Check --endpoint-url: this doesn't look like the RDS API."
    case .other: "Check --endpoint-url and the network, and try again."
    }
  }

  private var adviceAboutProxy: String? {
    switch kind {
    case .refused, .nameNotFound, .connectTimeout:
      "Check the proxy's host and port in that variable, or name what needs no proxy in NO_PROXY."
    case .untrusted:
      "Does the proxy inspect TLS? Name a PEM file with its certificates in AWS_CA_BUNDLE or with "
        + "--ca-bundle; also check this machine's clock."
    case .proxy:
      "The proxy must allow CONNECT to this host and port, with the credentials in that variable: ask "
        + "who runs it, or name the host in NO_PROXY."
    case .proxyCredentials:
      "Write user and password into that variable, percent-encoded: http://user:password@host:port."
    case .timeout, .closed: "Try again; if it stays, check the network and the proxy."
    case .tls, .tooLarge, .other: nil
    }
  }

  public var description: String { "\(summary)\n\(advice)" }
}
