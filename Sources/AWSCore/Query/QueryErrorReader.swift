import Ground

/// Reads what a service of the Query protocol, or something on the way to it, answered instead of a
/// result.
public enum QueryErrorReader {
  /// How much of a message, or of a body that isn't an error document, is kept, in Unicode scalars.
  private static let longestMessage = 2000
  private static let longestForeignBody = 200
  /// An error document takes a few hundred bytes; anything larger isn't one, and isn't parsed.
  private static let largestDocument = 1 << 20

  /// The fault that a status, headers and a body stand for.
  ///
  /// Four forms of an error document are known: `ErrorResponse/Error`,
  /// `ErrorResponse/Errors/Error`, `Response/Errors/Error` and a bare `Error`. Any other body comes
  /// from a load balancer or a proxy: then the code is `HTTP 502`, for instance, and the message is
  /// the beginning of the body, or says that it is a web page.
  public static func fault(status: Int, headers: [HTTPHeader], body: [UInt8]) -> ServiceFault {
    let response = HTTPResponse(status: status, headers: headers)
    let headerID = response.requestID
    if let root = document(body), let error = error(in: root), let code = text("Code", in: error) {
      return ServiceFault(
        code: oneLine(code),
        message: UntrustedText.oneLine(
          SecretMask().masked(text("Message", in: error) ?? ""), limit: longestMessage,
          blanks: .inside),
        type: text("Type", in: error).map(oneLine),
        status: status,
        requestID: printable(requestID(in: root) ?? headerID))
    }
    return ServiceFault(
      code: "HTTP \(status)", message: beginning(of: body), status: status,
      requestID: printable(headerID))
  }

  private static func document(_ body: [UInt8]) -> XMLNode? {
    do {
      return try XMLNode(parsing: body, limits: .init(bytes: largestDocument))
    } catch {
      return nil  // The caller then treats the body as what it is: not an error document.
    }
  }

  private static func error(in root: XMLNode) -> XMLNode? {
    if root.name == "Error" { return root }
    return (root.child("Errors") ?? root).child("Error")
  }

  private static func requestID(in node: XMLNode) -> String? {
    text("RequestId", in: node) ?? text("RequestID", in: node)
      ?? node.child("ResponseMetadata").flatMap { text("RequestId", in: $0) }
  }

  /// The text of a child, nil where it is empty.
  private static func text(_ name: String, in node: XMLNode) -> String? {
    node.child(name).flatMap { $0.text.isEmpty ? nil : $0.text }
  }

  private static func printable(_ requestID: String?) -> String? {
    requestID.map(oneLine)
  }

  private static func beginning(of body: [UInt8]) -> String {
    if let words = WebPage.words(in: body) { return words }
    let text = String(decoding: body.prefix(4 * longestForeignBody), as: UTF8.self)
    return oneLine(text)
  }

  /// The answer may echo the request, secrets included.
  private static func oneLine(_ text: String) -> String {
    UntrustedText.oneLine(SecretMask().masked(text), limit: longestForeignBody)
  }
}
