/// The file of certificates to trust, and who named it: `--ca-bundle`, then `AWS_CA_BUNDLE`, then
/// the profile's `ca_bundle`. `REQUESTS_CA_BUNDLE`, which botocore also reads, belongs to Python
/// and isn't read.
struct CertificateBundleSetting: Sendable, Hashable {
  var path: String
  /// For errors, for instance `environment variable AWS_CA_BUNDLE`.
  var place: String

  /// Nil for the system's certificates.
  init?(environment: Environment, overrides: SettingsOverrides, profile: Profile?) {
    let home = environment["HOME"]
    if let path = overrides.caBundle, !path.isEmpty {
      self.init(path, place: overrides.places.caBundle, home: home)
    } else if let path = environment["AWS_CA_BUNDLE"] {
      self.init(path, place: "environment variable AWS_CA_BUNDLE", home: home)
    } else if let property = profile?["ca_bundle"], !property.value.isEmpty {
      self.init(property.value, place: "ca_bundle (\(property.place))", home: home)
    } else {
      return nil
    }
  }

  private init(_ path: String, place: String, home: String?) {
    let path = path.trimmingWhitespace
    self.path = path.hasPrefix("~/") && home != nil ? (home ?? "") + path.dropFirst() : path
    self.place = place
  }
}
