/// The steps that lead from a profile to credentials: where they start, and the roles that are
/// assumed from there, one after the other.
///
/// A plan is only what the shared files say: making one asks nobody and runs nothing.
public struct ProfilePlan: Hashable, Sendable {
  /// Where a plan starts. No description of it shows a secret, or the command of a process.
  public enum Start: Hashable, Sendable {
    /// `aws_access_key_id` and `aws_secret_access_key`.
    case staticKey(Credentials)
    /// `credential_source`
    case source(CredentialSource)
    case webIdentity(WebIdentitySettings)
    /// The `sso_…` settings.
    case identityCenter(SSOSettings)
    /// An `sso_session` without account and role: it leads to a token, which RDS doesn't take.
    case identityCenterToken(session: String, startURL: String, region: String)
    /// `login_session`
    case login(session: String)
    /// `credential_process`, as it is written.
    case process(command: String)
  }

  public var start: Start
  /// The profile the plan starts in: the last one of a chain of source profiles.
  public var startProfile: String
  /// The setting that says so and its `file:line`, for people.
  public var startPlace: String
  /// In the order in which they are assumed: the role of the profile that was asked for is last.
  public var roles: [AssumedRole]
}

/// What `credential_source` can name.
public enum CredentialSource: String, Hashable, Sendable, CaseIterable {
  case environment = "Environment"
  case instanceMetadata = "Ec2InstanceMetadata"
  case container = "EcsContainer"

  /// In upper or lower case, as on the AWS command line.
  init?(named name: String) {
    guard let match = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() })
    else { return nil }
    self = match
  }
}

/// One step of a plan: a role to assume with the credentials of the step before.
public struct AssumedRole: Hashable, Sendable {
  /// The profile that asks for it, and `file:line` of its `role_arn`.
  public var profileName: String
  public var place: String
  public var roleARN: String
  public var externalID: String?
  /// Nil for a name that is made up at each call.
  public var sessionName: String?
  /// Nil for what STS gives by default, an hour.
  public var durationSeconds: Int?
  /// The MFA device whose code is asked for.
  public var mfaSerial: String?
}

/// A role that is assumed with the token of an identity provider.
public struct WebIdentitySettings: Hashable, Sendable {
  public var roleARN: String
  /// Read again each time: its issuer replaces the token before it expires.
  public var tokenFile: String
  /// Nil for a name that is made up at each call.
  public var sessionName: String?
  /// Where the settings come from, for people.
  public var place: String
}

extension ProfilePlan {
  /// Whether `credential_source` names where it starts.
  var isFromNamedSource: Bool { if case .source = start { true } else { false } }

  /// The steps for people, each on a line of its own, without secrets.
  public var steps: [String] {
    let first = "\(start): \(startPlace)"
    return [first] + roles.map(\.description)
  }
}

extension ProfilePlan.Start {
  /// Why a token can't be signed with; empty for what isn't one.
  var tokenOnly: String {
    guard case .identityCenterToken(let session, _, _) = self else { return "" }
    return "the sso-session `\(session)` alone leads to a token, not to credentials; set "
      + "sso_account_id and sso_role_name too"
  }
}

extension AssumedRole: CustomStringConvertible {
  public var description: String {
    "assumes \(roleARN) (profile \"\(profileName)\": \(place))"
      + (mfaSerial.map { ", with an MFA code of \($0)" } ?? "")
  }
}

extension ProfilePlan.Start: CustomStringConvertible, CustomReflectable {
  public var description: String {
    switch self {
    case .staticKey(let credentials): "the key \(credentials.maskedAccessKeyID)"
    case .source(let source): "credential_source \(source.rawValue)"
    case .webIdentity(let settings):
      "assumes \(settings.roleARN) with the token in \(settings.tokenFile)"
    case .identityCenter(let settings):
      "IAM Identity Center: role \(settings.roleName) in account \(settings.accountID)"
    case .identityCenterToken(let session, _, _): "a token of the sso-session \"\(session)\""
    case .login(let session): "the login \(session)"
    case .process: "what a program prints"
    }
  }

  public var customMirror: Mirror { Mirror(self, children: ["start": description]) }
}

/// Why a profile leads to no credentials.
enum ProfilePlanError: Error, Hashable {
  /// The shared files are absent, or hold no profile.
  case noProfiles
  case noProfile(named: String)
  /// The profile exists and says nothing about credentials, as one that only sets a region.
  /// - Parameter hint: What may have been meant.
  case noCredentials(profile: String, hint: String?)
  /// The profile says something that can't be done; always with the place.
  case broken(AWSError)

  var message: String {
    switch self {
    case .noProfiles: "No profiles were defined: the files are absent or empty"
    case .noProfile(let name): "there is no profile \"\(name)\""
    case .noCredentials(let profile, let hint):
      "profile `\(profile)` did not contain credential information" + (hint.map { ": \($0)" } ?? "")
    case .broken(let error): error.summary
    }
  }

  static func broken(at place: String, _ message: String) -> ProfilePlanError {
    .broken(.configuration(place: place, message: message))
  }
}
