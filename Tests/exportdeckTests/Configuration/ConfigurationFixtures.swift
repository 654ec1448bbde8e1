import AWSCore
import Foundation

@testable import exportdeck

/// One file and no other.
struct OneFile: FileReading {
  var text: String?

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    path == "/home/ops/.config/exportdeck/config.toml" ? text.map { Array($0.utf8) } : nil
  }
}

extension Configuration {
  /// What comes of a file, variables and options of the user `ops`.
  static func of(
    _ file: String? = nil, variables: [String: String] = [:], given: [Given] = [],
    settings: [any DeclaredSetting] = declared.all
  ) -> Configuration {
    let environment = Environment(variables: variables.merging(["HOME": "/home/ops"]) { $1 })
    return ofUser(
      environment, given: given, files: OneFile(text: file), settings: settings)
  }

  /// The problems, each with its place in short.
  var told: [String] { problems.map { $0.description.replacing(Self.folder, with: "") } }

  static let folder = "~/.config/exportdeck/"
}

extension Origin {
  static func line(_ number: Int?) -> Origin {
    .file(path: Configuration.folder + "config.toml", line: number)
  }
}

extension Given {
  init<Value>(_ declared: KeyPath<DeclaredSettings, Setting<Value>>, text: String) {
    self.init(Configuration.declared[keyPath: declared], text)
  }
}
