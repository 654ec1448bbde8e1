import AWSCore
import Listing
import Planning

/// What the user has set, from all sources, in this order: options on the command line,
/// `EXPORTDECK_*` variables, `config.toml`, defaults. Each setting of `DeclaredSettings` is read by
/// its name, and comes with its origin: `configuration.interval.value`.
///
/// `AWS_*` variables and AWS's own files are not among them: they fill in what is left open here.
@dynamicMemberLookup
struct Configuration: Sendable {
  static let declared = DeclaredSettings()

  /// What to watch, each once; never empty.
  let contexts: [ConfiguredContext]
  /// What is told of what happens; the standard where the file says nothing.
  let alerts: [AlertRule]
  /// The series that have to run.
  let expected: [ExpectedSeries]
  /// What is wrong with the sources; the rest of them applies.
  let problems: [SettingProblem]
  /// What isn't wrong but may surprise.
  let remarks: [SettingProblem]
  /// Nil where there is none: in the demo, and where no home folder is known.
  let file: ConfigurationFile?
  /// The file's disk doesn't answer, so nothing else should be read from there.
  let isFolderSilent: Bool
  /// What holds where no context says otherwise.
  private let values: [String: Sourced<String>]
  private let another: @Sendable (String, String?) -> ConfiguredContext

  /// - Parameter another: Makes a context of a profile and a region that a user names later.
  init(
    contexts: [ConfiguredContext], values: [String: Sourced<String>], alerts: [AlertRule],
    expected: [ExpectedSeries], problems: [SettingProblem], remarks: [SettingProblem],
    file: ConfigurationFile?,
    isFolderSilent: Bool,
    another: @escaping @Sendable (String, String?) -> ConfiguredContext
  ) {
    self.contexts = contexts
    self.values = values
    self.alerts = alerts
    self.expected = expected
    self.problems = problems
    self.remarks = remarks
    self.file = file
    self.isFolderSilent = isFolderSilent
    self.another = another
  }

  subscript<Value>(
    dynamicMember setting: KeyPath<DeclaredSettings, Setting<Value>>
  ) -> Sourced<Value> {
    value(of: Self.declared[keyPath: setting])
  }

  /// A setting's value: that of the only context, or what holds for all.
  func value<Value>(of setting: Setting<Value>) -> Sourced<Value> {
    Self.value(of: setting, text(of: setting))
  }

  /// A setting's value for one of the contexts.
  func value<Value>(
    of setting: KeyPath<DeclaredSettings, Setting<Value>>, in context: ConfiguredContext
  ) -> Sourced<Value> {
    let setting = Self.declared[keyPath: setting]
    let found = setting.scope == .context ? context.values : values
    return Self.value(of: setting, found[setting.key])
  }

  private static func value<Value>(
    of setting: Setting<Value>, _ found: Sourced<String>?
  ) -> Sourced<Value> {
    // Every value was checked before it was accepted.
    guard let found, let value = try? setting.parse(found.value) else {
      return Sourced(value: setting.fallback, origin: .builtIn)
    }
    return Sourced(value: value, origin: found.origin)
  }

  /// A setting's value as it was written, where it is the same for all contexts; nil where nobody
  /// has set it.
  func text(of setting: any DeclaredSetting) -> Sourced<String>? {
    guard setting.scope == .context, contexts.count == 1 else { return values[setting.key] }
    return contexts[0].values[setting.key]
  }

  /// Whether contexts have different values of a setting.
  func differs(_ setting: any DeclaredSetting) -> Bool {
    Set(contexts.map { $0.values[setting.key]?.value }).count > 1
  }

  /// The same with one context alone.
  func alone(_ context: ConfiguredContext, remarks: [SettingProblem]) -> Configuration {
    Configuration(
      contexts: [context], values: values, alerts: alerts, expected: expected, problems: problems,
      remarks: remarks,
      file: file, isFolderSilent: isFolderSilent, another: another)
  }

  /// A context that is named while the program runs. What protects the profile in the file protects
  /// it here, too.
  /// - Parameter region: Nil for the profile's own.
  func context(profile: String, region: String?) -> ConfiguredContext { another(profile, region) }
}

/// Something to watch: how AWS is to be asked.
struct ConfiguredContext: Sendable {
  /// What its user calls it, if anything.
  var name: String?
  /// By setting key; only settings that each context may have of its own.
  var values: [String: Sourced<String>]
  /// What set it.
  var origin: Origin

  /// For people: its name, else its settings.
  var words: String {
    if let name { return name }
    let parts = ["profile", "region", "endpoint"].compactMap { values[$0]?.value }
    return parts.isEmpty ? "AWS's own settings" : parts.joined(separator: " in ")
  }
}
