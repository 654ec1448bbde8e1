import AWSCore
import FoundationEssentials
import Ground

/// What `exportdeck config show` prints: each setting's value and what set it.
struct ConfigurationReport: Encodable {
  struct Line: Encodable {
    var key: String
    /// Nil where it is left to AWS's own settings.
    var value: Value?
    var origin: String
    var flag: String
    var variable: String
  }

  enum Value: Encodable {
    case text(String)
    case number(Int)
    case toggle(Bool)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .toggle(let isOn): try container.encode(isOn)
      }
    }

    var words: String {
      switch self {
      case .text(let text): text
      case .number(let number): "\(number)"
      case .toggle(let isOn): "\(isOn)"
      }
    }
  }

  struct Context: Encodable {
    var name: String?
    var origin: String
    var settings: [String: String]
  }

  var file: String?
  var settings: [Line]
  var contexts: [Context]
  var problems: [String]
  var remarks: [String]

  /// - Parameter mask: Removes what a URL must not show.
  init(
    _ configuration: Configuration, settings declared: [any DeclaredSetting], mask: SecretMask
  ) {
    func shown(_ text: String) -> String { UntrustedText.oneLine(mask.masked(text)) }
    file = configuration.file?.path
    settings = declared.map { setting in
      if configuration.differs(setting) {
        return Line(
          key: setting.key, value: nil, origin: "each context has its own", flag: setting.flag,
          variable: setting.variable)
      }
      let found =
        setting.scope == .context
        ? configuration.contexts[0].values[setting.key] : configuration.text(of: setting)
      let text: String?
      let origin: String
      switch setting.fallbackWords {
      case .value(let value): (text, origin) = (value, "default")
      case .leftOpen(let words, _): (text, origin) = (nil, "left open: \(words)")
      }
      return Line(
        key: setting.key, value: (found?.value ?? text).map { setting.form.value(shown($0)) },
        origin: found.map { shown("\($0.origin)") } ?? origin, flag: setting.flag,
        variable: setting.variable)
    }
    contexts = configuration.contexts.map { context in
      Context(
        name: context.name.map(shown), origin: shown("\(context.origin)"),
        settings: context.values.mapValues { shown($0.value) })
    }
    problems = configuration.problems.map { shown("\($0)") }
    remarks = configuration.remarks.map { shown("\($0)") }
  }

  /// For people, aligned.
  var text: String {
    let rows =
      [["SETTING", "VALUE", "ORIGIN"]]
      + settings.map { [$0.key, $0.value?.words ?? "–", $0.origin] }
    let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = rows.map { row in
      zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "  ") + "  \(row[2])"
    }
    if contexts.count > 1 {
      lines.append("")
      lines += contexts.enumerated().map { index, context in
        let settings = context.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let name = context.name.map { "\($0): " } ?? ""
        return "context \(index + 1)  \(name)"
          + (settings.isEmpty ? "as AWS's own settings have it" : settings.joined(separator: " "))
          + "  (\(context.origin))"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// For programs.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let bytes = (try? encoder.encode(self)).map(Array.init) ?? []
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
}

extension SettingForm {
  /// A checked text as a JSON value.
  fileprivate func value(_ text: String) -> ConfigurationReport.Value {
    switch self {
    case .toggle: .toggle(SettingForm.isOn(text) == true)
    case .wholeNumber: Int(text).map { .number($0) } ?? .text(text)
    case .text, .choice, .path: .text(text)
    }
  }
}

extension Configuration {
  /// The README's table of settings.
  static var markdown: String {
    let rows = declared.all.map { setting in
      let range = setting.form.values.map { " (\($0))" } ?? ""
      return "| `\(setting.key)` | `\(setting.flag)` | `\(setting.variable)` "
        + "| \(setting.help)\(range) | \(setting.fallbackWords.words) |"
    }
    return (["| key | option | variable | what | default |", "|---|---|---|---|---|"] + rows)
      .joined(separator: "\n") + "\n"
  }
}
