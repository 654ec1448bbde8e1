import AWSCore
import Listing

extension Configuration {
  /// From all of the user's sources.
  static func ofUser(
    _ environment: Environment, given: [Given], files: any FileReading = SystemFiles(),
    settings: [any DeclaredSetting] = declared.all,
    patience: Duration = ConfigurationFile.patience
  ) -> Configuration {
    let file = ConfigurationFile(environment)
    return ConfigurationSources(
      given: given, variables: .variables(environment, settings: settings),
      file: ConfigurationReader.layer(of: file, files, settings: settings, patience: patience),
      place: file, settings: settings,
      namedProfile: AWSSettings.profileName(environment: environment).name
    ).configuration
  }

  /// From the command line and the demo's own file: nothing of it is the user's.
  /// - Parameter text: What the file says.
  static func ofDemo(given: [Given], _ text: String = "") -> Configuration {
    let file = ConfigurationFile(Environment(variables: ["HOME": DemoAccounts.home]))
    let files = DemoFiles(texts: file.map { [$0.path: text] } ?? [:])
    return ConfigurationSources(
      given: given, variables: ConfigurationLayer(),
      file: ConfigurationReader.layer(of: file, files, settings: declared.all), place: nil,
      settings: declared.all, namedProfile: "default"
    ).configuration
  }
}

/// The sources side by side, and how they give one value.
private struct ConfigurationSources {
  typealias Context = ConfigurationLayer.Context

  let given: [Given]
  let variables: ConfigurationLayer
  let file: ConfigurationLayer
  let place: ConfigurationFile?
  let settings: [any DeclaredSetting]
  /// The profile from AWS's own settings, for contexts that name none.
  let namedProfile: String

  private let profile = Configuration.declared.profile.key
  private let region = Configuration.declared.region.key

  init(
    given: [Given], variables: ConfigurationLayer, file: ConfigurationLayer,
    place: ConfigurationFile?, settings: [any DeclaredSetting], namedProfile: String
  ) {
    // `--profile "$UNSET"` names none, as on the AWS command line.
    self.given = given.filter { !$0.text.allSatisfy(\.isWhitespace) }
    self.variables = variables
    self.file = file
    self.place = place
    self.settings = settings
    self.namedProfile = namedProfile
  }

  var configuration: Configuration {
    let (contexts, remarks) = Self.once(contexts, namedProfile)
    var values: [String: Sourced<String>] = [:]
    for setting in settings {
      values[setting.key] = value(of: setting, Context(), protectedBy: [Context()])
    }
    return Configuration(
      contexts: contexts, values: values,
      alerts: file.alerts.isEmpty ? AlertRule.standard : file.alerts,
      expected: file.expected,
      problems: file.problems + variables.problems,
      remarks: remarks, file: place, isFolderSilent: file.isSilent,
      another: { profile, region in
        var context = pair(
          Sourced(value: profile, origin: .dashboard),
          region.map { Sourced(value: $0, origin: .dashboard) })
        // The profile's own region, not that of the contexts before.
        if region == nil { context.values[self.region] = nil }
        return context
      })
  }

  /// Profiles and regions from the command line, or else from variables, replace the file's
  /// contexts: there is one context for each pair. Without any of these or of the file's, there is
  /// one context, which leaves everything open.
  private var contexts: [ConfiguredContext] {
    let (profiles, regions) = (named(profile), named(region))
    if profiles.isEmpty, regions.isEmpty {
      let written = file.contexts.isEmpty ? [Context()] : file.contexts
      return written.map { context in
        ConfiguredContext(
          name: context.name, values: values(of: context, protectedBy: [context]),
          origin: context.origin)
      }
    }
    return orOpen(profiles).flatMap { profile in
      orOpen(regions).map { region in pair(profile, region) }
    }
  }

  private func named(_ key: String) -> [Sourced<String>] {
    let flags = given.filter { $0.key == key }.map(\.sourced)
    return flags.isEmpty ? [variables.values[key]].compactMap(\.self) : flags
  }

  private func orOpen(_ names: [Sourced<String>]) -> [Sourced<String>?] {
    names.isEmpty ? [nil] : names
  }

  private func pair(_ profile: Sourced<String>?, _ region: Sourced<String>?) -> ConfiguredContext {
    var names = file.values.filter { $0.key == self.profile || $0.key == self.region }
    if let profile { names[self.profile] = profile }
    if let region { names[self.region] = region }
    var values = values(of: Context(), protectedBy: protectors(names))
    values.merge(names) { $1 }
    return ConfiguredContext(
      name: nil, values: values, origin: (region ?? profile)?.origin ?? .builtIn)
  }

  /// Naming an account in another way than the file does must not lose what protects it there: the
  /// protective settings are those of the file's contexts with the same profile and region, or else
  /// with the same profile.
  private func protectors(_ names: [String: Sourced<String>]) -> [Context] {
    func name(_ key: String, _ context: [String: Sourced<String>]) -> String? {
      (context[key] ?? file.values[key])?.value
    }
    let wanted = name(profile, names) ?? namedProfile
    let ofProfile = file.contexts.filter {
      (name(profile, $0.values) ?? namedProfile) == wanted
    }
    let ofRegion = ofProfile.filter {
      name(region, names) != nil && name(region, $0.values) == name(region, names)
    }
    let found = ofRegion.isEmpty ? ofProfile : ofRegion
    return found.isEmpty ? [Context()] : found
  }

  private func values(
    of context: Context, protectedBy protectors: [Context]
  ) -> [String: Sourced<String>] {
    var values: [String: Sourced<String>] = [:]
    for setting in settings where setting.scope == .context {
      values[setting.key] = value(of: setting, context, protectedBy: protectors)
    }
    return values
  }

  /// The first source that says something; for a protective setting, the first that switches it on.
  private func value(
    of setting: any DeclaredSetting, _ context: Context, protectedBy protectors: [Context]
  ) -> Sourced<String>? {
    let key = setting.key
    let outside = [given.last { $0.key == key }?.sourced, variables.values[key]]
    guard setting.form.protects else {
      return (outside + [context.values[key], file.values[key]]).compactMap(\.self).first
    }
    let inside = protectors.map { $0.values[key] ?? file.values[key] }
    let said = (outside + inside).compactMap(\.self)
    return said.first { SettingForm.isOn($0.value) == true } ?? said.first
  }

  /// Each context once. The first one's name and theme count; what protects one of them protects
  /// all.
  private static func once(
    _ contexts: [ConfiguredContext], _ namedProfile: String
  ) -> ([ConfiguredContext], [SettingProblem]) {
    var kept: [ConfiguredContext] = []
    var places: [[String?]: Int] = [:]
    var remarks: [SettingProblem] = []
    for context in contexts {
      let declared = Configuration.declared
      let place = [
        context.values[declared.profile.key]?.value ?? namedProfile,
        context.values[declared.region.key]?.value, context.values[declared.endpoint.key]?.value,
      ]
      guard let index = places[place] else {
        places[place] = kept.count
        kept.append(context)
        continue
      }
      let first = kept[index].words
      kept[index].name = kept[index].name ?? context.name
      for setting in [declared.production, declared.readOnly] {
        if let value = context.values[setting.key], SettingForm.isOn(value.value) == true {
          kept[index].values[setting.key] = value
        }
      }
      remarks.append(
        SettingProblem(
          place: "\(context.origin)",
          message: context.words == first
            ? "\(first) is named twice, and watched once"
            : "\(context.words) is the same as \(first), and watched once"))
    }
    return (kept, remarks)
  }
}
