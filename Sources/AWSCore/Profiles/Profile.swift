/// Which of the two shared files.
public enum ProfileFileKind: Sendable, Hashable {
  case config, credentials
}

/// One property of a section, and where it is.
public struct ProfileProperty: Sendable, Hashable {
  /// Trimmed; each continuation line follows after a line feed.
  public var value: String
  public var file: ProfileFileKind
  public var path: String
  /// The first line is 1.
  public var line: Int

  /// `path:line`
  public var place: String { "\(path):\(line)" }

  /// The indented lines under a property with no value of its own, as under `s3 =`: names in lower
  /// case and values.
  public var subproperties: [String: String] {
    var result: [String: String] = [:]
    for line in value.split(separator: "\n") {
      let text = Array(line.unicodeScalars)[...].withoutComment
      guard let equals = text.firstIndex(of: "=") else { continue }
      let name = text[..<equals].trimmed.string.lowercased()
      result[name] = text[(equals + 1)...].trimmed.string
    }
    return result
  }
}

/// A named section: a profile, an sso-session or a block of services.
public struct Profile: Sendable, Hashable {
  /// By name in lower case.
  public var properties: [String: ProfileProperty] = [:]
  /// What breaks the rules in it: whoever uses it fails with the first of these.
  public var errors: [ProfileRemark] = []

  public subscript(name: String) -> ProfileProperty? { properties[name] }

  /// The value of a property, nil where it is absent or empty.
  public func value(_ name: String) -> String? {
    guard let value = properties[name]?.value, !value.isEmpty else { return nil }
    return value
  }

  mutating func merge(_ other: Profile) {
    properties.merge(other.properties) { _, later in later }
    errors += other.errors
  }
}

/// Everything that the two shared files say, merged: a property in the credentials file beats the
/// same property in the config file.
public struct ProfileSet: Sendable, Hashable {
  public var profiles: [ProfileName: Profile] = [:]
  public var ssoSessions: [ProfileName: Profile] = [:]
  public var services: [ProfileName: Profile] = [:]
  /// What is passed over, and the errors of all sections.
  public var remarks: [ProfileRemark] = []

  public init() {}

  public func profile(named name: String) -> Profile? { profiles[ProfileName(name)] }

  /// In alphabetical order, `default` first. Those that only look like a profile's section, such as
  /// `[profile x]` in the credentials file, are left out, although botocore takes them by their
  /// whole name.
  public var profileNames: [String] {
    profiles.keys.map(\.text).filter { !$0.hasPrefix("profile ") }
      .sorted { ($0 == "default" ? 0 : 1, $0) < ($1 == "default" ? 0 : 1, $1) }
  }

  /// The credentials file must come after the config file.
  mutating func merge(_ other: ProfileSet) {
    let join: (Profile, Profile) -> Profile = { earlier, later in
      var merged = earlier
      merged.merge(later)
      return merged
    }
    profiles.merge(other.profiles, uniquingKeysWith: join)
    ssoSessions.merge(other.ssoSessions, uniquingKeysWith: join)
    services.merge(other.services, uniquingKeysWith: join)
    remarks += other.remarks
  }

  /// In the place of one of the same name. The plain `[default]` and what has no name aren't its
  /// business.
  mutating func insert(_ profile: Profile, as section: ProfileSection) {
    switch section {
    case .profile(let name): profiles[name] = profile
    case .ssoSession(let name): ssoSessions[name] = profile
    case .services(let name): services[name] = profile
    case .plainDefault, .fallback, .ignored: break
    }
  }

  mutating func add(_ errors: [ProfileRemark], to section: ProfileSection) {
    switch section {
    case .profile(let name): profiles[name, default: Profile()].errors += errors
    case .ssoSession(let name): ssoSessions[name, default: Profile()].errors += errors
    case .services(let name): services[name, default: Profile()].errors += errors
    case .plainDefault: profiles["default", default: Profile()].errors += errors
    case .fallback, .ignored: break
    }
  }
}

extension ProfileProperty: CustomStringConvertible, CustomReflectable {
  /// Only the place: the value may be a key.
  public var description: String { "ProfileProperty(\(place))" }

  public var customMirror: Mirror {
    Mirror(self, children: ["place": place], displayStyle: .struct)
  }
}
