/// The Authorization header of Signature Version 4, taken apart.
struct Authorization: Sendable {
  struct Scope: Sendable {
    var day: String
    var region: String
    var service: String
    var terminator: String

    var text: String { "\(day)/\(region)/\(service)/\(terminator)" }
  }

  var accessKeyID: String
  var scope: Scope
  /// In lower case, in the order they were given.
  var signedHeaders: [String]
  var signature: String

  /// - Parameter hasDate: Whether the request has an X-Amz-Date.
  init(_ header: String, hasDate: Bool) throws(Refusal) {
    let algorithm = "AWS4-HMAC-SHA256"
    guard header.hasPrefix(algorithm + " ") else {
      throw .signature(
        "IncompleteSignature", status: 400,
        "Authorization header must begin with '\(algorithm)'. Authorization=...")
    }
    var parts: [String: String] = [:]
    for part in header.dropFirst(algorithm.count).split(separator: ",") {
      let trimmed = part.drop { $0 == " " }
      guard let equals = trimmed.firstIndex(of: "=") else { continue }
      parts[String(trimmed[..<equals])] =
        String(trimmed[trimmed.index(after: equals)...].prefix { $0 != " " })
    }
    var missing = ["Credential", "Signature", "SignedHeaders"].filter { parts[$0] == nil }
      .map { "Authorization header requires '\($0)' parameter. " }.joined()
    if !hasDate {
      missing +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
    }
    guard let credential = parts["Credential"], let signature = parts["Signature"],
      let signed = parts["SignedHeaders"], hasDate
    else {
      throw .signature("IncompleteSignature", status: 400, missing + "Authorization=...")
    }
    let fields = credential.split(separator: "/", omittingEmptySubsequences: false)
      .map(String.init)
    guard fields.count == 5 else {
      throw .signature(
        "IncompleteSignature", status: 400,
        "Credential must have exactly 5 slash-delimited elements, e.g. "
          + "keyid/date/region/service/term, got '\(credential)'")
    }
    accessKeyID = fields[0]
    scope = Scope(day: fields[1], region: fields[2], service: fields[3], terminator: fields[4])
    signedHeaders = signed.split(separator: ";").map { $0.lowercased() }
    self.signature = signature
  }
}
