import Canvas
import Foundation
import Support

@testable import exportdeck

/// Theme files in a folder that goes away with the value.
final class ThemeFolder {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.path + "/themes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
  }

  func file(_ name: String) -> String { path + "/" + name }
}

enum ThemeFixtures {
  static let builtIn = Theme(
    name: "default", roles: [.statusFailed: Appearance(foreground: .indexed(1))])
  static let shipped = Judge.root.appendingPathComponent("themes").path

  static func library(_ folders: ThemeFolder...) -> ThemeLibrary {
    ThemeLibrary(folders: folders.map(\.path), builtIn: builtIn)
  }

  /// The problem that loading ends with.
  static func problem(_ name: String, in library: ThemeLibrary) -> ThemeProblem? {
    do throws(ThemeProblem) {
      _ = try library.load(name)
      return nil
    } catch {
      return error
    }
  }

  /// The problem of a theme with that text.
  static func problem(in text: String) throws -> ThemeProblem? {
    let folder = try ThemeFolder(["mine.toml": text])
    var problem = problem("mine", in: library(folder))
    let file = problem?.file?.replacing(folder.path + "/", with: "")
    problem?.file = file
    return problem
  }

  /// The roles of a theme with that text.
  static func roles(in text: String) throws -> [Role: Appearance] {
    let folder = try ThemeFolder(["mine.toml": text])
    return try library(folder).load("mine").theme.roles
  }
}
