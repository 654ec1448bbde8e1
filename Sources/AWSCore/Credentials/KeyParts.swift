import FoundationEssentials

/// A key as a source spells it: two halves and perhaps a token, each with the place it stands.
struct KeyParts {
  struct Part {
    var value: String
    var place: String
  }

  var accessKeyID: Part?
  var secretAccessKey: Part?
  var sessionToken: Part?
  var expiration: Date?
  var accountID: String?

  /// Nil where neither half is there.
  /// - Parameters:
  ///   - names: What the source calls the two halves, for the error about half a key.
  ///   - missing: How it is said that a half isn't there.
  /// - Throws: `AWSError.configuration` for half a key, or one that can't be sent in a header.
  func credentials(
    names: (accessKeyID: String, secretAccessKey: String),
    missing: (String) -> String = { "\($0) is missing" }
  ) throws(AWSError) -> Credentials? {
    switch (accessKeyID, secretAccessKey) {
    case (nil, nil): return nil
    case (let present?, nil): throw half(present, missing(names.secretAccessKey))
    case (nil, let present?): throw half(present, missing(names.accessKeyID))
    case (let identifier?, let secret?):
      for part in [identifier, secret, sessionToken].compactMap(\.self) {
        guard part.value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
          throw .configuration(
            place: part.place,
            message: "holds a space, a line break or another character that no key has; "
              + "set it again")
        }
      }
      return Credentials(
        accessKeyID: identifier.value, secretAccessKey: secret.value,
        sessionToken: sessionToken?.value, expiration: expiration,
        accountID: accountID)
    }
  }

  private func half(_ present: Part, _ missing: String) -> AWSError {
    .configuration(
      place: present.place,
      message: "half a key: \(missing); set both or neither")
  }
}
