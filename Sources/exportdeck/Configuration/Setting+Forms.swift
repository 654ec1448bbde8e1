import Ground
import Planning
import Words

extension Setting where Value == Bool {
  /// Off by default.
  static func toggle(
    _ key: String, protects: Bool = false, scope: SettingScope = .program, help: String
  ) -> Setting {
    Setting(
      key, form: .toggle(protects: protects), scope: scope, fallback: false,
      fallbackWords: .value("false"), help: help
    ) { text throws(SettingProblem) in
      guard let isOn = SettingForm.isOn(text) else {
        throw SettingProblem(message: "`\(text)` is neither true nor false")
      }
      return isOn
    }
  }
}

extension Setting where Value == Int {
  static func wholeNumber(
    _ key: String, _ range: ClosedRange<Int>, unit: String, fallback: Int, help: String
  ) -> Setting {
    Setting(
      key, form: .wholeNumber(range, unit: unit), fallback: fallback,
      fallbackWords: .value("\(fallback)"), help: help
    ) { text throws(SettingProblem) in
      guard let number = Int(text), range.contains(number) else {
        throw SettingProblem(
          message: "`\(text)` won't do: give \(range.lowerBound) to \(range.upperBound) \(unit)")
      }
      return number
    }
  }
}

extension Setting where Value == TimeOfDay {
  static func timeOfDay(_ key: String, fallback: TimeOfDay, help: String) -> Setting {
    Setting(
      key, form: .text(of: "hh:mm"), fallback: fallback, fallbackWords: .value("\(fallback)"),
      help: help
    ) { text throws(SettingProblem) in
      guard let time = TimeOfDay(written: text) else {
        throw SettingProblem(message: "`\(text)` is no time of day: write it as in 18:00")
      }
      return time
    }
  }
}

extension Setting where Value == IdentifierTemplate? {
  static func identifierTemplate(_ key: String, otherwise: String, help: String) -> Setting {
    Setting(
      key, form: .text(of: "template"), fallback: nil,
      fallbackWords: .leftOpen(otherwise, example: "{series}-{date}"), help: help
    ) { text throws(SettingProblem) in
      do throws(IdentifierTemplateProblem) {
        return try IdentifierTemplate(text)
      } catch {
        throw SettingProblem(message: "`\(text)` is no template of identifiers: \(error)")
      }
    }
  }
}

extension Setting where Value == String? {
  /// - Parameters:
  ///   - flag: By default the key.
  ///   - otherwise: What applies where it is left open, in words.
  ///   - canBeBlank: Whether blank text leaves it open (`--profile "$UNSET"`); else it is refused.
  static func text(
    _ key: String, flag: String? = nil, of: String, scope: SettingScope = .program,
    otherwise: String, example: String, canBeBlank: Bool = true, help: String
  ) -> Setting {
    Setting(
      key, flag: flag, form: .text(of: of), scope: scope, fallback: nil,
      fallbackWords: .leftOpen(otherwise, example: example), help: help
    ) { text throws(SettingProblem) in
      guard canBeBlank || !text.allSatisfy(\.isWhitespace) else {
        throw SettingProblem(message: "`\(key)` is empty: leave it out, or give a \(of)")
      }
      return text
    }
  }

  static func path(
    _ key: String, extensions: [String], otherwise: String, example: String, help: String
  ) -> Setting {
    Setting(
      key, form: .path(of: "path", extensions: extensions, orName: false), fallback: nil,
      fallbackWords: .leftOpen(otherwise, example: example), help: help
    ) { text throws(SettingProblem) in text }
  }
}

extension Setting where Value == String {
  static func nameOrPath(
    _ key: String, extensions: [String], scope: SettingScope, fallback: String, help: String
  ) -> Setting {
    Setting(
      key, form: .path(of: "name|path", extensions: extensions, orName: true), scope: scope,
      fallback: fallback, fallbackWords: .value(fallback), help: help
    ) { text throws(SettingProblem) in text }
  }
}

extension Setting where Value: CaseIterable {
  /// One of a few, by the names of its cases.
  static func choice(
    _ key: String, flag: String? = nil, variable: String? = nil, fallback: Value, help: String
  ) -> Setting {
    let names = Value.allCases.map { "\($0)" }
    return Setting(
      key, flag: flag, variable: variable, form: .choice(names), fallback: fallback,
      fallbackWords: .value("\(fallback)"), help: help
    ) { text throws(SettingProblem) in try SettingForm.choice(text) }
  }
}

extension SettingForm {
  /// One of a few values, by the name of its case.
  static func choice<Value: CaseIterable>(_ text: String) throws(SettingProblem) -> Value {
    if let value = Value.allCases.first(where: { "\($0)" == text }) { return value }
    let names = Value.allCases.map { "\($0)" }
    throw SettingProblem(
      message: "`\(text)` is none of \(names.joined(separator: ", "))"
        + Spelling.hint(for: text, among: names))
  }
}
