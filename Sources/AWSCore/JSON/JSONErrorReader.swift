import FoundationEssentials
import Ground

/// Reads what a service of one of the JSON protocols, or something on the way to it, answered
/// instead of a result.
enum JSONErrorReader {
  private static let longestMessage = 2000
  private static let longestForeignBody = 200
  /// An error document takes a few hundred bytes; anything larger isn't one.
  private static let largestDocument = 1 << 20

  /// The fault that an answer stands for.
  ///
  /// The code comes from the header `x-amzn-ErrorType`, else from `__type` or `code` in the body
  /// (Smithy, "AWS restJson1 protocol", operation error serialization), else from OAuth's `error`.
  /// An answer with none of them comes from a load balancer or a proxy: then the code is
  /// `HTTP 502`, for instance, and the message is the beginning of the body, or says that it is a
  /// web page.
  static func fault(_ response: HTTPResponse) -> ServiceFault {
    let members = document(response.body)
    func text(_ names: Members.CodingKeys...) -> String? {
      names.lazy.compactMap { members?.texts[$0] }.first
    }
    let requestID = response.requestID.map { oneLine($0, longestForeignBody) }
    guard
      let code = name(response.header("x-amzn-ErrorType"))
        ?? name(text(.type, .code)) ?? name(text(.error))
    else {
      let beginning =
        WebPage.words(in: response.body)
        ?? String(decoding: response.body.prefix(4 * longestForeignBody), as: UTF8.self)
      return ServiceFault(
        code: "HTTP \(response.status)",
        message: oneLine(text(.message, .capitalMessage) ?? beginning, longestForeignBody),
        status: response.status, requestID: requestID)
    }
    let message = text(.message, .capitalMessage, .errorMessage, .errorDescription) ?? ""
    return ServiceFault(
      code: oneLine(code, longestForeignBody), message: oneLine(message, longestMessage),
      status: response.status, requestID: requestID)
  }

  /// The members an error may have; all others are ignored, however deep or many they are.
  private struct Members: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
      case type = "__type"
      case code, error, message
      case capitalMessage = "Message"
      case errorMessage
      case errorDescription = "error_description"
    }

    var texts: [CodingKeys: String] = [:]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      for key in CodingKeys.allCases {
        guard let text = try? container.decode(String.self, forKey: key), !text.isEmpty else {
          continue
        }
        texts[key] = text
      }
    }
  }

  private static func document(_ body: [UInt8]) -> Members? {
    body.count > largestDocument
      ? nil : try? JSONDecoder().decode(Members.self, from: Data(body))
  }

  /// `FooError` out of `aws.protocoltests.restjson#FooError:http://internal.amazon.com/…`.
  private static func name(_ type: String?) -> String? {
    guard let type else { return nil }
    let path = type.prefix { $0 != ":" }
    let name = path.split(separator: "#").last.map(String.init)?.trimmingWhitespace ?? ""
    return name.isEmpty ? nil : name
  }

  /// The answer may echo a request or a file, secrets included.
  private static func oneLine(_ text: String, _ limit: Int) -> String {
    UntrustedText.oneLine(SecretMask(hidesBareKeys: true).masked(text), limit: limit)
  }
}
