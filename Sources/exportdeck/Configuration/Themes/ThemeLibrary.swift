import AWSCore
import Canvas
import Dashboard
import FoundationEssentials
import Words

/// The available themes, by name: files in some folders, where an earlier folder beats a later one,
/// and the one that is built in.
struct ThemeLibrary: Sendable {
  /// A theme and the files it was made from, so that changes to them can be noticed.
  struct Loaded: Sendable {
    var theme: Theme
    var files: [String]
  }

  let folders: [String]
  let builtIn: Theme

  /// - Parameter builtIn: The `default` theme where no file replaces it; it always works.
  init(folders: [String], builtIn: Theme) {
    self.folders = folders
    self.builtIn = builtIn
  }

  /// Every theme's name: the built-in one first, then in alphabetical order.
  var names: [String] {
    var names: Set<String> = []
    for folder in folders {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      names.formUnion(files.filter { $0.hasSuffix(Self.suffix) }.map(Self.stem))
    }
    names.remove(builtIn.name)
    return [builtIn.name] + names.sorted()
  }

  /// Loads a theme by name, or by its file's path, which has a `/` or ends in `.toml`.
  /// - Throws: The first problem, with file, line and role.
  func load(_ nameOrPath: String) throws(ThemeProblem) -> Loaded {
    if nameOrPath.utf8.contains(UInt8(ascii: "/")) || nameOrPath.hasSuffix(Self.suffix) {
      return try load(file: nameOrPath)
    }
    if let file = files(called: nameOrPath).first { return try load(file: file) }
    if nameOrPath == builtIn.name { return Loaded(theme: builtIn, files: []) }
    throw ThemeProblem(message: unknown(nameOrPath))
  }

  /// Loads every theme of every folder, and says what is wrong with them.
  func check() -> [ThemeProblem] {
    var problems: [ThemeProblem] = []
    for folder in folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names.sorted() where name.hasSuffix(Self.suffix) {
        do {
          _ = try load(file: folder + "/" + name)
        } catch {
          problems.append(error)
        }
      }
    }
    return problems
  }

  private func load(file path: String) throws(ThemeProblem) -> Loaded {
    // From the theme that was asked for to the one that all others start from.
    var chain = [try Self.read(path)]
    var base: Theme?
    while base == nil, let extends = chain.last?.extends, let last = chain.last {
      switch try next(extends, after: last, in: chain) {
      case .file(let file): chain.append(file)
      case .builtIn: base = builtIn
      }
    }
    return Loaded(theme: try Self.theme(of: chain, on: base), files: chain.map(\.path))
  }

  /// - Parameter chain: From the theme that was asked for to the one that all others start from.
  static func theme(of chain: [ThemeFile], on base: Theme? = nil) throws(ThemeProblem) -> Theme {
    var palette: [String: Colour] = [:]
    var entries: [Role: ThemeFile.Entry] = [:]
    for file in chain.reversed() {
      palette.merge(file.palette) { $1 }
      entries.merge(file.roles) { $1 }
    }
    var roles = base?.roles ?? [:]
    // Reports the problem on the first line: a dictionary's order differs in every run.
    let byLine = entries.sorted {
      ($0.value.path, $0.value.line) < ($1.value.path, $1.value.line)
    }
    for (role, entry) in byLine { roles[role] = try entry.appearance(of: role, palette) }
    return Theme(name: chain[0].name, roles: roles)
  }

  private enum Extended {
    case file(ThemeFile)
    case builtIn
  }

  /// The theme that `last` extends. A theme may extend one of its own name, which means the next
  /// one of that name, so that a user's `nord` can start from the shipped one.
  private func next(
    _ extends: ThemeFile.Placed<String>, after last: ThemeFile, in chain: [ThemeFile]
  ) throws(ThemeProblem) -> Extended {
    let name = extends.value
    let beside = Self.folder(of: last.path) + "/" + name + Self.suffix
    let isBeside = FileManager.default.fileExists(atPath: beside)
    var candidates = files(called: name)
    if isBeside, !candidates.contains(beside) { candidates.insert(beside, at: 0) }
    if let file = candidates.first(where: { path in !chain.contains { $0.path == path } }) {
      return .file(try Self.read(file))
    }
    if name == builtIn.name { return .builtIn }
    let message =
      candidates.isEmpty
      ? unknown(name)
      : "themes extend one another in a circle: "
        + (chain.map { Self.stem($0.path) } + [name]).joined(separator: " → ")
    throw ThemeProblem(file: last.path, line: extends.line, message: message)
  }

  private func files(called name: String) -> [String] {
    folders.map { $0 + "/" + name + Self.suffix }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }

  private func unknown(_ name: String) -> String {
    let guess = Spelling.nearest(to: name, among: names)
    return "no theme is called `\(Format.line(name))`"
      + (guess.map { ": did you mean `\($0)`?" } ?? "; there are \(names.joined(separator: " "))")
  }

  private static func read(_ path: String) throws(ThemeProblem) -> ThemeFile {
    let contents: [UInt8]?
    do {
      contents = try SystemFiles().contents(of: path)
    } catch {
      throw ThemeProblem(file: path, message: "the file can't be read: \(error.reason)")
    }
    guard let data = contents else {
      throw ThemeProblem(file: path, message: "there is no such file")
    }
    let text: String
    do {
      text = try TOMLText.text(of: data, what: "theme")
    } catch {
      throw ThemeProblem(file: path, line: error.line, message: error.message)
    }
    return try ThemeReader.read(text, path: path, name: stem(path))
  }

  private static let suffix = ".toml"

  private static func stem(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(suffix) ? String(file.dropLast(suffix.count)) : file
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "" : String(path[..<slash])
  }
}

extension ThemeFile.Entry {
  fileprivate func appearance(of role: Role, _ palette: [String: Colour]) throws(ThemeProblem)
    -> Appearance
  {
    do throws(ColourName.Refusal) {
      var gradient: [Colour] = []
      for stop in self.gradient { gradient.append(try stop.resolved(in: palette)) }
      return Appearance(
        foreground: try foreground?.resolved(in: palette),
        background: try background?.resolved(in: palette), attributes: attributes,
        gradient: gradient)
    } catch {
      throw ThemeProblem(file: path, line: line, role: role.rawValue, message: error.message)
    }
  }
}
