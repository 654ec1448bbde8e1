/// A value and where it comes from.
struct Sourced<Value> {
  var value: Value
  var origin: Origin
}

extension Sourced: Sendable where Value: Sendable {}
extension Sourced: Equatable where Value: Equatable {}

/// Who has set a value.
enum Origin: Hashable, Sendable, CustomStringConvertible {
  /// On the command line, by this option.
  case flag(String)
  case environment(String)
  /// The path is as a user is shown it; lines are counted from 1, nil where it is the file as a whole.
  case file(path: String, line: Int?)
  /// Nobody: the program's own default.
  case builtIn

  /// As errors name a place: `option --region`, `~/.config/exportdeck/config.toml:3`.
  var description: String {
    switch self {
    case .flag(let flag): "option \(flag)"
    case .environment(let variable): "environment variable \(variable)"
    case .file(let path, let line): path + (line.map { ":\($0)" } ?? "")
    case .builtIn: "default"
    }
  }
}

/// An option as it was given on the command line, where it was found to be right.
struct Given: Hashable, Sendable {
  var key: String
  var flag: String
  var text: String

  init(_ setting: some DeclaredSetting, _ text: String) {
    key = setting.key
    flag = setting.flag
    self.text = text
  }

  var sourced: Sourced<String> { Sourced(value: text, origin: .flag(flag)) }
}
