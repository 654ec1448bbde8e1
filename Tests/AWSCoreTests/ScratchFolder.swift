import Foundation
import Support

/// A folder of a test's own, gone with it.
final class ScratchFolder: Sendable {
  let path: String

  init() {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-\(UUID().uuidString)")
    path = url.path
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func makeFolder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    return "\(path)/\(name)"
  }

  func file(_ name: String, _ text: String, mode: Int) throws -> String {
    let file = "\(path)/\(name)"
    // A program that this process wrote may be open in a child of another test, and can't be run
    // until that has begun: so another process writes it.
    let copied = try ProcessRunner.run("/bin/dd", ["of=\(file)"], input: Data(text.utf8))
    guard copied.status == 0 else { throw NeverHappened(description: copied.errors) }
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    return file
  }

  /// A program for /bin/sh.
  func script(_ name: String, _ body: String) throws -> String {
    try file(name, "#!/bin/sh\n\(body)\n", mode: 0o700)
  }
}
