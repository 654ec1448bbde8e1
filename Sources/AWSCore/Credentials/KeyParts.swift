import FoundationEssentials

/// A key as its source has it: two halves and perhaps a token, each with the place it comes from.
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
  ///   - missing: The words for a half that isn't there.
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
      var credentials = Credentials(
        accessKeyID: identifier.value, secretAccessKey: secret.value,
        sessionToken: sessionToken?.value, expiration: expiration,
        accountID: accountID)
      credentials.doubts = doubts
      return credentials
    }
  }

  private func half(_ present: Part, _ missing: String) -> AWSError {
    .configuration(
      place: present.place,
      message: "half a key: \(missing); set both or neither")
  }
}

/// The key that is in the profile itself.
///
/// A key is taken whole from one file: halves from two files would make a key that doesn't exist,
/// and with a token from the other file AWS would refuse it.
struct ProfileKey {
  private let profile: Profile
  private let name: String

  init(_ profile: Profile, named name: String) {
    self.profile = profile
    self.name = name
  }

  /// Whether there is a key, or half of one.
  var isThere: Bool {
    profile.value("aws_access_key_id") != nil || profile.value("aws_secret_access_key") != nil
  }

  /// The key in one of the files, nil where neither half is there.
  func start(in file: ProfileFileKind) throws(ProfilePlanError) -> ProfilePlanReader.Found? {
    let key = KeyParts(
      accessKeyID: part("aws_access_key_id", in: file),
      secretAccessKey: part("aws_secret_access_key", in: file),
      // The second is an old spelling that the AWS command line still reads.
      sessionToken: part("aws_session_token", in: file) ?? part("aws_security_token", in: file),
      accountID: profile.value("aws_account_id"))
    do {
      let names = (accessKeyID: "aws_access_key_id", secretAccessKey: "aws_secret_access_key")
      guard let place = key.accessKeyID?.place ?? key.secretAccessKey?.place,
        let credentials = try key.credentials(names: names, missing: { "profile missing \($0)" })
      else { return nil }
      return ProfilePlanReader.Found(.staticKey(credentials), at: place)
    } catch {
      throw .broken(error)
    }
  }

  private func part(_ property: String, in file: ProfileFileKind) -> KeyParts.Part? {
    guard let found = profile[property], found.file == file, !found.value.isEmpty else {
      return nil
    }
    return KeyParts.Part(value: found.value, place: found.place(as: property, of: name))
  }
}
