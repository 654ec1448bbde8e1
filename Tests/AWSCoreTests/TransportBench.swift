import AWSCore
import Support
import Testing

/// Lends a transport for one test and shuts it down afterwards.
func withTransport<Value>(
  _ clock: HandCrankedTimekeeper, _ options: TransportOptions = TransportOptions(),
  _ body: (AsyncHTTPTransport) async throws -> Value
) async throws -> Value {
  let transport = AsyncHTTPTransport(timekeeper: clock, options: options)
  do {
    let value = try await body(transport)
    await transport.shutdown()
    return value
  } catch {
    await transport.shutdown()
    throw error
  }
}

/// What one request to a URL comes to, by transport options.
func outcome(
  of url: String, _ options: TransportOptions = TransportOptions(),
  _ change: (inout HTTPRequest) -> Void = { _ in }
) async throws -> Result<HTTPResponse, any Error> {
  var request = HTTPRequest(
    url: url, headers: [HTTPHeader("X-Test", "1")], body: Array("Action=X".utf8))
  change(&request)
  var options = options
  if options.connectTimeout == TransportOptions().connectTimeout {
    // A busy machine is not what is tried.
    options.connectTimeout = .seconds(60)
  }
  return try await withTransport(HandCrankedTimekeeper(), options) { transport in
    do {
      return .success(try await transport.send(request, within: .seconds(15)))
    } catch {
      return .failure(error)
    }
  }
}

extension Result where Failure == any Error {
  /// Nil for a success, and for any other error.
  var connectionFailure: ConnectionFailure? {
    guard case .failure(let error) = self else { return nil }
    return error as? ConnectionFailure
  }

  var configurationError: (place: String, message: String)? {
    guard case .failure(let error) = self,
      case .configuration(let place, let message)? = error as? AWSError
    else { return nil }
    return (place, message)
  }
}

extension Result where Failure == any Error {
  /// What an operation comes to.
  init(_ operation: () async throws -> Success) async {
    do { self = .success(try await operation()) } catch { self = .failure(error) }
  }
}
