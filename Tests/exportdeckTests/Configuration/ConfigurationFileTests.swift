import AWSCore
import Dispatch
import Foundation
import Glibc
import Testing

@testable import exportdeck

/// How the file is found, read within a limit, and begun.
@Suite struct ConfigurationFileTests {
  /// A folder that goes away with the value.
  private final class Home {
    let path = FileManager.default.temporaryDirectory.path + "/config-\(UUID().uuidString)"
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func environment(_ variables: [String: String] = [:]) -> Environment {
      Environment(variables: variables.merging(["HOME": path]) { $1 })
    }
  }

  /// A file on a disk that doesn't answer until it is told to.
  private final class Hung: FileReading {
    let mayAnswer = DispatchSemaphore(value: 0)

    func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
      mayAnswer.wait()
      return nil
    }
  }

  @Test func `it is found by XDG's rules`() {
    func path(_ variables: [String: String]) -> String? {
      ConfigurationFile(Environment(variables: variables))?.path
    }
    #expect(path(["HOME": "/h"]) == "/h/.config/exportdeck/config.toml")
    #expect(path(["HOME": "/h", "XDG_CONFIG_HOME": "/x"]) == "/x/exportdeck/config.toml")
    #expect(path(["HOME": "/h", "XDG_CONFIG_HOME": "x"]) == "/h/.config/exportdeck/config.toml")
    #expect(path([:]) == nil)
    let file = ConfigurationFile(Environment(variables: ["HOME": "/h"]))
    #expect(file?.shownPath == "~/.config/exportdeck/config.toml")
    let other = ConfigurationFile(
      Environment(variables: ["HOME": "/h", "XDG_CONFIG_HOME": "/home"]))
    #expect(other?.shownPath == "/home/exportdeck/config.toml")
  }

  @Test func `without a home there is no file, and no problem`() {
    let nowhere = Configuration.ofUser(Environment(), given: [])
    #expect(nowhere.file == nil)
    #expect(nowhere.problems.isEmpty)
  }

  @Test func `a disk that doesn't answer holds nothing up for ever`() throws {
    let hung = Hung()
    defer { hung.mayAnswer.signal() }
    let configuration = Configuration.ofUser(
      Environment(variables: ["HOME": "/h", "EXPORTDECK_THEME": "nord"]), given: [], files: hung,
      patience: .milliseconds(1))
    let problem = try #require(configuration.problems.first)
    #expect(problem.place == "~/.config/exportdeck/config.toml")
    #expect(problem.message.contains("as from a network that doesn't answer"))
    #expect(configuration.isFolderSilent)
    #expect(configuration.readOnly.value)
    #expect(configuration.theme.value == "nord")
  }

  @Test func `a pipe and a folder are told, and not waited for`() throws {
    let home = Home()
    let folder = home.path + "/.config/exportdeck"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    #expect(mkfifo(folder + "/config.toml", 0o600) == 0)
    func problem() throws -> String {
      let found = Configuration.ofUser(home.environment(), given: []).problems
      return try #require(found.first).message
    }
    #expect(try problem().hasPrefix("it can't be read: it is a pipe, not a file"))
    try FileManager.default.removeItem(atPath: folder + "/config.toml")
    try FileManager.default.createDirectory(
      atPath: folder + "/config.toml", withIntermediateDirectories: false)
    #expect(try problem().hasPrefix("it can't be read: Is a directory"))
  }

  @Test
  func `a first file holds every setting, changes nothing, and is right once it is uncommented`()
    throws
  {
    let home = Home()
    let file = try #require(ConfigurationFile(home.environment()))
    let text = ConfigurationText(settings: Configuration.declared.all).text
    try ConfigurationStart.write(text, to: file)
    #expect(try String(contentsOfFile: file.path, encoding: .utf8) == text)
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let begun = Configuration.ofUser(home.environment(), given: [])
    #expect(begun.problems.isEmpty)
    for setting in Configuration.declared.all { #expect(begun.text(of: setting) == nil) }

    let lines = text.split(separator: "\n").map { line in
      line.prefixMatch(of: /#[a-z\[]/) == nil ? String(line) : String(line.dropFirst())
    }
    let uncommented = Configuration.of(lines.joined(separator: "\n"))
    #expect(uncommented.told.isEmpty)
    #expect(uncommented.contexts.count == 1)
    #expect(uncommented.contexts.first?.name == "production")
    for setting in Configuration.declared.all {
      let found = try #require(uncommented.text(of: setting), "\(setting.key) is not in it")
      guard case .value(let value) = setting.fallbackWords else { continue }
      #expect(found.value == value, "\(setting.key) has another default than the file says")
    }
    #expect(lines.allSatisfy { $0.count <= 78 })
  }

  @Test func `nothing is written over a file, or through a link`() throws {
    let home = Home()
    let file = try #require(ConfigurationFile(home.environment()))
    try ConfigurationStart.write("ascii = true\n", to: file)
    let failure = try #require(throws: ConfigurationStart.Failure.self) {
      try ConfigurationStart.write("", to: file)
    }
    #expect("\(failure)" == "\(file.path) is there already, and stays as it is")
    #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "ascii = true\n")
    try FileManager.default.removeItem(atPath: file.path)
    try FileManager.default.createSymbolicLink(
      atPath: file.path, withDestinationPath: home.path + "/elsewhere")
    #expect(throws: ConfigurationStart.Failure.self) {
      try ConfigurationStart.write("", to: file)
    }
    #expect(!FileManager.default.fileExists(atPath: home.path + "/elsewhere"))
  }
}
