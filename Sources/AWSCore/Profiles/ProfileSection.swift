/// What the name between two brackets stands for, which differs between the two files.
enum ProfileSection: Hashable {
  case profile(String)
  /// `[default]` in the config file, which `[profile default]` beats.
  case plainDefault
  case ssoSession(String)
  case services(String)
  /// A kind or a name that the rules silently ignore.
  case ignored

  init(header: String, in file: ProfileFileKind) {
    let words = header.trimmingWhitespace.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      .map { String($0).trimmingWhitespace }
    guard let first = words.first, words.allSatisfy(Self.isName) else {
      self = .ignored
      return
    }
    switch (file, words.count, first) {
    case (.credentials, 1, _): self = .profile(first)
    case (.config, 1, "default"): self = .plainDefault
    case (.config, 2, "profile"): self = .profile(words[1])
    case (.config, 2, "sso-session"): self = .ssoSession(words[1])
    case (.config, 2, "services"): self = .services(words[1])
    default: self = .ignored
    }
  }

  /// Whether a name has only the characters that names of profiles and properties may have; others
  /// are ignored.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0.isLetterOrDigit || marks.contains($0) }
  }

  private static let marks = Set("_-/.%@:+".utf8)
}
