/// A key in the shared credentials and config files, under one profile.
///
/// Reads the files each time it is asked: they are small, and a key that the user adds is found
/// without a restart.
public struct ProfileCredentials: CredentialsProvider {
  private let files: ProfileFiles
  private let profileName: String

  public init(profileName: String, files: ProfileFiles) {
    self.profileName = profileName
    self.files = files
  }

  public func look() async throws(AWSError) -> CredentialsFinding {
    let profiles = try files.load()
    let place = "profile \"\(profileName)\" in \(files.places)"
    guard let profile = profiles.profile(named: profileName) else {
      return .passedOver([Lookup(place: place, finding: missing(from: profiles))])
    }
    if let kind = UnsupportedSource.outrankingKeys(in: profile) {
      return .passedOver([Lookup(place: place, finding: kind.finding(profile: profileName))])
    }
    if let credentials = try staticKey(of: profile) { return .found(credentials) }
    let finding =
      UnsupportedSource.any(in: profile)?.finding(profile: profileName)
      ?? "no aws_access_key_id and aws_secret_access_key"
    return .passedOver([Lookup(place: place, finding: finding)])
  }

  /// A key is taken whole from one file, the credentials file first: halves from two files would
  /// make a key that nobody has, and a token from the other file one that AWS refuses.
  private func staticKey(of profile: Profile) throws(AWSError) -> Credentials? {
    let names = (accessKeyID: "aws_access_key_id", secretAccessKey: "aws_secret_access_key")
    for file in [ProfileFileKind.credentials, .config] {
      func part(_ name: String) -> KeyParts.Part? {
        guard let property = profile[name], property.file == file, !property.value.isEmpty else {
          return nil
        }
        return KeyParts.Part(
          value: property.value,
          place: "\(name) of profile \"\(profileName)\" (\(property.place))")
      }
      let key = KeyParts(
        accessKeyID: part(names.accessKeyID), secretAccessKey: part(names.secretAccessKey),
        sessionToken: part("aws_session_token"))
      if let credentials = try key.credentials(names: names) { return credentials }
    }
    return nil
  }

  private func missing(from profiles: ProfileSet) -> String {
    let names = profiles.profileNames
    if names.isEmpty { return "no such profile: the files are absent or hold none" }
    let shown = names.prefix(8).joined(separator: ", ")
    return "no such profile; there are: \(shown)\(names.count > 8 ? ", …" : "")"
  }
}
