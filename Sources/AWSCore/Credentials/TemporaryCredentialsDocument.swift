import FoundationEssentials

/// What container and instance metadata answer with: a JSON object with a temporary key, or with a
/// code and a message.
///
/// Names are matched in any case: instances say `Code` and `Message`, containers `code` and
/// `message` (aws-sdk-rust accepts both too). Values that aren't text, and unknown names, are
/// ignored.
struct TemporaryCredentialsDocument {
  private let fields: [String: String]

  /// Nil for a body that is no JSON object.
  init?(_ body: [UInt8]) {
    guard let texts = try? JSONDecoder().decode(Texts.self, from: Data(body)) else { return nil }
    fields = texts.fields
  }

  /// The service's own word for what went wrong; nil where it handed out a key.
  var fault: (code: String, message: String)? {
    let code = fields["code"] ?? ""
    let isFault =
      code.isEmpty
      ? fields["message"] != nil && fields["accesskeyid"] == nil : code.lowercased() != "success"
    guard isFault else { return nil }
    let mask = SecretMask(hidesBareKeys: true)
    return (mask.masked(code), mask.masked(fields["message"] ?? ""))
  }

  /// The key, which must be complete, with secret, token and expiration (as in botocore and
  /// aws-sdk-rust).
  /// - Parameter place: Who answered, for the error.
  /// - Throws: `AWSError.configuration` naming what is missing, never what is there.
  func credentials(from place: String) throws(AWSError) -> Credentials {
    let expirationText = try field("Expiration", from: place)
    let credentials = Credentials(
      accessKeyID: try field("AccessKeyId", from: place),
      secretAccessKey: try field("SecretAccessKey", from: place),
      sessionToken: try field("Token", from: place),
      expiration: AWSTimestamp.iso8601.date(expirationText),
      accountID: fields["accountid"].flatMap { $0.isEmpty ? nil : $0 })
    guard credentials.expiration != nil else {
      throw .configuration(place: place, message: "answered with an Expiration that is no time")
    }
    return credentials
  }

  private func field(_ name: String, from place: String) throws(AWSError) -> String {
    guard let value = fields[name.lowercased()], !value.isEmpty else {
      throw .configuration(place: place, message: "answered with a key that has no \(name)")
    }
    guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .configuration(
        place: place,
        message: "answered with a key whose \(name) holds a character that no header can carry")
    }
    return value
  }
}

extension TemporaryCredentialsDocument: CustomStringConvertible, CustomReflectable {
  /// The names alone.
  var description: String {
    "TemporaryCredentialsDocument(\(fields.keys.sorted().joined(separator: ", ")))"
  }

  var customMirror: Mirror {
    Mirror(self, children: ["names": fields.keys.sorted()], displayStyle: .struct)
  }
}

/// The texts of a JSON object, by their names in lower case.
private struct Texts: Decodable {
  var fields: [String: String] = [:]

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Name.self)
    for name in object.allKeys {
      if let text = try? object.decode(String.self, forKey: name) {
        fields[name.stringValue.lowercased()] = text
      }
    }
  }
}
