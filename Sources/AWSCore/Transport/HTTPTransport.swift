/// One HTTP request, complete: what is signed is what is sent.
public struct HTTPRequest: Sendable, Hashable {
  public var method: String
  /// `https://host[:port]/path?query`
  public var url: String
  /// In order, with names as they are sent; the transport adds `Host` and `Content-Length`.
  public var headers: [HTTPHeader]
  public var body: [UInt8]
  /// For instance and container metadata, which are on this machine, where a proxy isn't.
  public var bypassesProxy: Bool

  public init(
    method: String = "POST", url: String, headers: [HTTPHeader], body: [UInt8],
    bypassesProxy: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.bypassesProxy = bypassesProxy
  }
}

public struct HTTPHeader: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A whole answer, its body included.
public struct HTTPResponse: Sendable, Hashable {
  public var status: Int
  public var headers: [HTTPHeader]
  public var body: [UInt8]

  public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header with this name, in any case.
  public func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
  }

  /// AWS's identifier for the request; services differ in the header's name.
  public var requestID: String? { header("x-amzn-RequestId") ?? header("x-amz-request-id") }
}

/// Sends requests to servers; small enough to be replaced in a test.
public protocol HTTPTransport: Sendable {
  /// Sends a request and reads the whole answer.
  ///
  /// The limit covers everything up to the last byte of the body. Cancelling the calling task
  /// reaches the socket.
  /// - Throws: `ConnectionFailure`; `AWSError.configuration` for a proxy or a certificate bundle of
  ///   the user's that can't be used; or `CancellationError`.
  func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse
  /// The proxy that a request to a URL goes through: `host:port (environment variable
  /// HTTPS_PROXY)`, without credentials; nil for none.
  func proxyName(for url: String) -> String?
}

extension HTTPTransport {
  public func proxyName(for url: String) -> String? { nil }
}

/// Why no answer came.
public struct ConnectionFailure: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case refused, nameNotFound, connectTimeout, timeout, closed
    /// The TLS handshake failed.
    case tls
    /// The TLS handshake would have succeeded, but the server's certificate isn't trusted.
    case untrusted
    /// The proxy refuses the connection to the server.
    case proxy
    /// The proxy wants a user and a password, or different ones (407).
    case proxyCredentials
    case tooLarge, other
  }

  public var kind: Kind
  /// `host:port`, without credentials.
  public var peer: String
  /// What the system said, in its own words.
  public var detail: String
  /// The proxy, if there was one: `host:port (environment variable HTTPS_PROXY)`, without
  /// credentials. Then `refused` and `nameNotFound` are about the proxy.
  public var proxy: String?

  public init(kind: Kind, peer: String, detail: String, proxy: String? = nil) {
    self.kind = kind
    self.peer = peer
    self.detail = detail
    self.proxy = proxy
  }

  /// Whether the server may have got the request: where there was no connection, it has not.
  public var mayHaveArrived: Bool {
    switch kind {
    case .refused, .nameNotFound, .connectTimeout, .tls, .untrusted, .proxy, .proxyCredentials:
      false
    case .timeout, .closed, .tooLarge, .other: true
    }
  }
}
