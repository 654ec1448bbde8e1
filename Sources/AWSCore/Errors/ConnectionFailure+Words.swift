extension ConnectionFailure: CustomStringConvertible {
  /// What happened, in one line.
  public var summary: String {
    let peer = peer.isEmpty ? "the server" : peer.singleLine(limit: 300)
    let words =
      switch kind {
      case .refused: "\(peer) refuses connections"
      case .nameNotFound: "The name of \(peer) can't be found"
      case .connectTimeout: "\(peer) can't be reached"
      case .timeout: "\(peer) didn't answer in time"
      case .closed: "\(peer) closed the connection before its answer was complete"
      case .tls: "No trusted TLS connection to \(peer)"
      case .proxy: "The proxy doesn't let the connection to \(peer) through"
      case .tooLarge: "\(peer) answered with far more than was asked for"
      case .other: "The connection to \(peer) failed"
      }
    let detail = detail.singleLine(limit: 300)
    return detail.isEmpty ? words + "." : "\(words): \(detail)"
  }

  /// What to do next, in one line.
  public var advice: String {
    switch kind {
    case .refused:
      "Check that the endpoint's host and port are right and that something listens there."
    case .nameNotFound:
      "Check the network, the region's name and --endpoint-url: a region that doesn't exist has no "
        + "host either."
    case .connectTimeout:
      "Check the network, the VPN and the firewall: port 443 must be open to AWS, or to a VPC "
        + "endpoint for RDS."
    case .timeout, .closed: "Try again; if it stays, check the network, the VPN and proxies."
    case .tls:
      "Check this machine's clock and, where a proxy inspects TLS, name its certificates in "
        + "AWS_CA_BUNDLE."
    case .proxy: "Check the proxy that stands between here and AWS."
    case .tooLarge: "Check --endpoint-url: this doesn't look like the RDS API."
    case .other: "Check --endpoint-url and the network, and try again."
    }
  }

  public var description: String { "\(summary)\n\(advice)" }
}
