import AWSCore
import Ground
import TOMLKit
import Words

/// Reads the text of `config.toml`. Errors are reported with their line, and the rest is accepted.
struct ConfigurationReader {
  let file: ConfigurationFile
  private let settings: [any DeclaredSetting]
  let lines: TOMLLines
  var layer = ConfigurationLayer()

  private static let contexts = "contexts"
  static let alerts = "alerts"
  private static let name = "name"

  /// What the file says; nothing where there is none.
  static func layer(
    of file: ConfigurationFile?, _ files: any FileReading, settings: [any DeclaredSetting],
    patience: Duration = ConfigurationFile.patience
  ) -> ConfigurationLayer {
    guard let file else { return ConfigurationLayer() }
    do {
      switch try file.contents(files, patience: patience) {
      case .absent: return ConfigurationLayer()
      case .text(let text):
        let document = try TOMLText(text)
        var reader = ConfigurationReader(file: file, settings: settings, lines: document.lines)
        reader.readProgram(document.table)
        return reader.layer
      case .silent:
        var layer = unreadable(
          .file(path: file.shownPath, line: nil), ConfigurationFile.silence)
        layer.isSilent = true
        return layer
      }
    } catch {
      return unreadable(.file(path: file.shownPath, line: error.line), error.message)
    }
  }

  /// An unreadable file may say that nothing must be started or canceled here.
  private static func unreadable(_ origin: Origin, _ reason: String) -> ConfigurationLayer {
    let problem = SettingProblem(
      place: "\(origin)",
      message: "\(reason). Nothing in the file is in force, and starting and canceling are off "
        + "until it can be read")
    let readOnly = Configuration.declared.readOnly.key
    return ConfigurationLayer(
      values: [readOnly: Sourced(value: "true", origin: origin)], problems: [problem])
  }

  private init(file: ConfigurationFile, settings: [any DeclaredSetting], lines: TOMLLines) {
    self.file = file
    self.settings = settings
    self.lines = lines
  }

  /// Reads what is above all `[[contexts]]`.
  private mutating func readProgram(_ table: TOMLTable) {
    for key in inOrder(table, at: []) {
      guard let value = table[key] else { continue }
      if key == Self.contexts {
        readContexts(value)
      } else if key == Self.alerts {
        readAlerts(value)
      } else if key == Self.expected {
        readExpected(value)
      } else if let setting = settings.first(where: { $0.key == key }) {
        layer.values[key] = read(value, for: setting, at: [key])
      } else if key == Self.name {
        tell([key], "`name` is the name of a context: write it below [[contexts]]")
      } else {
        tell(
          [key],
          unknown(
            key, among: settings.map(\.key), [Self.contexts, Self.alerts, Self.expected]))
      }
    }
  }

  private mutating func readContexts(_ value: any TOMLValueConvertible) {
    guard let tables = value.array else {
      return tell(
        [Self.contexts], "each context has a list's header of its own: write [[contexts]]")
    }
    for (index, element) in tables.enumerated() {
      let path = [Self.contexts, "\(index)"]
      guard let table = element.table else {
        tell(path, "a context is a table, not \(words(element.type)): write [[contexts]]")
        continue
      }
      var context = ConfigurationLayer.Context(
        origin: .file(path: file.shownPath, line: lines.line(of: path)))
      for key in inOrder(table, at: path) {
        guard let value = table[key] else { continue }
        readContext(key, value, at: path + [key], into: &context)
      }
      layer.contexts.append(context)
    }
  }

  private mutating func readContext(
    _ key: String, _ value: any TOMLValueConvertible, at path: [String],
    into context: inout ConfigurationLayer.Context
  ) {
    let ofContexts = settings.filter { $0.scope == .context }
    if key == Self.name {
      if let name = value.string {
        context.name = UntrustedText.oneLine(name)
      } else {
        tell(path, "`name` is a text, not \(words(value.type))")
      }
    } else if let setting = ofContexts.first(where: { $0.key == key }) {
      context.values[key] = read(value, for: setting, at: path)
    } else if settings.contains(where: { $0.key == key }) {
      tell(path, "`\(key)` is the whole program's: write it above the first [[contexts]]")
    } else {
      tell(path, unknown(key, among: ofContexts.map(\.key), [Self.name]))
    }
  }

  private mutating func read(
    _ value: any TOMLValueConvertible, for setting: any DeclaredSetting, at path: [String]
  ) -> Sourced<String>? {
    let origin = Origin.file(path: file.shownPath, line: lines.line(of: path))
    if let text = text(value, as: setting.form) {
      return layer.read(text, for: setting, from: origin)
    }
    let problem = SettingProblem(
      message: "`\(setting.key)` is \(setting.form.words), not \(words(value.type))")
    return layer.refuse(setting, problem, from: origin)
  }

  /// Nil where the value is of another type.
  private func text(_ value: any TOMLValueConvertible, as form: SettingForm) -> String? {
    switch form {
    case .toggle: return value.bool.map { "\($0)" }
    case .wholeNumber: return value.int.map { "\($0)" }
    case .text, .choice: return value.string
    case .path(_, _, let orName):
      guard let path = value.string else { return nil }
      let isName = orName && !path.utf8.contains(UInt8(ascii: "/")) && !path.hasSuffix(".toml")
      return isName || path.allSatisfy(\.isWhitespace) ? path : file.located(path)
    }
  }

  /// The keys of a table, in the file's order.
  func inOrder(_ table: TOMLTable, at path: [String]) -> [String] {
    table.keys.sorted { (lines.line(of: path + [$0]), $0) < (lines.line(of: path + [$1]), $1) }
  }

  mutating func tell(_ path: [String], _ message: String) {
    layer.problems.append(
      SettingProblem(place: "\(file.shownPath):\(lines.line(of: path))", message: message))
  }

  func unknown(_ key: String, among keys: [String], _ others: [String] = []) -> String {
    let known = keys + others
    // The user may have written the option's name instead of the key.
    let ofFlag = settings.first { $0.flag == "--\(key)" }?.key
    let guess = ofFlag ?? Spelling.nearest(to: key, among: known)
    return "unknown key `\(UntrustedText.oneLine(key, limit: 60))`"
      + (guess.map { ": did you mean `\($0)`?" } ?? "; there are \(known.joined(separator: " "))")
  }

  func words(_ type: TOMLType) -> String {
    switch type {
    case .table: "a table"
    case .array: "a list"
    case .string: "a text"
    case .int: "a whole number"
    case .double: "a number with a fraction"
    case .bool: "true or false"
    case .date, .time, .dateTime: "a date"
    }
  }
}

extension SettingForm {
  /// What a value in the file is.
  fileprivate var words: String {
    switch self {
    case .toggle: "true or false"
    case .wholeNumber: "a whole number"
    case .text, .choice, .path: "a text in quotes"
    }
  }
}
