/// Reads what a service of the REST-JSON protocol, or something on the way to it, answered instead
/// of a result.
enum JSONErrorReader {
  private static let longestMessage = 2000
  private static let longestForeignBody = 200

  /// The fault that an answer stands for.
  ///
  /// The code is that of the header `x-amzn-ErrorType`, else `__type` or `code` in the body (Smithy,
  /// "AWS restJson1 protocol", operation error serialization), else the `error` of OAuth. An answer
  /// with none of them comes from a load balancer or a proxy: the code is `HTTP 502` then, and the
  /// message is how the body begins.
  static func fault(_ response: HTTPResponse) -> ServiceFault {
    let members = JSONValue(response.body)?.members
    func text(_ names: String...) -> String? {
      names.lazy.compactMap { members?[$0]?.text }.first
    }
    let requestID = response.header("x-amzn-RequestId").map { oneLine($0, longestForeignBody) }
    guard
      let code = name(response.header("x-amzn-ErrorType"))
        ?? name(text("__type", "code")) ?? name(text("error"))
    else {
      let beginning = String(decoding: response.body.prefix(4 * longestForeignBody), as: UTF8.self)
      return ServiceFault(
        code: "HTTP \(response.status)",
        message: oneLine(text("message", "Message") ?? beginning, longestForeignBody),
        status: response.status, requestID: requestID)
    }
    let message = text("message", "Message", "errorMessage", "error_description") ?? ""
    return ServiceFault(
      code: oneLine(code, longestForeignBody), message: oneLine(message, longestMessage),
      status: response.status, requestID: requestID)
  }

  /// `FooError` out of `aws.protocoltests.restjson#FooError:http://internal.amazon.com/…`.
  private static func name(_ type: String?) -> String? {
    guard let type else { return nil }
    let path = type.prefix { $0 != ":" }
    let name = path.split(separator: "#").last.map(String.init)?.trimmingWhitespace ?? ""
    return name.isEmpty ? nil : name
  }

  private static func oneLine(_ text: String, _ limit: Int) -> String {
    UntrustedText.oneLine(text, limit: limit)
  }
}
