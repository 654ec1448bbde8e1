import AWSCore

extension Configuration {
  /// What is set here beats `AWS_*` variables and AWS's own files; they fill in what is left open.
  var overrides: SettingsOverrides {
    var overrides = SettingsOverrides(
      profile: self.profile.value, region: self.region.value, endpointURL: self.endpoint.value,
      caBundle: self.caBundle.value)
    overrides.places = SettingsOverrides.Places(
      profile: place(of: Self.declared.profile), region: place(of: Self.declared.region),
      endpointURL: place(of: Self.declared.endpoint), caBundle: place(of: Self.declared.caBundle))
    return overrides
  }

  /// Where a setting is set, or where it could be.
  private func place(of setting: Setting<String?>) -> String {
    let origin = value(of: setting).origin
    guard origin == .builtIn else { return "\(origin)" }
    return ["option \(setting.flag)", setting.variable, file?.shownPath].compactMap(\.self)
      .joined(separator: ", ")
  }
}
