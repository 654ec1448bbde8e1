import Canvas

extension Theme {
  /// The theme that needs no file: the shipped `default.toml`, which is compiled into the program.
  static let builtIn = shipped(PackageResources.default_toml, "default", on: nil)

  /// The one that a context marked as production gets by itself, so it must be there by itself.
  static let production = shipped(PackageResources.production_toml, "production", on: builtIn)

  /// - Parameter base: The theme that it extends.
  private static func shipped(_ bytes: [UInt8], _ name: String, on base: Theme?) -> Theme {
    let text = String(decoding: bytes, as: UTF8.self)
    let file = try? ThemeReader.read(text, path: "themes/\(name).toml", name: name)
    let theme = try? file.map { file throws(ThemeProblem) in
      try ThemeLibrary.theme(of: [file], on: base)
    }
    // The tests read these files, so they are known to be valid.
    return theme ?? base ?? Theme(name: name, roles: [:])
  }
}
