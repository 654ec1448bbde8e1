import Canvas

extension Theme {
  /// The theme that needs no file: the shipped `default.toml`, which is compiled into the program.
  static let builtIn: Theme = {
    let text = String(decoding: PackageResources.default_toml, as: UTF8.self)
    let file = try? ThemeReader.read(text, path: "themes/default.toml", name: "default")
    let theme = try? file.map { file throws(ThemeProblem) in try ThemeLibrary.theme(of: [file]) }
    // The tests read this file, so it is known to be valid.
    return theme ?? Theme(name: "default", roles: [:])
  }()
}
