/// A renewed token that can't be written into its file: a folder that may only be read, a full disk.
///
/// It is used as long as the file holds the token that it was made from, whose refresh token AWS may
/// not take a second time.
struct UnsavedToken: Sendable, Hashable {
  var token: SSOToken
  /// The digest of the token in the file.
  var replacedDigest: String
  /// In the system's words.
  var reason: String
}
