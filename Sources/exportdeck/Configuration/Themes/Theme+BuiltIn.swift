import Canvas

extension Theme {
  /// The theme that is there without any file: the shipped `default.toml`, which is part of the program.
  static let builtIn: Theme = {
    let text = String(decoding: PackageResources.default_toml, as: UTF8.self)
    let file = try? ThemeReader.read(text, path: "themes/default.toml", name: "default")
    let theme = try? file.map { file throws(ThemeProblem) in try ThemeLibrary.theme(of: [file]) }
    // The tests read this file: it is right.
    return theme ?? Theme(name: "default", roles: [:])
  }()
}
