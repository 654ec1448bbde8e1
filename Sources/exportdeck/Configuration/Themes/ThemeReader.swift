import Canvas
import Dashboard
import TOMLKit
import Words

/// Reads a theme's text.
struct ThemeReader {
  private let path: String
  private let lines: TOMLLines
  private static let topLevel = ["name", "extends", "palette", "roles"]
  private static let properties = ["fg", "bg", "attributes", "gradient"]
  private static let attributes: [(name: String, attribute: Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline),
    ("reverse", .reverse),
  ]

  /// - Parameters:
  ///   - path: For messages.
  ///   - name: What the theme is called where it doesn't say.
  /// - Throws: The first problem in the text.
  static func read(_ text: String, path: String, name: String) throws(ThemeProblem) -> ThemeFile {
    let document: TOMLText
    do {
      document = try TOMLText(text)
    } catch {
      throw ThemeProblem(file: path, line: error.line, message: error.message)
    }
    return try ThemeReader(path: path, lines: document.lines).file(document.table, name: name)
  }

  private func file(_ table: TOMLTable, name: String) throws(ThemeProblem) -> ThemeFile {
    for key in table.keys where !Self.topLevel.contains(key) {
      throw problem([key], unknown("key", key, among: Self.topLevel))
    }
    var file = ThemeFile(path: path, name: name, palette: [:], roles: [:])
    if let value = table["name"] { file.name = Format.line(try string(value, at: ["name"])) }
    if let value = table["extends"] {
      file.extends = .init(
        value: try string(value, at: ["extends"]), line: lines.line(of: ["extends"]))
    }
    if let value = table["palette"] {
      let palette = try self.table(value, at: ["palette"])
      for key in palette.keys {
        guard let value = palette[key] else { continue }
        file.palette[key] = try paletteColour(value, at: ["palette", key])
      }
    }
    if let value = table["roles"] {
      try readRoles(try self.table(value, at: ["roles"]), at: ["roles"], skipping: [], into: &file)
    }
    return file
  }

  /// `"status.failed" = {…}`, `status.failed = {…}` and `[roles.status.failed]` are the same.
  private func readRoles(
    _ table: TOMLTable, at path: [String], skipping: [String], into file: inout ThemeFile
  )
    throws(ThemeProblem)
  {
    for key in table.keys where !skipping.contains(key) {
      guard let value = table[key] else { continue }
      let keyPath = path + [key]
      let name = keyPath.dropFirst().joined(separator: ".")
      let role = Role(rawValue: name)
      let leadsOn = Role.allCases.contains { $0.rawValue.hasPrefix(name + ".") }
      guard role != nil || leadsOn else {
        throw problem(
          keyPath, unknown("role", name, among: Role.allCases.map(\.rawValue)), role: name)
      }
      let inner = try self.table(value, at: keyPath, role: name)
      let own = role == nil ? [] : inner.keys.filter(Self.properties.contains)
      if let role, !own.isEmpty || inner.isEmpty {
        file.roles[role] = try entry(inner, at: keyPath, role: name)
      }
      let isStray = { (key: String) in
        !own.contains(key) && (!leadsOn || role != nil && inner[key]?.table == nil)
      }
      if let stray = inner.keys.first(where: isStray) {
        throw problem(
          keyPath + [stray], unknown("key", stray, among: Self.properties), role: name)
      }
      try readRoles(inner, at: keyPath, skipping: own, into: &file)
    }
  }

  private func entry(_ table: TOMLTable, at path: [String], role: String) throws(ThemeProblem)
    -> ThemeFile.Entry
  {
    var entry = ThemeFile.Entry(line: lines.line(of: path), path: self.path)
    if let value = table["fg"] {
      entry.foreground = try colour(value, at: path + ["fg"], role: role)
    }
    if let value = table["bg"] {
      entry.background = try colour(value, at: path + ["bg"], role: role)
    }
    for value in try array(table["attributes"], at: path + ["attributes"], role: role) {
      let name = try string(value, at: path + ["attributes"], role: role)
      guard let known = Self.attributes.first(where: { $0.name == name }) else {
        throw problem(
          path + ["attributes"], unknown("attribute", name, among: Self.attributes.map(\.name)),
          role: role)
      }
      entry.attributes.insert(known.attribute)
    }
    for value in try array(table["gradient"], at: path + ["gradient"], role: role) {
      entry.gradient.append(try colour(value, at: path + ["gradient"], role: role))
    }
    return entry
  }

  private func colour(
    _ value: any TOMLValueConvertible, at path: [String], role: String? = nil
  ) throws(ThemeProblem) -> ColourName {
    do {
      if let number = value.int { return try ColourName.read(number) }
      if let text = value.string { return try ColourName.read(Format.line(text)) }
    } catch {
      throw problem(path, error.message, role: role)
    }
    throw wrongType(value, "a colour (text or a number)", at: path, role: role)
  }

  /// A palette entry is a colour itself, never another palette name.
  private func paletteColour(_ value: any TOMLValueConvertible, at path: [String])
    throws(ThemeProblem) -> Colour
  {
    let name = try colour(value, at: path)
    do {
      return try name.resolved(in: [:])
    } catch {
      throw problem(path, error.message)
    }
  }

  private func string(
    _ value: any TOMLValueConvertible, at path: [String], role: String? = nil
  ) throws(ThemeProblem) -> String {
    guard let text = value.string else { throw wrongType(value, "text", at: path, role: role) }
    return Format.line(text)
  }

  private func table(
    _ value: any TOMLValueConvertible, at path: [String], role: String? = nil
  ) throws(ThemeProblem) -> TOMLTable {
    guard let table = value.table else {
      throw wrongType(value, "a table", at: path, role: role)
    }
    return table
  }

  private func array(
    _ value: (any TOMLValueConvertible)?, at path: [String], role: String
  ) throws(ThemeProblem) -> [any TOMLValueConvertible] {
    guard let value else { return [] }
    guard let array = value.array else { throw wrongType(value, "a list", at: path, role: role) }
    return array.map { $0 }
  }

  private func wrongType(
    _ value: any TOMLValueConvertible, _ wanted: String, at path: [String], role: String?
  ) -> ThemeProblem {
    problem(path, "`\(path.last ?? "")` is \(wanted), not \(value.type.description)", role: role)
  }

  private func problem(_ path: [String], _ message: String, role: String? = nil) -> ThemeProblem {
    ThemeProblem(
      file: self.path, line: lines.line(of: path), role: role.map(Format.line),
      message: Format.line(message))
  }

  private func unknown(_ kind: String, _ name: String, among known: [String]) -> String {
    let guess = Spelling.nearest(to: name, among: known)
    return "unknown \(kind)\(kind == "role" ? "" : " `\(name)`")"
      + (guess.map { ": did you mean `\($0)`?" } ?? "; there are \(known.joined(separator: " "))")
  }
}
