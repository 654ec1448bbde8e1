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
      guard let equals = line.firstIndex(of: "=") else { continue }
      let name = String(line[..<equals]).trimmingWhitespace.lowercased()
      result[name] = String(line[line.index(after: equals)...]).trimmingWhitespace
    }
    return result
  }
}

/// A named section: a profile, an sso-session or a block of services.
public struct Profile: Sendable, Hashable {
  /// By name in lower case.
  public var properties: [String: ProfileProperty] = [:]

  public subscript(name: String) -> ProfileProperty? { properties[name] }

  /// The value of a property, nil where it is absent or empty.
  public func value(_ name: String) -> String? {
    guard let value = properties[name]?.value, !value.isEmpty else { return nil }
    return value
  }

  mutating func merge(_ other: Profile) {
    properties.merge(other.properties) { _, later in later }
  }
}

/// Everything that the two shared files say, merged: a property in the credentials file beats the
/// same property in the config file.
public struct ProfileSet: Sendable, Hashable {
  public var profiles: [String: Profile] = [:]
  public var ssoSessions: [String: Profile] = [:]
  public var services: [String: Profile] = [:]

  public init() {}

  public func profile(named name: String) -> Profile? { profiles[name] }

  /// In alphabetical order, `default` first.
  public var profileNames: [String] {
    profiles.keys.sorted { ($0 == "default" ? 0 : 1, $0) < ($1 == "default" ? 0 : 1, $1) }
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
  }
}

extension String {
  var trimmingWhitespace: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}

extension ProfileProperty: CustomStringConvertible, CustomReflectable {
  /// Only the place: the value may be a key.
  public var description: String { "ProfileProperty(\(place))" }

  public var customMirror: Mirror {
    Mirror(self, children: ["place": place], displayStyle: .struct)
  }
}
