/// A way credentials were obtained, by the name the AWS SDKs' user agents have for it (botocore's
/// `_USERAGENT_FEATURE_MAPPINGS`).
///
/// Where one way leads through another, each is named: `n,o,i` is a role that was assumed with the
/// key of a source profile.
public enum CredentialsFeature: String, Hashable, Sendable, CaseIterable {
  case environment = "g"
  case environmentWebIdentity = "h"
  case assumedRole = "i"
  case assumedRoleWithWebIdentity = "k"
  case profile = "n"
  case sourceProfile = "o"
  case namedSource = "p"
  case profileWebIdentity = "q"
  case profileIdentityCenter = "r"
  case identityCenter = "s"
  case profileLegacyIdentityCenter = "t"
  case legacyIdentityCenter = "u"
  case profileProcess = "v"
  case process = "w"
  case container = "z"
  case instanceMetadata = "0"
  case profileLogin = "AC"
  case login = "AD"
}
