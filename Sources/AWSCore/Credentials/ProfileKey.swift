/// The key that stands in a profile itself.
///
/// A key is taken whole from one file: halves from two files would make a key that nobody has, and
/// a token from the other file one that AWS refuses.
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
