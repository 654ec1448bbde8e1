/// A value and where it comes from.
struct Sourced<Value> {
  var value: Value
  var origin: Origin
}

extension Sourced: Sendable where Value: Sendable {}
extension Sourced: Equatable where Value: Equatable {}

/// What set a value.
enum Origin: Hashable, Sendable, CustomStringConvertible {
  /// On the command line, by this option.
  case flag(String)
  case environment(String)
  /// The path as shown to the user; lines count from 1, nil for the file as a whole.
  case file(path: String, line: Int?)
  /// Named on the screen, while the program runs.
  case dashboard
  /// The program's own default.
  case builtIn

  /// As errors name a place: `option --region`, `~/.config/exportdeck/config.toml:3`.
  var description: String {
    switch self {
    case .flag(let flag): "option \(flag)"
    case .environment(let variable): "environment variable \(variable)"
    case .file(let path, let line): path + (line.map { ":\($0)" } ?? "")
    case .dashboard: "the dashboard"
    case .builtIn: "default"
    }
  }
}

/// An option as given on the command line. A command refuses the one that has a problem.
struct Given: Hashable, Sendable {
  var key: String
  var flag: String
  var text: String
  var problem: SettingProblem?

  init(_ setting: some DeclaredSetting, _ text: String, problem: SettingProblem? = nil) {
    key = setting.key
    flag = setting.flag
    self.text = text
    self.problem = problem
  }

  var sourced: Sourced<String> { Sourced(value: text, origin: .flag(flag)) }
}
