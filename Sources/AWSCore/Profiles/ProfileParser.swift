/// A line that breaks the rules of the shared files.
struct ProfileSyntaxError: Error, Hashable {
  /// The first line is 1.
  var line: Int
  var message: String
}

/// Reads one shared file by the rules that the AWS SDKs have in common ("Shared config and
/// credentials files" in the AWS SDKs and Tools reference guide).
struct ProfileParser {
  private let file: ProfileFileKind
  private let path: String
  private var line = 0
  private var sections: [ProfileSection: Profile] = [:]
  private var section: ProfileSection?
  /// The property that an indented line continues.
  private var property: (name: String, takesSubproperties: Bool)?

  static func parse(
    _ bytes: [UInt8], as file: ProfileFileKind, path: String
  ) throws(ProfileSyntaxError) -> ProfileSet {
    var parser = ProfileParser(file: file, path: path)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for line in bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0)
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      try parser.read(line)
    }
    return parser.profileSet
  }

  private init(file: ProfileFileKind, path: String) {
    self.file = file
    self.path = path
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>) throws(ProfileSyntaxError) {
    line += 1
    let trimmed = bytes.trimmed
    guard let first = bytes.first, !trimmed.isEmpty, !first.startsComment else { return }
    if first == UInt8(ascii: "[") {
      try readHeader(bytes)
    } else if first.isBlank {
      try readContinuation(trimmed)
    } else {
      try readProperty(bytes)
    }
  }

  private mutating func readHeader(_ bytes: ArraySlice<UInt8>) throws(ProfileSyntaxError) {
    let header = bytes.prefix { !$0.startsComment }.trimmed
    guard header.last == UInt8(ascii: "]") else {
      throw error("Profile definition must end with ']'")
    }
    let section = ProfileSection(header: header.dropFirst().dropLast().text, in: file)
    if sections[section] == nil { sections[section] = Profile() }
    self.section = section
    property = nil
  }

  private mutating func readProperty(_ bytes: ArraySlice<UInt8>) throws(ProfileSyntaxError) {
    guard let section else { throw error("Expected a profile definition before a property") }
    let (name, value) = try nameAndValue(bytes.withoutComment, of: "property")
    property = (name, value.isEmpty)
    guard ProfileSection.isName(name) else { return }
    sections[section]?.properties[name] = ProfileProperty(
      value: value, file: file, path: path, line: line)
  }

  private mutating func readContinuation(_ text: ArraySlice<UInt8>) throws(ProfileSyntaxError) {
    guard let section else { throw error("Expected a profile definition, found continuation") }
    guard let property else { throw error("Expected a property definition, found continuation") }
    if property.takesSubproperties { _ = try nameAndValue(text, of: "sub-property") }
    sections[section]?.properties[property.name]?.value += "\n" + text.text
  }

  private func nameAndValue(
    _ bytes: ArraySlice<UInt8>, of kind: String
  ) throws(ProfileSyntaxError) -> (String, String) {
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
      throw error("Expected an '=' sign defining a \(kind)")
    }
    let name = bytes[..<equals].trimmed
    if name.isEmpty { throw error("\(kind.capitalizingFirst) did not have a name") }
    return (name.text.lowercased(), bytes[bytes.index(after: equals)...].trimmed.text)
  }

  private var profileSet: ProfileSet {
    var result = ProfileSet()
    for (section, profile) in sections {
      switch section {
      case .profile(let name): result.profiles[name] = profile
      case .ssoSession(let name): result.ssoSessions[name] = profile
      case .services(let name): result.services[name] = profile
      case .plainDefault, .ignored: continue
      }
    }
    if result.profiles["default"] == nil { result.profiles["default"] = sections[.plainDefault] }
    return result
  }

  private func error(_ message: String) -> ProfileSyntaxError {
    ProfileSyntaxError(line: line, message: message)
  }
}

extension String {
  fileprivate var capitalizingFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || (0x09...0x0D).contains(self) }
  fileprivate var startsComment: Bool { self == UInt8(ascii: "#") || self == UInt8(ascii: ";") }
}

extension ArraySlice<UInt8> {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }

  fileprivate var trimmed: ArraySlice<UInt8> {
    var rest = drop(while: \.isBlank)
    while let last = rest.last, last.isBlank { rest.removeLast() }
    return rest
  }

  /// Up to a comment, which begins only after a blank: `a#b` is a value.
  fileprivate var withoutComment: ArraySlice<UInt8> {
    let comment = indices.first { index in
      self[index].startsComment && index > startIndex && self[index - 1].isBlank
    }
    return self[..<(comment ?? endIndex)]
  }
}
