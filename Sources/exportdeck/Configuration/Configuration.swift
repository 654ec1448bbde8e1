import AWSCore

/// What the user has set, from all sources, in this order: options on the command line,
/// `EXPORTDECK_*` variables, `config.toml`, defaults. Each setting of `DeclaredSettings` is read by
/// its name, and comes with its origin: `configuration.interval.value`.
///
/// `AWS_*` variables and AWS's own files are not among them: they fill in what is left open here.
@dynamicMemberLookup
struct Configuration: Sendable {
  static let declared = DeclaredSettings()

  /// What to watch; never empty, and the first one is shown.
  let contexts: [ConfiguredContext]
  /// What is wrong with the sources; the rest of them applies.
  let problems: [SettingProblem]
  /// What isn't wrong but may surprise.
  let remarks: [SettingProblem]
  /// Nil where there is none: in the demo, and where no home folder is known.
  let file: ConfigurationFile?
  /// The file's disk doesn't answer, so nothing else should be read from there.
  let isFolderSilent: Bool
  private let values: [String: Sourced<String>]

  init(
    contexts: [ConfiguredContext], values: [String: Sourced<String>], problems: [SettingProblem],
    remarks: [SettingProblem], file: ConfigurationFile?, isFolderSilent: Bool
  ) {
    self.contexts = contexts
    self.values = values
    self.problems = problems
    self.remarks = remarks
    self.file = file
    self.isFolderSilent = isFolderSilent
  }

  subscript<Value>(
    dynamicMember setting: KeyPath<DeclaredSettings, Setting<Value>>
  ) -> Sourced<Value> {
    value(of: Self.declared[keyPath: setting])
  }

  /// A setting's value; the shown context's where each context has its own.
  func value<Value>(of setting: Setting<Value>) -> Sourced<Value> {
    // Every value was checked before it was accepted.
    guard let found = text(of: setting), let value = try? setting.parse(found.value) else {
      return Sourced(value: setting.fallback, origin: .builtIn)
    }
    return Sourced(value: value, origin: found.origin)
  }

  /// A setting's value as it was written; nil where nobody has set it.
  func text(of setting: any DeclaredSetting) -> Sourced<String>? {
    contexts.first?.values[setting.key] ?? values[setting.key]
  }
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
