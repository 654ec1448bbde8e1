import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ConnectionFailure {
  /// What an error of the HTTP library means. Its text is used only where it can't contain a
  /// header's value.
  init(_ error: any Error, peer: String, proxy: String? = nil) {
    let (kind, detail) = Self.classify(error)
    self.init(kind: kind, peer: peer, detail: detail, proxy: proxy)
  }

  private static func classify(_ error: any Error) -> (Kind, String) {
    switch error {
    case let error as NIOConnectionError: classify(error)
    case let error as IOError: classify(error)
    case let error as HTTPClientError: classify(error)
    case let error as ChannelError: classify(error)
    case let error as HTTPParserError: (.closed, "broken answer: \(error)")
    case is ResponseAccumulator.ResponseTooBigError:
      (.tooLarge, "the answer is larger than any page of tasks")
    case NIOSSLError.uncleanShutdown: (.closed, "the connection was cut")
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: classifyTLS(error)
    case is HTTPClients.ShutDown: (.other, "the program is ending")
    case is SocketAddressError.UnknownHost: (.nameNotFound, "the name is not known")
    default: classify(named: String(describing: type(of: error)))
    }
  }

  /// A connection that is cut during a handshake, TLS's or the proxy's, ends with the library's
  /// private `NoResult`.
  private static func classify(named type: String) -> (Kind, String) {
    type == "NoResult" ? (.closed, "the connection was cut during the handshake") : (.other, type)
  }

  /// The library doesn't say why it refused a certificate.
  private static func classifyTLS(_ error: any Error) -> (Kind, String) {
    let words = String(describing: error)
    if error as? NIOSSLExtraError == .failedToValidateHostname {
      return (.untrusted, "its certificate is for another name")
    }
    // Loading the system's certificates fails with this where there is neither a file nor a folder
    // of them.
    if error as? BoringSSLError == .unknownError([]) {
      return (.untrusted, "this machine has no certificates of authorities to trust")
    }
    if words.contains("CERTIFICATE_VERIFY_FAILED") {
      return (
        .untrusted,
        "its certificate has expired, or is from nobody that this machine trusts"
      )
    }
    if words.contains("PROTOCOL_VERSION") || words.contains("UNSUPPORTED_PROTOCOL") {
      return (.tls, "it doesn't offer TLS 1.2 or later")
    }
    if words.contains("WRONG_VERSION_NUMBER") || words.contains("HTTP_REQUEST") {
      return (.tls, "it doesn't answer in TLS (\(reason(in: words)))")
    }
    if words.contains("EOF during handshake") {
      return (.tls, "the connection was cut during the handshake")
    }
    return (.tls, reason(in: words))
  }

  /// `WRONG_VERSION_NUMBER` out of
  /// `error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at /path/to/this.cc:242`.
  private static func reason(in words: String) -> String {
    guard let start = words.firstRange(of: "OPENSSL_internal:")?.upperBound else { return words }
    return String(words[start...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }

  /// The first address's error stands for all of them.
  private static func classify(_ error: NIOConnectionError) -> (Kind, String) {
    if let first = error.connectionErrors.first { return classify(first.error) }
    if error.dnsAError != nil || error.dnsAAAAError != nil {
      return (.nameNotFound, "the name is not known")
    }
    return (.other, "the connection can't be made")
  }

  private static func classify(_ error: IOError) -> (Kind, String) {
    let detail = String(cString: strerror(error.errnoCode))
    return switch error.errnoCode {
    case ECONNREFUSED: (.refused, detail)
    case ECONNRESET, EPIPE, ECONNABORTED: (.closed, detail)
    case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN: (.connectTimeout, detail)
    default: (.other, detail)
    }
  }

  private static func classify(_ error: ChannelError) -> (Kind, String) {
    switch error {
    case .connectTimeout: (.connectTimeout, "no connection in time")
    case .eof, .ioOnClosedChannel, .alreadyClosed, .inputClosed, .outputClosed:
      (.closed, "the connection was closed")
    default: (.other, "channel error")
    }
  }

  private static func classify(_ error: HTTPClientError) -> (Kind, String) {
    let detail = error.shortDescription
    return switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
      (.connectTimeout, detail)
    case .remoteConnectionClosed, .uncleanShutdown, .bodyLengthMismatch, .requestStreamCancelled:
      (.closed, detail)
    case .readTimeout, .writeTimeout, .deadlineExceeded: (.timeout, detail)
    case .proxyAuthenticationRequired: (.proxyCredentials, "407 Proxy Authentication Required")
    case .httpProxyHandshakeTimeout: (.proxy, "no answer to CONNECT in time")
    case .invalidProxyResponse: (.proxy, "its answer to CONNECT isn't 200")
    case .socksHandshakeTimeout, .invalidProxyConfiguration: (.proxy, detail)
    default: (.other, detail)
    }
  }
}
