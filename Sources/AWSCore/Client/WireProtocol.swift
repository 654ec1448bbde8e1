/// How the calls of a service are put into HTTP, and how its faults are read.
///
/// Source: the AWS protocols of Smithy 2.0 (awsQuery, awsJson1_1, restXml, restJson1).
public enum WireProtocol: Hashable, Sendable {
  /// A form that is posted; answers are XML.
  case query
  /// JSON 1.1 that is posted. The prefix comes before the action in `X-Amz-Target`, for instance
  /// `TrentService` for KMS.
  case json(targetPrefix: String)
  /// Method and path say what is asked for; bodies are XML.
  case restXML
  /// The same with JSON.
  case restJSON
}

extension WireProtocol {
  /// A call as a request, without the headers that every call has.
  /// - Parameter endpoint: `https://host[:port][/path]`
  func request(for call: AWSCall, at endpoint: String) -> HTTPRequest {
    switch self {
    case .query:
      HTTPRequest(
        url: url(of: [], at: endpoint),
        headers: [
          HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        ], body: call.body)
    case .json(let targetPrefix):
      HTTPRequest(
        url: url(of: [], at: endpoint),
        headers: [
          HTTPHeader("Content-Type", "application/x-amz-json-1.1"),
          HTTPHeader("X-Amz-Target", "\(targetPrefix).\(call.action)"),
        ], body: call.body)
    case .restXML: rest(call, "application/xml", at: endpoint)
    case .restJSON: rest(call, "application/json", at: endpoint)
    }
  }

  private func rest(_ call: AWSCall, _ contentType: String, at endpoint: String) -> HTTPRequest {
    HTTPRequest(
      method: call.method.rawValue,
      url: url(of: call.path, at: endpoint) + Self.query(call.parameters),
      headers: call.headers
        + (call.body.isEmpty ? [] : [HTTPHeader("Content-Type", contentType)]),
      body: call.body)
  }

  private static func query(_ parameters: [AWSCall.Parameter]) -> String {
    if parameters.isEmpty { return "" }
    return "?"
      + parameters.map { parameter in
        let value = parameter.value.map { "=" + PercentEncoding.encode($0.utf8) } ?? ""
        return PercentEncoding.encode(parameter.name.utf8) + value
      }.joined(separator: "&")
  }

  private func url(of path: [String], at endpoint: String) -> String {
    let hasPath = URLParts(endpoint)?.path != "/"
    if path.isEmpty, hasPath || endpoint.hasSuffix("/") { return endpoint }
    let base = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    return "\(base)/\(path.map { PercentEncoding.encode($0.utf8) }.joined(separator: "/"))"
  }

  /// The fault that an answer stands for.
  func fault(_ response: HTTPResponse, to method: AWSCall.Method) -> ServiceFault {
    if method == .head, response.body.isEmpty, let fault = Self.bodiless(response) { return fault }
    return switch self {
    case .query, .restXML:
      QueryErrorReader.fault(
        status: response.status, headers: response.headers, body: response.body)
    case .json, .restJSON: JSONErrorReader.fault(response)
    }
  }

  /// An answer to HEAD can't carry an error document: its status is all a service says. Statuses
  /// that may as well come from something in between are left as `HTTP 502`.
  private static func bodiless(_ response: HTTPResponse) -> ServiceFault? {
    let names = [
      301: "Moved Permanently", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
    ]
    return names[response.status].map { name in
      ServiceFault(
        code: name.filter { $0 != " " }, message: name, status: response.status,
        requestID: response.requestID)
    }
  }
}
