import AWSCore
import FoundationEssentials

/// Where themes are looked for.
enum ThemeFolders {
  /// How far above the program its repository's root may be: `.build/<triple>/<configuration>/`.
  private static let levels = 6

  /// The user's folder, then the one that was installed with the program, then the repository's.
  /// - Parameter program: The absolute path of the running program, links resolved.
  static func candidates(environment: Environment, program: String) -> [String] {
    var folders: [String] = []
    if let own = ConfigurationFile.folder(environment) { folders.append(own + "/themes") }
    let bin = parent(program)
    if !bin.isEmpty { folders.append(parent(bin) + "/share/exportdeck/themes") }
    if let root = repository(above: bin) { folders.append(root + "/themes") }
    return folders
  }

  private static func repository(above folder: String) -> String? {
    var folder = folder
    for _ in 0..<levels where !folder.isEmpty {
      let files = FileManager.default
      if files.fileExists(atPath: folder + "/Package.swift"),
        files.fileExists(atPath: folder + "/themes/default.toml")
      {
        return folder
      }
      folder = parent(folder)
    }
    return nil
  }

  private static func parent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}
