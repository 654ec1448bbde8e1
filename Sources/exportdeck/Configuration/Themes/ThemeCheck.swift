import Canvas
import FoundationEssentials
import Ground

/// What is wrong with one theme.
struct ThemeCheck: Sendable {
  /// Its file, or where else it is.
  var place: String
  var problems: [ThemeProblem]

  /// A line for each problem, or one that says that there is none.
  var text: String {
    let lines = problems.isEmpty ? ["\(place): nothing is wrong"] : problems.map(\.description)
    return lines.map { UntrustedText.oneLine($0, blanks: .all) + "\n" }.joined()
  }
}

extension ThemeLibrary {
  /// Checks every theme of every folder.
  func checkAll() -> [ThemeCheck] {
    let checks = folders.flatMap(check(folder:))
    return builtIns.filter { files(called: $0.name).isEmpty }.map(Self.builtInCheck) + checks
  }

  /// Checks a theme by name or path, or those in a folder.
  func check(_ theme: String) -> [ThemeCheck] {
    var isFolder = false
    if FileManager.default.fileExists(atPath: theme, isDirectory: &isFolder), isFolder {
      let checks = check(folder: theme)
      let none = ThemeProblem(file: theme, message: "there is no theme in this folder")
      return checks.isEmpty ? [ThemeCheck(place: theme, problems: [none])] : checks
    }
    switch place(of: theme) {
    case .success(.file(let path)): return [check(file: path)]
    case .success(.builtIn(let theme)): return [Self.builtInCheck(theme)]
    case .failure(let problem): return [ThemeCheck(place: theme, problems: [problem])]
    }
  }

  private func check(folder: String) -> [ThemeCheck] {
    Self.files(in: folder).map { check(file: folder.appending($0, after: "/")) }
  }

  private func check(file: String) -> ThemeCheck {
    ThemeCheck(place: file, problems: examine(file: file).problems)
  }

  private static func builtInCheck(_ theme: Theme) -> ThemeCheck {
    ThemeCheck(place: "\(theme.name) (built in)", problems: [])
  }

  /// Every theme by name with its file, those that others of the name hide included.
  var table: String {
    let rows = names.flatMap { name in
      let files = files(called: name)
      let first = files.isEmpty ? "built in" : files[0]
      let hidden = files.dropFirst().map { "\($0) (hidden by the one above)" }
      return ([first] + hidden).map {
        (UntrustedText.oneLine(name), UntrustedText.oneLine($0, blanks: .all))
      }
    }
    let width = rows.map(\.0.count).max() ?? 0
    return ([("THEME", "FILE")] + rows).map { name, file in
      name + String(repeating: " ", count: max(width, 5) - name.count) + "  \(file)\n"
    }.joined()
  }
}

extension String {
  fileprivate func appending(_ name: String, after separator: String) -> String {
    hasSuffix(separator) ? self + name : self + separator + name
  }
}
