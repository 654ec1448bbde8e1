import FoundationEssentials
import Ground

/// Reads STS's answers. Its documents hold keys, so no error repeats any of their text.
enum STSAnswers {
  /// The temporary credentials in the answer of an action, all four parts of them.
  static func credentials(in body: [UInt8], of action: String) throws(XMLError) -> Credentials {
    var reader = try XMLReader(body)
    let result = try reader.result(of: action)
    var found: Credentials?
    var accountID: String?
    while let child = try reader.nextChild(of: result) {
      if reader.isNamed(child, "Credentials") {
        found = try credentials(in: child, &reader)
      } else if reader.isNamed(child, "AssumedRoleUser") {
        while let part = try reader.nextChild(of: child) {
          if reader.isNamed(part, "Arn") {
            accountID = ARN(try reader.text(of: part))?.accountNumber
          }
        }
      }
    }
    try reader.finish()
    guard var found else { throw XMLError(.missingElement("Credentials"), at: body.count) }
    found.accountID = accountID
    return found
  }

  static func callerIdentity(in body: [UInt8]) throws(XMLError) -> CallerIdentity {
    var reader = try XMLReader(body)
    let result = try reader.result(of: "GetCallerIdentity")
    var parts: [String: String] = [:]
    while let child = try reader.nextChild(of: result) {
      parts[reader.name(of: child)] = try reader.text(of: child)
    }
    try reader.finish()
    func part(_ name: String) throws(XMLError) -> String {
      guard let text = parts[name], !text.isEmpty else {
        throw XMLError(.missingElement(name), at: body.count)
      }
      return text.singleLine()
    }
    return CallerIdentity(
      account: try part("Account"), arn: try part("Arn"), userID: try part("UserId"))
  }

  private static func credentials(
    in element: XMLElement, _ reader: inout XMLReader
  ) throws(XMLError) -> Credentials {
    let start = reader.position
    var parts: [String: String] = [:]
    var expiration: Date?
    while let part = try reader.nextChild(of: element) {
      if reader.isNamed(part, "Expiration") {
        expiration = try reader.date(of: part)
      } else {
        parts[reader.name(of: part)] = try reader.text(of: part)
      }
    }
    func part(_ name: String) throws(XMLError) -> String {
      guard let text = parts[name]?.trimmingWhitespace, !text.isEmpty else {
        throw XMLError(.missingElement(name), at: start)
      }
      // It goes into a header, where a line break would begin another header.
      guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw XMLError(.unexpectedValue(element: name), at: start)
      }
      return text
    }
    guard let expiration else { throw XMLError(.missingElement("Expiration"), at: start) }
    return Credentials(
      accessKeyID: try part("AccessKeyId"), secretAccessKey: try part("SecretAccessKey"),
      sessionToken: try part("SessionToken"), expiration: expiration)
  }
}
