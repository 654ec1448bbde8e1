import AWSCore
import Dispatch
import Foundation
import Glibc
import Testing

@Suite struct SystemFilesReplaceTests {
  private let folder = ScratchFolder()
  private let files = SystemFiles()

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test func `a file is made and replaced, for the user alone, with nothing left beside it`() throws
  {
    let path = "\(folder.path)/token.json"
    try files.replace(path, with: Array("one".utf8))
    #expect(try files.contents(of: path) == Array("one".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try files.replace(path, with: [])
    #expect(try files.contents(of: path) == [])
    #expect(try mode(path) == 0o600)
    #expect(try names(folder.path) == ["token.json"])
  }

  @Test func `missing folders are made, for the user alone`() throws {
    let path = "\(folder.path)/.aws/sso/cache/x.json"
    try files.replace(path, with: [1])
    #expect(try files.contents(of: path) == [1])
    for name in [".aws", ".aws/sso", ".aws/sso/cache"] {
      #expect(try mode("\(folder.path)/\(name)") == 0o700)
    }
  }

  @Test func `a link keeps leading to the file that it led to`() throws {
    _ = try folder.makeFolder("real")
    let link = "\(folder.path)/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "second")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/second", withDestinationPath: "\(folder.path)/real/file")
    for contents: [UInt8] in [[1], [2, 3]] {
      try files.replace(link, with: contents)
      #expect(try files.contents(of: "\(folder.path)/real/file") == contents)
    }
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "second")
    #expect(try names("\(folder.path)/real") == ["file"])
  }

  @Test func `links in a circle are an error`() throws {
    let path = "\(folder.path)/a"
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "b")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/b", withDestinationPath: "a")
    #expect(throws: FileReadingError(reason: "Too many levels of symbolic links")) {
      try files.replace(path, with: [1])
    }
  }

  @Test func `errors come in the system's words, and leave nothing behind`() throws {
    _ = try folder.makeFolder("taken/inside")
    #expect(throws: FileReadingError(reason: "Is a directory")) {
      try files.replace("\(folder.path)/taken", with: [1])
    }
    #expect(try names(folder.path) == ["taken"])
    let file = try folder.file("file", "x", mode: 0o600)
    #expect(throws: FileReadingError(reason: "Not a directory")) {
      try files.replace("\(file)/below", with: [1])
    }
    #expect(throws: FileReadingError(reason: "File name too long")) {
      try files.replace("\(folder.path)/\(String(repeating: "n", count: 256))", with: [1])
    }
    #expect(try names(folder.path) == ["file", "taken"])
  }

  /// /dev/full's file system can't be had in a test; a folder that takes no new files can.
  @Test(.enabled(if: getuid() != 0)) func `a folder that can't be written to keeps the old file`()
    throws
  {
    let path = "\(try folder.makeFolder("shut"))/token.json"
    try files.replace(path, with: [7])
    chmod("\(folder.path)/shut", 0o500)
    defer { chmod("\(folder.path)/shut", 0o700) }
    #expect(throws: FileReadingError(reason: "Permission denied")) {
      try files.replace(path, with: [8])
    }
    #expect(try files.contents(of: path) == [7])
  }

  @Test func `a name as long as names may be is no trouble`() throws {
    let path = "\(folder.path)/\(String(repeating: "é", count: 127))"
    try files.replace(path, with: [9])
    #expect(try files.contents(of: path) == [9])
  }

  @Test func `a file is held by one at a time, and free again when it is let go or replaced`()
    throws
  {
    let path = "\(folder.path)/token.json"
    func mine() -> HeldFile? {
      if case .mine(let held) = files.hold(path) { held } else { nil }
    }
    guard case .unavailable = files.hold(path) else {
      Issue.record("what isn't there was held")
      return
    }
    try files.replace(path, with: [1])
    var held = mine()
    #expect(held != nil)
    guard case .anothers = files.hold(path) else {
      Issue.record("it was held twice")
      return
    }
    try files.replace(path, with: [2])
    #expect(mine() != nil)
    let next = mine()
    #expect(next != nil && held != nil && mine() == nil)
    held = nil
    #expect(mine() == nil)
    withExtendedLifetime(next) {}
  }

  @Test func `who reads meanwhile sees the old one or the new one, whole`() throws {
    let path = "\(folder.path)/token.json"
    let versions = (0..<4).map { [UInt8](repeating: UInt8($0), count: 50_000 + $0) }
    try files.replace(path, with: versions[0])
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      for round in 0..<20 {
        if worker < 3 {
          try? files.replace(path, with: versions[(worker + round) % 4])
        } else {
          let seen = try? files.contents(of: path)
          #expect(seen.flatMap(\.self).map { versions.contains($0) } == true)
        }
      }
    }
    #expect(try names(folder.path) == ["token.json"])
  }
}
