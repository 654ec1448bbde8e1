/// Reads one shared file by the rules that the AWS SDKs have in common ("Shared config and
/// credentials files" in the AWS SDKs and Tools reference guide), and beyond them what botocore,
/// the AWS command line's core, takes: names in quotes or not ASCII, comments and settings that are
/// indented, colons.
///
/// A line that breaks the rules is an error of its section alone: it stops who uses that one.
struct ProfileParser {
  private struct Section {
    var kind: ProfileSection
    var line: Int
    var profile = Profile()
    /// A section whose bracket is never closed is an error of the one it may have been.
    var isClosed: Bool
  }

  /// More are not kept: a file that was named by mistake may be wrong in every line.
  private static let mostRemarks = 100

  private let file: ProfileFileKind
  private let path: String
  private var line = 0
  private var sections: [Section] = []
  /// By what stands between the brackets: sections that are spelled alike are one.
  private var numbers: [ProfileName: Int] = [:]
  private var current: Int?
  /// The property that a line which is indented deeper continues; it has no name where it can't be
  /// used.
  private var property: (name: String?, takesSubproperties: Bool)?
  /// Of the last section or property.
  private var indent = 0
  private var remarks: [ProfileRemark] = []
  private var hasOddBytes = false

  static func parse(_ bytes: [UInt8], as file: ProfileFileKind, path: String) -> ProfileSet {
    var parser = ProfileParser(file: file, path: path)
    for line in ProfileLine.all(in: bytes) { parser.read(line) }
    return parser.profileSet
  }

  private init(file: ProfileFileKind, path: String) {
    self.file = file
    self.path = path
  }

  private mutating func read(_ next: ProfileLine) {
    line += 1
    if !next.isText, !hasOddBytes {
      hasOddBytes = true
      note("not UTF-8, in which AWS's tools read these files: save it as UTF-8")
    }
    let text = next.text
    guard let first = text.first, !first.startsComment else { return }
    let isContinuation = property != nil && next.indent > indent
    if !isContinuation { indent = next.indent }
    if isContinuation {
      readContinuation(text)
    } else if first == "[" {
      readHeader(text)
    } else {
      readProperty(text)
    }
  }

  private mutating func readHeader(_ text: ArraySlice<Unicode.Scalar>) {
    let (name, isClosed) = text.header
    let header = ProfileHeader.read(name, in: file)
    property = nil
    if isClosed, let remark = header.remark { note(remark, meant: header.meant) }
    if isClosed, let number = numbers[ProfileName(name)] {
      current = number
    } else {
      if isClosed { numbers[ProfileName(name)] = sections.count }
      current = sections.count
      sections.append(Section(kind: header.section, line: line, isClosed: isClosed))
    }
    if !isClosed { fail("Profile definition must end with ']'") }
  }

  private mutating func readProperty(_ whole: ArraySlice<Unicode.Scalar>) {
    let text = whole.withoutComment
    // After a line that can't be used, the next one stands for itself.
    property = nil
    guard let current, sections[current].kind != .ignored else {
      if current == nil {
        let isProperty = indent == 0 || text.delimiter != nil
        fail(
          "Expected a profile definition"
            + (isProperty ? " before a property" : ", found continuation"))
      } else if text.delimiter != nil {
        property = (nil, false)
      }
      return
    }
    guard let delimiter = text.delimiter else {
      fail(
        indent == 0
          ? "Expected an '=' sign defining a property"
          : "Expected a property definition, found continuation")
      return
    }
    let name = text[..<delimiter].trimmed.string.lowercased()
    guard !name.isEmpty else { return fail("Property did not have a name") }
    // Commands have separators of their own: `sh -c 'a ; b'`.
    let end = name == "credential_process" ? whole.withoutCommentOutsideQuotes : text
    let value = end[(delimiter + 1)...].trimmed.string
    property = (nil, value.isEmpty)
    guard ProfileSection.isName(name) else {
      note("a setting is passed over: its name has characters that none of AWS's has")
      return
    }
    property = (name, value.isEmpty)
    sections[current].profile.properties[name] = ProfileProperty(
      value: value, file: file, path: path, line: line)
  }

  private mutating func readContinuation(_ text: ArraySlice<Unicode.Scalar>) {
    guard let current, let property else { return }
    if text.first == "[", text.header.isClosed {
      note(
        "a section that is indented belongs to the setting above it",
        meant: ProfileHeader.read(text.header.name, in: file).name)
    }
    if property.takesSubproperties {
      guard let delimiter = text.firstIndex(of: "=") else {
        return fail("Expected an '=' sign defining a sub-property")
      }
      if text[..<delimiter].trimmed.isEmpty { return fail("Sub-property did not have a name") }
    }
    guard let name = property.name else { return }
    sections[current].profile.properties[name]?.value += "\n" + text.string
  }

  private mutating func note(_ reason: String, meant: String? = nil) {
    guard remarks.count < Self.mostRemarks else { return }
    remarks.append(ProfileRemark(path: path, line: line, reason: reason, meant: meant))
  }

  private mutating func fail(_ reason: String) {
    note(reason)
    guard let current, sections[current].profile.errors.isEmpty else { return }
    sections[current].profile.errors.append(
      ProfileRemark(path: path, line: line, reason: reason))
  }

  private var profileSet: ProfileSet {
    var result = ProfileSet()
    result.remarks = remarks
    let fallback = sections.first { $0.kind == .fallback && $0.isClosed }?.profile.properties ?? [:]
    var lines: [ProfileSection: Int] = [:]
    for section in sections where section.isClosed {
      var profile = section.profile
      profile.properties.merge(fallback) { own, _ in own }
      // As for botocore, whose map of profiles has room for one of each name.
      if section.kind.hasName, let earlier = lines.updateValue(section.line, forKey: section.kind) {
        result.remarks.append(
          ProfileRemark(
            path: path, line: earlier,
            reason: "passed over: line \(section.line) has the same name, written differently"))
      }
      result.insert(profile, as: section.kind)
    }
    if let plain = sections.first(where: { $0.kind == .plainDefault && $0.isClosed }) {
      if result.profiles["default"] == nil {
        var profile = plain.profile
        profile.properties.merge(fallback) { own, _ in own }
        result.profiles["default"] = profile
      } else if !plain.profile.properties.isEmpty {
        result.remarks.append(
          ProfileRemark(
            path: path, line: plain.line,
            reason: "[default] is passed over: there is a [profile default]"))
      }
    }
    for section in sections where !section.isClosed {
      result.add(section.profile.errors, to: section.kind)
    }
    result.remarks.sort { ($0.line ?? 0) < ($1.line ?? 0) }
    return result
  }
}
