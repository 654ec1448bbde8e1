/// What a section of a shared file stands for.
enum ProfileSection: Hashable {
  case profile(ProfileName)
  /// `[default]` in the config file, which `[profile default]` beats.
  case plainDefault
  /// `[DEFAULT]`: what it holds stands in for what the file's other sections lack, as for botocore.
  case fallback
  case ssoSession(ProfileName)
  case services(ProfileName)
  case ignored

  var hasName: Bool {
    switch self {
    case .profile, .ssoSession, .services: true
    case .plainDefault, .fallback, .ignored: false
    }
  }

  /// Whether a name has only the characters that the SDKs' common rules give to names. Only
  /// botocore takes other names of profiles; a property with another name is ignored.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0.isLetterOrDigit || marks.contains($0) }
  }

  private static let marks = Set("_-/.%@:+".utf8)
}

/// A section's name as it stands between the brackets, read by the rules of its file.
///
/// In the config file a name follows the kind of its section, in quotes if it has blanks:
/// `[profile "Team Laptop"]`, which botocore splits as a shell would. In the credentials file the
/// whole of it is a profile's name, quotes included.
struct ProfileHeader {
  var section: ProfileSection
  /// Why it is passed over, or isn't what it looks like; nil where there is nothing to say.
  var remark: String?
  /// The name that may have been meant.
  var meant: String?

  /// The name of what it stands for, or that may have been meant.
  var name: String? {
    switch section {
    case .profile(let name), .ssoSession(let name), .services(let name): name.text
    case .plainDefault: "default"
    case .fallback, .ignored: meant
    }
  }

  static func read(_ text: String, in file: ProfileFileKind) -> ProfileHeader {
    let text = text.trimmingWhitespace
    return switch (text, file) {
    case ("", _): ProfileHeader(section: .ignored, remark: "a section without a name")
    case ("DEFAULT", _):
      ProfileHeader(
        section: .fallback,
        remark: "[DEFAULT] is no profile, its settings stand in for those that other sections lack",
        meant: "default")
    case ("default", .config): ProfileHeader(section: .plainDefault)
    case (_, .config): inConfig(text)
    case (_, .credentials): inCredentials(text)
    }
  }

  private enum Kind: String, CaseIterable {
    case profile
    case ssoSession = "sso-session"
    case services

    func section(named name: String) -> ProfileSection {
      switch self {
      case .profile: .profile(ProfileName(name))
      case .ssoSession: .ssoSession(ProfileName(name))
      case .services: .services(ProfileName(name))
      }
    }
  }

  /// Sections of the AWS command line that have nothing to do with profiles.
  private static let others: Set = ["plugins", "preview"]

  private static func inCredentials(_ text: String) -> ProfileHeader {
    var header = ProfileHeader(section: .profile(ProfileName(text)))
    guard let words = try? ShellWords.split(text) else { return header }
    if words.count == 2, let kind = Kind(rawValue: words[0].lowercased()) {
      if kind == .profile { header.meant = words[1] }
      header.remark =
        kind == .profile
        ? "[\(short(text))]: in the credentials file a profile's name stands alone, "
          + "[\(short(words[1]))]"
        : "[\(short(text))]: \(kind.rawValue) counts in the config file only"
    } else if words.count == 1, words[0] != text, !words[0].isEmpty {
      header.meant = words[0]
      header.remark =
        "[\(short(text))]: in the credentials file quotes are a part of the name, without them it is "
        + "[\(short(words[0]))]"
    }
    return header
  }

  private static func inConfig(_ text: String) -> ProfileHeader {
    let kind = Kind.allCases.first { text.hasPrefix($0.rawValue) }
    do {
      let words = try ShellWords.split(text)
      if let kind, words.count == 2, !words[1].isEmpty {
        return ProfileHeader(section: kind.section(named: words[1]))
      }
      let (meant, remark) = mistake(in: text, words, kind)
      return ProfileHeader(section: .ignored, remark: remark, meant: meant)
    } catch {
      let name = text.dropFirst(kind?.rawValue.count ?? 0).filter { !"\"'\\".contains($0) }
      return ProfileHeader(
        section: .ignored, remark: "[\(short(text))] can't be read: \(error.words)",
        meant: String(name).trimmingWhitespace)
    }
  }

  private static func mistake(
    in text: String, _ words: [String], _ kind: Kind?
  ) -> (meant: String?, remark: String?) {
    let shown = "[\(short(text))]"
    let name = words.dropFirst().prefix { !$0.hasPrefix("#") && !$0.hasPrefix(";") }
      .joined(separator: " ")
    if let kind, text.trimmingWhitespace == kind.rawValue || words.count == 2 {
      return (nil, "\(shown) names none")
    }
    if let kind, words.count > 2 {
      let fix =
        name.isEmpty || name.contains(" ")
        ? "a name with blanks stands in quotes, [\(kind.rawValue) \"\(short(name))\"]"
        : "a comment stands behind the bracket"
      return (name, "\(shown): \(fix)")
    }
    if words.count == 2, let meantKind = Kind(rawValue: words[0].lowercased()) {
      return (words[1], "\(shown): \(meantKind.rawValue) is in lower case")
    }
    if others.contains(text) { return (nil, nil) }
    if words.count < 2 {
      let name = words.first ?? ""
      return (
        name,
        "\(shown): in the config file a profile is [profile \(quoted(short(name)))]"
      )
    }
    return (
      text,
      "\(shown): it is neither a profile ([profile \(quoted(short(text)))]), an "
        + "sso-session nor services"
    )
  }

  private static func quoted(_ name: String) -> String {
    ProfileSection.isName(name) ? name : "\"\(name)\""
  }

  private static func short(_ text: String) -> String {
    text.count > 60 ? "\(text.prefix(60))…" : text
  }
}
