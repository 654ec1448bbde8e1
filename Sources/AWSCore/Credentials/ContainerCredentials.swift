/// The credentials of an ECS task or an EKS pod, or of any local service with the same interface.
///
/// Three attempts of two seconds each. Retried are failed connections, HTTP 429 and 5xx, and an
/// answer that can't be read (another 4xx is final, as in aws-sdk-go-v2 and aws-sdk-rust; botocore
/// retries those too). The service is never asked through a proxy, not even over https: botocore
/// does the same, and keys should come straight from whoever hands them out.
public struct ContainerCredentials: CredentialsProvider {
  private static let attempts = 3
  private static let attemptLimit = Duration.seconds(2)

  private let surroundings: Surroundings

  public init(_ surroundings: Surroundings) {
    self.surroundings = surroundings
  }

  /// - Throws: `AWSError.configuration` naming the variable, where one is set but gives no key.
  public func look() async throws(AWSError) -> CredentialsFinding {
    guard let endpoint = try ContainerEndpoint.find(in: surroundings.environment) else {
      return .passedOver([
        SearchedPlace(
          place: "environment variables \(ContainerEndpoint.relativeVariable), "
            + ContainerEndpoint.fullVariable,
          finding: "not set")
      ])
    }
    // The query is left out: it may hold a secret.
    let place = URLParts(endpoint.url).map { [$0.peer, $0.path] } ?? []
    let key = CredentialsKey(["container", endpoint.place] + place)
    let credentials = try await surroundings.cache.credentials(
      for: key, from: endpoint.place,
      preparing: { () async throws(AWSError) in
        try ContainerAuthorization.find(in: surroundings.environment, files: surroundings.files)
      },
      renewing: { (authorization) async throws(AWSError) in
        try await fetch(from: endpoint, with: authorization)
      })
    return .found(credentials.noting([.container]))
  }

  private func fetch(
    from endpoint: ContainerEndpoint, with authorization: ContainerAuthorization?
  ) async throws(AWSError) -> Credentials {
    var headers = [HTTPHeader("Accept", "application/json")]
    if let authorization { headers.append(HTTPHeader("Authorization", authorization.value)) }
    let response = try await send(
      HTTPRequest(
        method: "GET", url: endpoint.url, headers: headers, body: [], bypassesProxy: true),
      to: endpoint)
    let document = TemporaryCredentialsDocument(response.body)
    if response.status == 200, let document, document.fault == nil {
      return try document.credentials(from: endpoint.place)
    }
    var words = "its service answered with HTTP \(response.status)"
    if let fault = document?.fault {
      let said = [fault.code, fault.message].filter { !$0.isEmpty }.joined(separator: ": ")
      words += ", \((authorization?.hidden(in: said) ?? said).singleLine(limit: 300))"
    } else if response.status == 200 {
      words += " and something that is no JSON object"
    }
    throw .configuration(place: endpoint.place, message: words)
  }

  private func send(
    _ request: HTTPRequest, to endpoint: ContainerEndpoint
  ) async throws(AWSError) -> HTTPResponse {
    let exchange = PlainExchange(
      transport: surroundings.transport, timekeeper: surroundings.timekeeper,
      random: surroundings.random, attempts: Self.attempts, attemptLimit: Self.attemptLimit)
    do {
      return try await exchange.send(request) { response in
        response.status >= 500 || response.status == 429
          || (response.status == 200 && TemporaryCredentialsDocument(response.body) == nil)
      }
    } catch {
      guard case .connection(let failure) = error else { throw error }
      throw .configuration(
        place: endpoint.place, message: "its service gives no answer: \(failure.summary)")
    }
  }
}

/// What a container's credentials service wants in its `Authorization` header.
///
/// Read again each time: the kubelet replaces the file of EKS Pod Identity before its token
/// expires. A line break is refused even at the end, and nothing is trimmed, as in botocore,
/// aws-sdk-rust and aws-sdk-go-v2.
struct ContainerAuthorization {
  static let fileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
  static let variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN"

  let value: String

  /// Nil where neither variable is set; the file's wins.
  /// - Throws: `AWSError.configuration` that names the variable, never with the token.
  static func find(
    in environment: Environment, files: any FileReading
  ) throws(AWSError) -> ContainerAuthorization? {
    if let path = environment[fileVariable] {
      return try read(path, files: files)
    }
    guard let value = environment[variable] else { return nil }
    return try ContainerAuthorization(Array(value.utf8), place: "environment variable \(variable)")
  }

  private static func read(
    _ path: String, files: any FileReading
  ) throws(AWSError) -> ContainerAuthorization {
    let place = "environment variable \(fileVariable) (\(path.singleLine(limit: 200)))"
    let bytes: [UInt8]?
    do {
      bytes = try files.contents(of: path)
    } catch {
      throw .configuration(place: place, message: "can't be read: \(error.reason)")
    }
    guard let bytes else { throw .configuration(place: place, message: "there is no such file") }
    if bytes.isEmpty { throw .configuration(place: place, message: "the file is empty") }
    return try ContainerAuthorization(bytes, place: place)
  }

  private init(_ bytes: [UInt8], place: String) throws(AWSError) {
    if bytes.contains(UInt8(ascii: "\r")) || bytes.contains(UInt8(ascii: "\n")) {
      throw .configuration(
        place: place,
        message: "holds a line break, which no header can carry; one at the end counts too")
    }
    guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw .configuration(place: place, message: "holds a character that no header can carry")
    }
    value = String(decoding: bytes, as: UTF8.self)
  }

  /// Removes the token from what a service said, which may echo the request.
  func hidden(in text: String) -> String {
    let words = value.split(separator: " ").map(String.init)
    return ([value] + words.filter { $0.utf8.count >= 6 && $0 != "Bearer" })
      .reduce(text) { $0.replacing($1, with: "(hidden)") }
  }
}

extension ContainerAuthorization: CustomStringConvertible, CustomReflectable {
  var description: String { "ContainerAuthorization(hidden)" }
  var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
