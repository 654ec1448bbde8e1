import Foundation
import Planning
import Testing
import Tracking

@testable import Journal

@Suite(.timeLimit(.minutes(5))) struct `Who runs the queue` {
  @Test func `is one program for a site, and another once that is gone`() async throws {
    let scratch = try Scratch()
    let (one, other) = (scratch.queue(), scratch.queue())
    #expect(try await one.runners(of: [paris]) == [:])
    #expect(try await one.lead(paris, as: .command))
    #expect(try await one.lead(paris, as: .command), "it is its own already")
    #expect(try await !other.lead(paris, as: .dashboard))
    let name = QueueRunnerName(kind: .command, pid: getpid(), isThis: true)
    #expect(try await one.runners(of: [paris]) == [paris: name])
    #expect(try await other.runners(of: [paris])[paris]?.isThis == false)
    #expect(try await other.runners(of: [paris])[paris]?.kind == .command)
    var elsewhere = paris
    elsewhere.region = "eu-west-1"
    #expect(try await other.lead(elsewhere, as: .dashboard), "another site has its own")
    await one.resign(paris)
    #expect(try await other.lead(paris, as: .dashboard))
    await other.close()
    #expect(try await one.runners(of: [paris, elsewhere]) == [:])
    #expect(scratch.mode(of: "\(scratch.state)/queue-1.lock") == 0o600)
  }

  @Test func `fills an account's slots alone, in all its regions`() async throws {
    let scratch = try Scratch()
    let (one, other) = (scratch.queue(), scratch.queue())
    var elsewhere = paris
    elsewhere.region = "eu-west-1"
    var another = paris
    another.account = "999999999999"
    #expect(try await one.takeSlots(ofAccountAt: paris, as: .command) == .given)
    #expect(try await other.takeSlots(ofAccountAt: elsewhere, as: .command) != .given)
    #expect(try await other.takeSlots(ofAccountAt: another, as: .command) == .given)
    await one.giveBackSlots(ofAccountAt: paris)
    #expect(try await other.takeSlots(ofAccountAt: elsewhere, as: .command) == .given)
    await other.close()
    #expect(try await one.takeSlots(ofAccountAt: paris, as: .command) == .given)
  }

  @Test func `knows an account by any name that a server gives it`() async throws {
    let scratch = try Scratch()
    let (one, other) = (scratch.queue(), scratch.queue())
    let names = [String(repeating: "9", count: 5000), "../../etc", "a\0b", ""]
    for name in names {
      var site = paris
      site.account = name
      #expect(try await one.takeSlots(ofAccountAt: site, as: .command) == .given)
      #expect(try await other.takeSlots(ofAccountAt: site, as: .command) != .given)
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.state)
    #expect(files.count { $0.hasPrefix("queue-account-") } == names.count)
  }

  @Test func `is soon one of those that stand by, where that can serve the site`() async throws {
    let scratch = try Scratch()
    let (one, other) = (scratch.queue(), scratch.queue())
    var elsewhere = paris
    elsewhere.region = "eu-west-1"
    let sites: Set<Site> = [paris, elsewhere]
    #expect(try await one.standbys(for: sites) == [:])
    try await other.standBy(as: .dashboard, for: [paris])
    let name = QueueRunnerName(kind: .dashboard, pid: getpid(), isThis: false, isStandby: true)
    #expect(try await one.standbys(for: sites) == [paris: name])
    #expect(try await one.starter(at: paris) == name)
    #expect(try await one.starter(at: elsewhere) == nil)
    #expect(try await other.standbys(for: sites) == [:], "none besides itself")
    try await one.standBy(as: .command, for: [elsewhere])
    #expect(try await one.standbys(for: sites) == [paris: name])
    #expect(try await other.standbys(for: sites)[elsewhere]?.kind == .command)
    #expect(try await other.standbys(for: sites)[paris] == nil)
    try await other.standBy(as: .dashboard, for: sites)
    #expect(try await Set(one.standbys(for: sites).keys) == sites)
    try await other.leaveStandby()
    #expect(try await one.standbys(for: sites) == [:])
    try await other.standBy(as: .dashboard, for: sites)
    await other.close()
    #expect(try await one.standbys(for: sites) == [:], "it goes with the program")
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.state)
    #expect(files.count { $0.hasPrefix("queue-standby-") } == 2, "a file is used again")
  }

  @Test func `is somebody where the lock doesn't say who, and nothing is lost by it`() async throws
  {
    let scratch = try Scratch()
    let (one, other) = (scratch.queue(), scratch.queue())
    let entry = try #require(try await one.add([draft("a")]).first)
    #expect(try await one.lead(paris, as: .command))
    _ = try await one.begin(entry.id, by: "one")
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.state)
    let file = try #require(files.first { $0.hasPrefix("queue-1") })
    let handle = try #require(FileHandle(forWritingAtPath: "\(scratch.state)/\(file)"))
    try handle.truncate(atOffset: 0)
    let name = QueueRunnerName(kind: .command, pid: nil, isThis: false)
    #expect(try await other.runners(of: [paris]) == [paris: name])
    await #expect(throws: QueueProblem.self) {
      try await other.edit(entry.id, .remove, seen: nil)
    }
  }

  @Test func `is nobody once a program has given all of it away`() async throws {
    let scratch = try Scratch()
    let (one, other) = (scratch.queue(), scratch.queue())
    #expect(try await one.lead(paris, as: .command))
    #expect(try await one.takeSlots(ofAccountAt: paris, as: .command) == .given)
    try await one.standBy(as: .command, for: [paris])
    await one.resignAll()
    #expect(try await other.starter(at: paris) == nil)
    #expect(try await other.lead(paris, as: .command))
    #expect(try await other.takeSlots(ofAccountAt: paris, as: .command) == .given)
  }

  @Test func `is nobody's where its lock can't be opened, and the file is named`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue()
    _ = try await queue.add([draft("a")])
    let path = "\(scratch.state)/queue-1.lock"
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: "\(scratch.state)/elsewhere")
    let problem = try #require(
      await #expect(throws: QueueProblem.self) { try await queue.lead(paris, as: .command) })
    #expect(problem.description.contains(path))
    #expect(try await queue.runners(of: [paris]) == [:])
    #expect(!FileManager.default.fileExists(atPath: "\(scratch.state)/elsewhere"))
  }

  @Test func `is this program where nobody else can be it`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue(.inMemory, isKept: false)
    #expect(try await queue.add([draft("a")]).count == 1)
    #expect(try await queue.lead(paris, as: .dashboard))
    #expect(try await queue.runners(of: [paris])[paris]?.isThis == true)
  }
}
