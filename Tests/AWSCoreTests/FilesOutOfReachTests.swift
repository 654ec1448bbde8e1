import AWSCore
import Foundation
import Glibc
import Support
import Testing

/// A home folder of somebody else's, as that of root in a container which runs as another user.
@Suite struct FilesOutOfReachTests {
  private let paths: Set = ["/home/me/.aws/config", "/home/me/.aws/credentials", "/x"]

  @Test func `it is none, and the environment has its say`() throws {
    let files = FakeFiles(outOfReach: paths)
    #expect(try ProfileFiles(environment: .home(), files: files).load() == ProfileSet())
  }

  @Test(arguments: ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"])
  func `a file that the user names has to be readable`(variable: String) {
    let files = FakeFiles(outOfReach: paths)
    #expect(
      throws: AWSError.configuration(place: "/x", message: "can't be read: Permission denied")
    ) {
      try ProfileFiles(environment: .home([variable: "/x"]), files: files).load()
    }
  }

  @Test func `a file that is there and can't be read is an error`() {
    var files = FakeFiles()
    files.failures["/home/me/.aws/config"] = "Permission denied"
    #expect(throws: AWSError.self) {
      try ProfileFiles(environment: .home(), files: files).load()
    }
  }

  /// Which may have no writer, or one that never writes.
  @Test(arguments: [false, true])
  func `a pipe in the place of a file is told of and never waited for`(hasWriter: Bool) throws {
    let folder = ScratchFolder()
    let path = "\(folder.path)/config"
    mkfifo(path, 0o600)
    let writer = hasWriter ? open(path, O_RDWR | O_NONBLOCK) : -1
    defer { close(writer) }
    #expect(throws: FileReadingError(reason: "it is a pipe, not a file", isNoFile: true)) {
      try SystemFiles().contents(of: path)
    }
    #expect(try SystemFiles().contents(of: "/dev/null") == [])
    #expect(throws: FileReadingError(reason: "Is a directory", isNoFile: true)) {
      try SystemFiles().contents(of: folder.path)
    }
  }

  /// Docker makes a folder of a bind mount whose source is missing.
  @Test(arguments: ["folder", "pipe", "loop"])
  func `at its standard place what is no file counts as absent, and is named`(kind: String) throws {
    let home = ScratchFolder()
    let path = try home.makeFolder(".aws") + "/config"
    switch kind {
    case "folder": mkdir(path, 0o700)
    case "pipe": mkfifo(path, 0o600)
    default: symlink(path, path)
    }
    _ = try home.file(".aws/credentials", "[p]\naws_access_key_id = A\n", mode: 0o600)
    func load(_ variables: [String: String] = [:]) throws -> ProfileSet {
      try ProfileFiles(
        environment: Environment(variables: variables.merging(["HOME": home.path]) { $1 }),
        files: SystemFiles()
      ).load()
    }
    for profiles in [try load(), try load(["AWS_CONFIG_FILE": path])] {
      #expect(profiles.profileNames == ["p"])
      #expect(profiles.remarks.map(\.place) == ["~/.aws/config"])
      #expect(profiles.remarks[0].reason.hasPrefix("counts as absent"))
    }
    // A file that the user asks for elsewhere has to be one.
    #expect(throws: AWSError.self) {
      try load(["AWS_CONFIG_FILE": kind == "folder" ? home.path : "\(home.path)/./.aws/config"])
    }
  }

  /// Nothing is out of root's reach.
  @Test(.enabled(if: geteuid() != 0)) func `the system tells one from the other`() throws {
    let folder = ScratchFolder()
    let inner = try folder.makeFolder("inner")
    let file = try folder.file("inner/file", "x", mode: 0o000)
    func failure() -> FileReadingError? {
      do throws(FileReadingError) {
        _ = try SystemFiles().contents(of: file)
        return nil
      } catch {
        return error
      }
    }
    #expect(failure() == FileReadingError(reason: "Permission denied"))
    chmod(inner, 0o000)
    #expect(failure() == FileReadingError(reason: "Permission denied", isOutOfReach: true))
    chmod(inner, 0o700)
  }
}
