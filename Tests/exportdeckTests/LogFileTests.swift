import AWSCore
import Foundation
import Glibc
import Testing

@testable import exportdeck

final class LogFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-log-\(UUID().uuidString)").path
  private var path: String { "\(folder)/state/calls.log" }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `is its owner's alone, and so is its folder`() throws {
    LogFile(path).add("a\n")
    for (path, mode) in [(path, 0o600), ("\(folder)/state", 0o700)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == mode, "\(path)")
    }
  }

  @Test func `goes on where it ended`() {
    LogFile(path).add("a\n")
    let file = LogFile(path)
    file.add("b\n")
    file.add("c\n")
    #expect(text(path) == "a\nb\nc\n")
  }

  @Test func `is opened once`() throws {
    func opened() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        .count {
          let link = try? FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/self/fd/\($0)")
          return link == path
        }
    }
    let file = LogFile(path)
    for _ in 0..<3 { file.add("a\n") }
    #expect(try opened() == 1)
  }

  @Test func `a full one is put aside, and two files are all there is`() throws {
    let file = LogFile(path, limit: 10)
    for number in 0..<50 { file.add("line \(number)\n") }
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/state").sorted()
    #expect(files == ["calls.log", "calls.log.1"])
    #expect(text("\(path).1") == "line 46\nline 47\n")
    #expect(text(path) == "line 48\nline 49\n")
    // One that begins with a full file puts it aside first.
    LogFile(path, limit: 10).add("new\n")
    #expect(text(path) == "new\n")
  }

  @Test func `one that is taken away is begun anew`() throws {
    let file = LogFile(path)
    file.add("a\n")
    try FileManager.default.moveItem(atPath: path, toPath: "\(folder)/rotated")
    file.add("b\n")
    #expect(text(path) == "b\n")
    try FileManager.default.removeItem(atPath: "\(folder)/state")
    file.add("c\n")
    #expect(text(path) == "c\n")
  }

  @Test func `two programs share one`() {
    let (one, other) = (LogFile(path, limit: 10), LogFile(path, limit: 10))
    for number in 0..<4 {
      one.add("one \(number)\n")
      other.add("two \(number)\n")
    }
    #expect(text("\(path).1") == "one 2\ntwo 2\n")
    #expect(text(path) == "one 3\ntwo 3\n")
  }

  /// A pipe that nobody reads keeps whoever opens it, one that is full whoever writes.
  @Test(arguments: ["pipe", "link", "folder", "device"], [false, true])
  func `what is no file is passed over`(kind: String, isRead: Bool) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: "\(folder)/state", withIntermediateDirectories: true)
    let pipe = "\(folder)/pipe"
    mkfifo(pipe, 0o600)
    let reader = isRead ? open(pipe, O_RDONLY | O_NONBLOCK) : -1
    defer { close(reader) }
    for path in [path, "\(folder)/state/exportdeck.log"] {
      switch kind {
      case "pipe": mkfifo(path, 0o600)
      case "link": try files.createSymbolicLink(atPath: path, withDestinationPath: pipe)
      case "folder": try files.createDirectory(atPath: path, withIntermediateDirectories: true)
      default: try files.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
      }
    }
    let file = LogFile(path, limit: 10)
    for _ in 0..<3 { file.add("0123456789\n") }
    #expect(try files.contentsOfDirectory(atPath: "\(folder)/state").count == 2)
    let log = SessionLog(environment: Environment(variables: ["XDG_STATE_HOME": "\(folder)/state"]))
    #expect(log.descriptor >= 0)
    close(log.descriptor)
    // Where the program's own folder is what is no file.
    try files.createSymbolicLink(
      atPath: "\(folder)/exportdeck", withDestinationPath: "\(folder)/state")
    let own = SessionLog(environment: Environment(variables: ["XDG_STATE_HOME": folder]))
    #expect(own.descriptor >= 0)
    ThisProcess.write("a word\n", to: own.descriptor)
    #expect(own.written() == "a word\n")
    close(own.descriptor)
  }

  @Test func `where it can't be written nothing happens`() {
    LogFile("/proc/nowhere/calls.log").add("a\n")
  }
}
