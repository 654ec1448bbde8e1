import CSQLite
import Foundation
import Support
import Testing
import Tracking

@testable import Journal

/// What can be wrong with the file costs what is remembered, is said once, and changes nothing on the
/// disk.
@Suite(.timeLimit(.minutes(5))) struct JournalFileTests {
  private func works(_ journal: Journal) async -> Bool {
    journal.write([], [event("a")])
    return await journal.events(paris) == [event("a")]
  }

  private func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test func `folder and files are their owner's alone, whatever the umask and what was there`()
    async throws
  {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.state, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o777])
    let journal = scratch.journal()
    #expect(await works(journal))
    #expect(scratch.mode(of: scratch.state) == 0o700)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.state)
    #expect(Set(names) == ["memory.sqlite", "memory.sqlite-wal", "memory.sqlite-shm"])
    for name in names { #expect(scratch.mode(of: "\(scratch.state)/\(name)") == 0o600, "\(name)") }
    await journal.end()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: scratch.file)
    #expect(await scratch.journal().events(paris) == [event("a")])
    #expect(scratch.mode(of: scratch.file) == 0o600)
    #expect(scratch.told == [])
  }

  @Test(arguments: ["", "/memory.sqlite", "/memory.sqlite-wal", "/memory.sqlite-shm"])
  func `a link is not followed`(name: String) async throws {
    let scratch = try Scratch()
    let target = "\(scratch.folder)/elsewhere"
    if name.isEmpty {
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    } else {
      try FileManager.default.createDirectory(
        atPath: scratch.state, withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: URL(fileURLWithPath: target))
    }
    try FileManager.default.createSymbolicLink(
      atPath: scratch.state + name, withDestinationPath: target)
    #expect(await works(scratch.journal()))
    #expect(scratch.told == [.notPlain(path: scratch.state + name)])
    if name.isEmpty {
      #expect(try FileManager.default.contentsOfDirectory(atPath: target) == [])
    } else {
      #expect(try bytes(target) == Data("mine".utf8))
    }
  }

  @Test func `a home folder may be reached by a link`() async throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: "\(scratch.folder)/disk", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.folder)/home", withDestinationPath: "\(scratch.folder)/disk")
    let journal = scratch.journal(.folder("\(scratch.folder)/home/state", size: 1 << 20))
    #expect(await works(journal))
    #expect(FileManager.default.fileExists(atPath: "\(scratch.folder)/disk/state/memory.sqlite"))
    #expect(scratch.told == [])
  }

  @Test func `a pipe in the file's place holds up nobody`() async throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.state, withIntermediateDirectories: true)
    #expect(mkfifo(scratch.file, 0o600) == 0)
    #expect(await works(scratch.journal()))
    #expect(scratch.told == [.notPlain(path: scratch.file)])
  }

  @Test func `a file of another program, or of a later version, is left as it is`() async throws {
    for (sql, isForeign) in [
      ("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)", true),
      (
        "PRAGMA application_id = \(JournalSchema.application); "
          + "PRAGMA user_version = \(JournalSchema.version + 1)", false
      ),
    ] {
      let scratch = try Scratch()
      try FileManager.default.createDirectory(
        atPath: scratch.state, withIntermediateDirectories: true)
      try scratch.change(sql)
      let before = try bytes(scratch.file)
      #expect(await works(scratch.journal()))
      #expect(
        scratch.told
          == [isForeign ? .foreign(path: scratch.file) : .newer(path: scratch.file)])
      #expect(try bytes(scratch.file) == before)
    }
  }

  @Test(arguments: [true, false])
  func `a damaged file is left as it is`(isText: Bool) async throws {
    let scratch = try Scratch()
    if isText {
      try FileManager.default.createDirectory(
        atPath: scratch.state, withIntermediateDirectories: true)
      try Data(String(repeating: "not a database. ", count: 500).utf8)
        .write(to: URL(fileURLWithPath: scratch.file))
    } else {
      let journal = scratch.journal()
      journal.write([], (0..<500).map { event("task-\($0)") })
      #expect(await journal.events(paris).count == 500)
      await journal.end()
      var all = try bytes(scratch.file)
      all.replaceSubrange(8192..<24_576, with: Data(repeating: 0x5A, count: 16_384))
      try all.write(to: URL(fileURLWithPath: scratch.file))
    }
    let before = try bytes(scratch.file)
    #expect(await works(scratch.journal()))
    guard case .damaged(scratch.file, _) = scratch.told.first else {
      Issue.record("told: \(scratch.told)")
      return
    }
    #expect(scratch.told.count == 1)
    #expect(try bytes(scratch.file) == before)
  }

  @Test func `a file that is taken away in between costs nothing that is seen`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal()
    #expect(await works(journal))
    try scratch.change("DROP TABLE events")
    journal.write([], [event("b")])
    #expect(await journal.events(paris) == [event("b")], "what follows is kept in memory")
    #expect(scratch.told.count == 1)
    #expect(await journal.claim(AlertKey(site: paris, subject: "a", kind: "late", at: noon)))
  }

  @Test func `it stays within its size, and the oldest events go`() async throws {
    let scratch = try Scratch()
    let size = 512 << 10
    let journal = scratch.journal(size: size)
    let filling = String(repeating: "x", count: 400)
    for batch in 0..<20 {
      let events = (0..<100).map { number in
        event("task-\(number)", .startRefused(because: filling), at: Double(batch * 1000 + number))
      }
      journal.write([], events)
      _ = await journal.load(paris)
    }
    let kept = await journal.events(paris)
    #expect(kept.last?.at == at(19_099))
    #expect(kept.count > 300)
    #expect(kept.first.map { $0.at > at(5000) } == true)
    #expect(scratch.told == [])
    await journal.end()
    #expect(try bytes(scratch.file).count <= size)
  }

  @Test func `what is too much for it altogether is kept in memory, and said`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal(size: 1)
    let filling = String(repeating: "x", count: 400)
    let events = (0..<1000).map {
      event("task-\($0)", .startRefused(because: filling), at: Double($0))
    }
    journal.write([], events)
    #expect(await journal.events(paris) == events)
    #expect(scratch.told == [.full(path: scratch.file)])
  }

  @Test(arguments: [13, 4874])  // SQLITE_FULL, SQLITE_IOERR_SHMSIZE
  func `a disk without room is called full, whatever part of the file lacks it`(code: Int32) {
    let failure = SQLiteFailure(code: code, message: "disk I/O error")
    #expect(JournalProblem(failure, "/state/memory.sqlite") == .full(path: "/state/memory.sqlite"))
  }

  @Test func `what is old is forgotten when the file is opened`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal()
    let day = 86_400.0
    journal.write(
      memories("gone", at: [-15 * day]) + memories("kept", at: [-13 * day]),
      [event("gone", at: -93 * day), event("kept", at: -91 * day)])
    let (old, recent) = (
      AlertKey(site: paris, subject: "a", kind: "failed", at: at(-93 * day)),
      AlertKey(site: paris, subject: "a", kind: "failed", at: at(-91 * day))
    )
    _ = await journal.claim(old)
    _ = await journal.claim(recent)
    await journal.end()
    let next = scratch.journal()
    #expect(await next.load(paris).map(\.identifier) == ["kept"])
    #expect(await next.events(paris).map(\.task) == ["kept"])
    #expect(await !next.claim(recent))
  }

  @Test func `while another program writes for long, what is to be written waits`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal()
    #expect(await works(journal))
    var other: OpaquePointer?
    defer { sqlite3_close(other) }
    #expect(sqlite3_open(scratch.file, &other) == SQLITE_OK)
    #expect(sqlite3_exec(other, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    journal.write([], [event("b", at: 1)])
    #expect(await journal.events(paris) == [event("a")])
    #expect(sqlite3_exec(other, "COMMIT", nil, nil, nil) == SQLITE_OK)
    #expect(await journal.events(paris) == [event("a"), event("b", at: 1)])
    #expect(scratch.told == [])
  }

  @Test func `a disk of other machines is told by its number`() {
    #expect(JournalFolder.networkKinds[0x6969] == "NFS")
    #expect(JournalFolder.networkKinds[0xEF53] == nil, "ext4")
    #expect(JournalFolder.networkKinds[0x0102_1994] == nil, "tmpfs")
  }

  @Test func `without a place it says so`() async throws {
    let scratch = try Scratch()
    #expect(await works(scratch.journal(.unknown)))
    #expect(scratch.told == [.noPlace])
  }

  @Test func `a folder where nothing can be made is told`() async throws {
    let scratch = try Scratch()
    #expect(await works(scratch.journal(.folder("/proc/exportdeck", size: 1 << 20))))
    #expect(scratch.told.count == 1)
  }
}
