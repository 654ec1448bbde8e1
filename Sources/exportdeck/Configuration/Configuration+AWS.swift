import AWSCore

extension Configuration {
  /// What is set for a context beats `AWS_*` variables and AWS's own files; they fill in what is
  /// left open.
  func overrides(of context: ConfiguredContext) -> SettingsOverrides {
    var overrides = SettingsOverrides(
      profile: value(of: \.profile, in: context).value,
      region: value(of: \.region, in: context).value,
      endpointURL: value(of: \.endpoint, in: context).value, caBundle: self.caBundle.value)
    overrides.places = SettingsOverrides.Places(
      profile: place(of: \.profile, in: context), region: place(of: \.region, in: context),
      endpointURL: place(of: \.endpoint, in: context), caBundle: place(of: \.caBundle, in: context))
    return overrides
  }

  /// For a command that works on one context: those of the first.
  var overrides: SettingsOverrides { overrides(of: contexts[0]) }

  /// Where a setting is set, or where it could be.
  private func place(
    of setting: KeyPath<DeclaredSettings, Setting<String?>>, in context: ConfiguredContext
  ) -> String {
    let origin = value(of: setting, in: context).origin
    guard origin == .builtIn else { return "\(origin)" }
    let setting = Self.declared[keyPath: setting]
    return ["option \(setting.flag)", setting.variable, file?.shownPath].compactMap(\.self)
      .joined(separator: ", ")
  }
}
