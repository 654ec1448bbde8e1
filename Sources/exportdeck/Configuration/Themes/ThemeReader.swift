import Canvas
import Dashboard
import TOMLKit
import Words

/// Reads a theme's text. It goes on after a problem, so that all of them can be told at once.
struct ThemeReader {
  private let path: String
  private let lines: TOMLLines
  private var file: ThemeFile
  private var problems: [ThemeProblem] = []
  private static let topLevel = ["name", "extends", "palette", "roles"]
  private static let properties = ["fg", "bg", "attributes", "gradient"]
  private static let attributes: [(name: String, attribute: Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline),
    ("reverse", .reverse),
  ]

  /// - Parameters:
  ///   - path: For messages.
  ///   - name: What the theme is called where it doesn't say.
  /// - Throws: The problem of the first line that has one.
  static func read(_ text: String, path: String, name: String) throws(ThemeProblem) -> ThemeFile {
    let (file, problems) = examine(text, path: path, name: name)
    if let problem = problems.first { throw problem }
    return file
  }

  /// What can be read, and everything that is wrong with the rest, in the order of the lines.
  static func examine(
    _ text: String, path: String, name: String
  ) -> (file: ThemeFile, problems: [ThemeProblem]) {
    let file = ThemeFile(path: path, name: name, palette: [:], roles: [:])
    do throws(TOMLText.Refusal) {
      let document = try TOMLText(text)
      var reader = ThemeReader(path: path, lines: document.lines, file: file)
      reader.read(document.table)
      return (reader.file, reader.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    } catch {
      return (file, [ThemeProblem(file: path, line: error.line, message: error.message)])
    }
  }

  private init(path: String, lines: TOMLLines, file: ThemeFile) {
    self.path = path
    self.lines = lines
    self.file = file
  }

  private mutating func read(_ table: TOMLTable) {
    for key in table.keys where !Self.topLevel.contains(key) {
      tell([key], unknown("key", key, among: Self.topLevel))
    }
    if let value = table["name"], let name = string(value, at: ["name"]) { file.name = name }
    if let value = table["extends"], let name = string(value, at: ["extends"]) {
      file.extends = .init(value: name, line: lines.line(of: ["extends"]))
    }
    if let value = table["palette"], let palette = self.table(value, at: ["palette"]) {
      for key in palette.keys {
        guard let value = palette[key] else { continue }
        file.palette[key] = paletteColour(value, at: ["palette", key])
      }
    }
    if let value = table["roles"], let roles = self.table(value, at: ["roles"]) {
      readRoles(roles, at: ["roles"], skipping: [])
    }
  }

  /// `"status.failed" = {…}`, `status.failed = {…}` and `[roles.status.failed]` are the same.
  private mutating func readRoles(_ table: TOMLTable, at path: [String], skipping: [String]) {
    for key in table.keys where !skipping.contains(key) {
      guard let value = table[key] else { continue }
      let keyPath = path + [key]
      let name = keyPath.dropFirst().joined(separator: ".")
      let role = Role(rawValue: name)
      let leadsOn = Role.allCases.contains { $0.rawValue.hasPrefix(name + ".") }
      guard role != nil || leadsOn else {
        tell(keyPath, unknown("role", name, among: Role.allCases.map(\.rawValue)), role: name)
        continue
      }
      guard let inner = self.table(value, at: keyPath, role: name) else { continue }
      let own = role == nil ? [] : inner.keys.filter(Self.properties.contains)
      if let role, !own.isEmpty || inner.isEmpty {
        file.roles[role] = entry(inner, at: keyPath, role: name)
      }
      let strays = inner.keys.filter { key in
        !own.contains(key) && (!leadsOn || role != nil && inner[key]?.table == nil)
      }
      for stray in strays {
        tell(keyPath + [stray], unknown("key", stray, among: Self.properties), role: name)
      }
      readRoles(inner, at: keyPath, skipping: own + strays)
    }
  }

  private mutating func entry(
    _ table: TOMLTable, at path: [String], role: String
  ) -> ThemeFile.Entry {
    var entry = ThemeFile.Entry(line: lines.line(of: path), path: self.path)
    if let value = table["fg"] {
      entry.foreground = colour(value, at: path + ["fg"], role: role)
    }
    if let value = table["bg"] {
      entry.background = colour(value, at: path + ["bg"], role: role)
    }
    for value in array(table["attributes"], at: path + ["attributes"], role: role) {
      guard let name = string(value, at: path + ["attributes"], role: role) else { continue }
      if let known = Self.attributes.first(where: { $0.name == name }) {
        entry.attributes.insert(known.attribute)
      } else {
        let names = Self.attributes.map(\.name)
        tell(path + ["attributes"], unknown("attribute", name, among: names), role: role)
      }
    }
    for value in array(table["gradient"], at: path + ["gradient"], role: role) {
      if let stop = colour(value, at: path + ["gradient"], role: role) {
        entry.gradient.append(stop)
      }
    }
    return entry
  }

  // MARK: Values, nil where they are not what they should be

  private mutating func colour(
    _ value: any TOMLValueConvertible, at path: [String], role: String? = nil
  ) -> ColourName? {
    do throws(ColourName.Refusal) {
      if let number = value.int { return try ColourName.read(number) }
      if let text = value.string { return try ColourName.read(Format.line(text)) }
      tellType(value, "a colour (text or a number)", at: path, role: role)
    } catch {
      tell(path, error.message, role: role)
    }
    return nil
  }

  /// A palette entry is a colour itself, never another palette name.
  private mutating func paletteColour(
    _ value: any TOMLValueConvertible, at path: [String]
  ) -> Colour? {
    do throws(ColourName.Refusal) {
      return try colour(value, at: path)?.resolved(in: [:])
    } catch {
      tell(path, error.message)
      return nil
    }
  }

  private mutating func string(
    _ value: any TOMLValueConvertible, at path: [String], role: String? = nil
  ) -> String? {
    if let text = value.string { return Format.line(text) }
    tellType(value, "text", at: path, role: role)
    return nil
  }

  private mutating func table(
    _ value: any TOMLValueConvertible, at path: [String], role: String? = nil
  ) -> TOMLTable? {
    if let table = value.table { return table }
    tellType(value, "a table", at: path, role: role)
    return nil
  }

  private mutating func array(
    _ value: (any TOMLValueConvertible)?, at path: [String], role: String
  ) -> [any TOMLValueConvertible] {
    guard let value else { return [] }
    if let array = value.array { return array.map { $0 } }
    tellType(value, "a list", at: path, role: role)
    return []
  }

  // MARK: Problems

  private mutating func tellType(
    _ value: any TOMLValueConvertible, _ wanted: String, at path: [String], role: String?
  ) {
    tell(path, "`\(path.last ?? "")` is \(wanted), not \(value.type.description)", role: role)
  }

  private mutating func tell(_ path: [String], _ message: String, role: String? = nil) {
    problems.append(
      ThemeProblem(
        file: self.path, line: lines.line(of: path), role: role.map(Format.line),
        message: Format.line(message)))
  }

  private func unknown(_ kind: String, _ name: String, among known: [String]) -> String {
    let guess = Spelling.nearest(to: name, among: known)
    return "unknown \(kind)\(kind == "role" ? "" : " `\(name)`")"
      + (guess.map { ": did you mean `\($0)`?" } ?? "; there are \(known.joined(separator: " "))")
  }
}
