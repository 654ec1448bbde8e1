import AWSCore
import Canvas
import Dashboard
import FoundationEssentials
import Words

/// The available themes, by name: files in some folders, where an earlier folder beats a later one,
/// and those that are built in.
struct ThemeLibrary: Sendable {
  /// A theme and the files it was made from, so that changes to them can be noticed.
  struct Loaded: Sendable {
    var theme: Theme
    var files: [String]
  }

  let folders: [String]
  /// The `default` theme where no file replaces it; it always works.
  let builtIn: Theme
  /// All that need no file, `builtIn` first.
  let builtIns: [Theme]

  /// - Parameter others: What needs no file besides.
  init(folders: [String], builtIn: Theme, others: [Theme] = []) {
    self.folders = folders
    self.builtIn = builtIn
    builtIns = [builtIn] + others
  }

  /// Every theme's name: the built-in one first, then in alphabetical order.
  var names: [String] {
    let names = Set(folders.flatMap(Self.files(in:)).map(Self.stem))
      .union(builtIns.map(\.name)).subtracting([builtIn.name])
    return [builtIn.name] + names.sorted()
  }

  /// The theme files of a folder, in alphabetical order.
  static func files(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(suffix) }.sorted()
  }

  /// Loads a theme by name, or by its file's path, which has a `/` or ends in `.toml`.
  /// - Throws: The first problem, with file, line and role.
  func load(_ nameOrPath: String) throws(ThemeProblem) -> Loaded {
    switch try place(of: nameOrPath).get() {
    case .builtIn(let theme): return Loaded(theme: theme, files: [])
    case .file(let path):
      let (loaded, problems) = examine(file: path)
      if let problem = problems.first { throw problem }
      return loaded
    }
  }

  enum Place {
    case file(String)
    case builtIn(Theme)
  }

  func place(of nameOrPath: String) -> Result<Place, ThemeProblem> {
    if nameOrPath.utf8.contains(UInt8(ascii: "/")) || nameOrPath.hasSuffix(Self.suffix) {
      return .success(.file(nameOrPath))
    }
    if let file = files(called: nameOrPath).first { return .success(.file(file)) }
    if let theme = builtIns.first(where: { $0.name == nameOrPath }) {
      return .success(.builtIn(theme))
    }
    return .failure(ThemeProblem(message: unknown(nameOrPath)))
  }

  /// Loads as much of a theme as can be loaded, and says everything that is wrong with it and with
  /// the themes that it extends.
  func examine(file path: String) -> (loaded: Loaded, problems: [ThemeProblem]) {
    // From the theme that was asked for to the one that all others start from.
    var (first, problems) = Self.examine(path)
    var chain = [first]
    var base: Theme?
    do throws(ThemeProblem) {
      while base == nil, let extends = chain[chain.count - 1].extends {
        switch try next(extends, after: chain[chain.count - 1], in: chain) {
        case .builtIn(let theme): base = theme
        case .file(let file):
          let (next, more) = Self.examine(file)
          chain.append(next)
          problems += more
        }
      }
    } catch {
      problems.append(error)
    }
    let (theme, more) = Self.resolved(chain, on: base)
    // Where more than a role can't be read, colours seem unknown that are not.
    if problems.allSatisfy({ $0.role != nil }) { problems += more }
    let files = chain.map(\.path)
    let inOrder = files.flatMap { file in
      problems.filter { $0.file == file }.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
    }
    return (Loaded(theme: theme, files: files), inOrder)
  }

  /// - Parameter chain: From the theme that was asked for to the one that all others start from.
  static func theme(of chain: [ThemeFile], on base: Theme? = nil) throws(ThemeProblem) -> Theme {
    let (theme, problems) = resolved(chain, on: base)
    if let problem = problems.first { throw problem }
    return theme
  }

  private static func resolved(
    _ chain: [ThemeFile], on base: Theme?
  ) -> (theme: Theme, problems: [ThemeProblem]) {
    var palette: [String: Colour] = [:]
    var entries: [Role: ThemeFile.Entry] = [:]
    for file in chain.reversed() {
      palette.merge(file.palette) { $1 }
      entries.merge(file.roles) { $1 }
    }
    var roles = base?.roles ?? [:]
    var problems: [ThemeProblem] = []
    // In the order of lines: a dictionary's order differs in every run.
    let byLine = entries.sorted {
      ($0.value.path, $0.value.line, $0.key.rawValue)
        < ($1.value.path, $1.value.line, $1.key.rawValue)
    }
    for (role, entry) in byLine {
      let (appearance, refused) = entry.appearance(palette)
      roles[role] = appearance
      problems += refused.map {
        ThemeProblem(file: entry.path, line: entry.line, role: role.rawValue, message: $0.message)
      }
    }
    return (Theme(name: chain[0].name, roles: roles), problems)
  }

  /// The theme that `last` extends. A theme may extend one of its own name, which means the next
  /// one of that name, so that a user's `nord` can start from the shipped one.
  private func next(
    _ extends: ThemeFile.Placed<String>, after last: ThemeFile, in chain: [ThemeFile]
  ) throws(ThemeProblem) -> Place {
    let name = extends.value
    let beside = Self.folder(of: last.path) + "/" + name + Self.suffix
    let isBeside = FileManager.default.fileExists(atPath: beside)
    var candidates = files(called: name)
    if isBeside, !candidates.contains(beside) { candidates.insert(beside, at: 0) }
    if let file = candidates.first(where: { path in !chain.contains { $0.path == path } }) {
      return .file(file)
    }
    if let theme = builtIns.first(where: { $0.name == name }) { return .builtIn(theme) }
    let message =
      candidates.isEmpty
      ? unknown(name)
      : "themes extend one another in a circle: "
        + (chain.map { Self.stem($0.path) } + [name]).joined(separator: " → ")
    throw ThemeProblem(file: last.path, line: extends.line, message: message)
  }

  /// The files of a theme's name, first the one that counts.
  func files(called name: String) -> [String] {
    folders.map { $0 + "/" + name + Self.suffix }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }

  private func unknown(_ name: String) -> String {
    let guess = Spelling.nearest(to: name, among: names)
    return "no theme is called `\(Format.line(name))`"
      + (guess.map { ": did you mean `\($0)`?" } ?? "; \(there)")
  }

  /// What there is instead, or where it would be.
  private var there: String {
    if names.count > builtIns.count { return "there are \(names.joined(separator: " "))" }
    let few = builtIns.count > 1 ? "are \(names.joined(separator: " "))" : "is \(builtIn.name)"
    if folders.isEmpty { return "there \(few) alone" }
    let places = folders.map { Format.line($0) }.joined(separator: ", ")
    return "there \(few) alone, and no theme in \(places)"
  }

  private static func examine(_ path: String) -> (file: ThemeFile, problems: [ThemeProblem]) {
    let name = stem(path)
    do throws(ThemeProblem) {
      return ThemeReader.examine(try text(path), path: path, name: name)
    } catch {
      return (ThemeFile(path: path, name: name, palette: [:], roles: [:]), [error])
    }
  }

  private static func text(_ path: String) throws(ThemeProblem) -> String {
    let contents: [UInt8]?
    do {
      contents = try SystemFiles().contents(of: path)
    } catch {
      throw ThemeProblem(file: path, message: "the file can't be read: \(error.reason)")
    }
    guard let data = contents else {
      throw ThemeProblem(file: path, message: "there is no such file")
    }
    do {
      return try TOMLText.text(of: data, what: "theme")
    } catch {
      throw ThemeProblem(file: path, line: error.line, message: error.message)
    }
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
  /// How the role looks, and which colours are refused.
  fileprivate func appearance(
    _ palette: [String: Colour]
  ) -> (appearance: Appearance, refused: [ColourName.Refusal]) {
    var refused: [ColourName.Refusal] = []
    func colour(_ name: ColourName?) -> Colour? {
      do throws(ColourName.Refusal) {
        return try name?.resolved(in: palette)
      } catch {
        refused.append(error)
        return nil
      }
    }
    let appearance = Appearance(
      foreground: colour(foreground), background: colour(background), attributes: attributes,
      gradient: gradient.compactMap(colour))
    return (appearance, refused)
  }
}
