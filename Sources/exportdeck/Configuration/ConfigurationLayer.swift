import AWSCore
import Listing
import Planning
import Words

/// What one source says: values as written, known to be valid, and what is wrong with the rest.
struct ConfigurationLayer: Sendable {
  /// By the settings' keys.
  var values: [String: Sourced<String>] = [:]
  /// `[[contexts]]`, which only the file has.
  var contexts: [Context] = []
  /// `[[alerts]]`, which only the file has.
  var alerts: [AlertRule] = []
  /// `[[expected]]`, which only the file has.
  var expected: [ExpectedSeries] = []
  var problems: [SettingProblem] = []
  /// Its file didn't answer in time.
  var isSilent = false

  /// One of `[[contexts]]`.
  struct Context: Sendable {
    /// What its user calls it.
    var name: String?
    var values: [String: Sourced<String>] = [:]
    var origin = Origin.builtIn
  }

  /// Accepts a value if it is valid; blank text counts as none. An invalid value of a protective
  /// setting counts as `true`: somebody meant to be careful.
  mutating func read(_ text: String, for setting: any DeclaredSetting, from origin: Origin)
    -> Sourced<String>?
  {
    do {
      try setting.check(text)
      if text.allSatisfy(\.isWhitespace) { return nil }
      return Sourced(value: text, origin: origin)
    } catch {
      return refuse(setting, error, from: origin)
    }
  }

  /// - Returns: The value that applies anyway, if one does.
  mutating func refuse(
    _ setting: any DeclaredSetting, _ problem: SettingProblem, from origin: Origin
  ) -> Sourced<String>? {
    guard setting.form.protects else {
      problems.append(problem.at("\(origin)"))
      return nil
    }
    problems.append(
      SettingProblem(
        place: "\(origin)", message: "\(problem.message); \(setting.key) is on, to be safe"))
    return Sourced(value: "true", origin: origin)
  }
}

extension ConfigurationLayer {
  /// What the `EXPORTDECK_*` variables say; a blank one counts as unset.
  static func variables(
    _ environment: Environment, settings: [any DeclaredSetting]
  ) -> ConfigurationLayer {
    var layer = ConfigurationLayer()
    let names = environment.variables.keys.filter {
      $0.hasPrefix(SettingNames.variablePrefix) && environment[$0] != nil
    }
    for name in names.sorted() {
      guard let setting = settings.first(where: { $0.variable == name }) else {
        let guess = nearest(to: name, among: settings.map(\.variable))
        layer.problems.append(
          SettingProblem(
            place: "environment variable \(name)",
            message: "there is no such setting"
              + (guess.map { ": did you mean \($0)?" } ?? "; `exportdeck config show` lists all")))
        continue
      }
      guard let text = environment[name] else { continue }
      layer.values[setting.key] = layer.read(text, for: setting, from: .environment(name))
    }
    return layer
  }

  /// Compares without the prefix, which all of them share.
  private static func nearest(to name: String, among variables: [String]) -> String? {
    let prefix = SettingNames.variablePrefix
    return Spelling.nearest(
      to: String(name.dropFirst(prefix.count)),
      among: variables.map { String($0.dropFirst(prefix.count)) }
    ).map { prefix + $0 }
  }
}
