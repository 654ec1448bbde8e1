/// Something a user can set, declared once (`DeclaredSettings`): the command-line option, the
/// variable, the key in `config.toml`, the default, and its description in help,
/// `exportdeck config` and the README all come from here.
struct Setting<Value: Sendable>: DeclaredSetting {
  /// In `config.toml`, for instance `read-only`.
  let key: String
  /// On the command line, for instance `--read-only`.
  let flag: String
  /// For instance `EXPORTDECK_READ_ONLY`.
  let variable: String
  /// One sentence.
  let help: String
  let form: SettingForm
  let scope: SettingScope
  /// What applies where nothing has set it.
  let fallback: Value
  let fallbackWords: FallbackWords
  /// Reads a value as written on the command line, in a variable and, with or without quotes, in
  /// the file.
  let parse: @Sendable (String) throws(SettingProblem) -> Value

  /// - Parameters:
  ///   - flag: Without its dashes; by default the key.
  ///   - variable: Without the common prefix, written like a flag; by default the flag.
  init(
    _ key: String, flag: String? = nil, variable: String? = nil, form: SettingForm,
    scope: SettingScope = .program,
    fallback: Value, fallbackWords: FallbackWords, help: String,
    parse: @escaping @Sendable (String) throws(SettingProblem) -> Value
  ) {
    let name = flag ?? key
    self.key = key
    self.flag = "--\(name)"
    self.variable =
      SettingNames.variablePrefix
      + (variable ?? name).uppercased().replacing("-", with: "_")
    self.help = help
    self.form = form
    self.scope = scope
    self.fallback = fallback
    self.fallbackWords = fallbackWords
    self.parse = parse
  }

  func check(_ text: String) throws(SettingProblem) { _ = try parse(text) }
}

/// What settings of every type have in common.
protocol DeclaredSetting: Sendable {
  var key: String { get }
  var flag: String { get }
  var variable: String { get }
  var help: String { get }
  var form: SettingForm { get }
  var scope: SettingScope { get }
  var fallbackWords: FallbackWords { get }
  func check(_ text: String) throws(SettingProblem)
}

enum SettingNames {
  static let variablePrefix = "EXPORTDECK_"
}

/// How a value is written.
enum SettingForm: Hashable, Sendable {
  /// `true` or `false`; on the command line just its name, for some also with `--no-` before it.
  ///
  /// One that protects can be switched on by any source, and off only by the source that set it: it
  /// is on if any source says so, and a value that can't be read means on.
  case toggle(protects: Bool)
  case wholeNumber(ClosedRange<Int>, unit: String)
  /// Any text; `of` is what it names (`<name>`).
  case text(of: String)
  case choice([String])
  /// A path, relative to the folder of the file that names it. With `orName` it may also be a name,
  /// which has no slash and doesn't end in `.toml`.
  case path(of: String, extensions: [String], orName: Bool)

  var protects: Bool { self == .toggle(protects: true) }

  /// What a toggle's text means; nil where it is neither.
  static func isOn(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "1": true
    case "false", "0": false
    default: nil
    }
  }
}

/// What a setting belongs to.
enum SettingScope: Hashable, Sendable {
  case program
  /// One watched context; each of `[[contexts]]` may have its own.
  case context
}

/// The default, for people.
enum FallbackWords: Hashable, Sendable {
  /// As it would be written.
  case value(String)
  /// Left to others, in words; with an example of how a value is written.
  case leftOpen(String, example: String)
}

/// Why a value can't be accepted, and where it is.
struct SettingProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// In words; nil until it is known (`parse` doesn't know it).
  var place: String?
  /// What is wrong and what would be right.
  var message: String

  /// `~/.config/exportdeck/config.toml:12: …`, on one line.
  var description: String { [place, message].compactMap(\.self).joined(separator: ": ") }

  func at(_ place: String) -> SettingProblem { SettingProblem(place: place, message: message) }
}
