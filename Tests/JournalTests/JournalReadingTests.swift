import Foundation
import Support
import Testing

@testable import Journal
@testable import Tracking

/// Reading what happened without being a dashboard: nothing is made, nothing is changed.
@Suite(.timeLimit(.minutes(5))) struct JournalReadingTests {
  private let berlin = Site(
    endpoint: "https://rds.eu-central-1.amazonaws.com", region: "eu-central-1", partition: "aws",
    account: "210987654321")

  private func filled() async throws -> Scratch {
    let scratch = try Scratch()
    let journal = scratch.journal()
    journal.write(
      [],
      [
        event("a", .cancelSent, at: 2), event("a", .cancelAccepted(status: nil), at: 4),
        Event(site: berlin, task: "b", at: at(3), kind: .startSent),
      ])
    await journal.end()
    return scratch
  }

  @Test func `all sites' events come in the order of time`() async throws {
    let scratch = try await filled()
    let reading = try #require(try Journal.read(in: scratch.state, most: 10))
    #expect(reading.events.map(\.task) == ["a", "b", "a"])
    #expect(reading.events.map(\.site) == [paris, berlin, paris])
    #expect(!reading.isCut)
  }

  @Test func `of many the newest are read, and of a time what is in it`() async throws {
    let scratch = try await filled()
    let newest = try #require(try Journal.read(in: scratch.state, most: 2))
    #expect(newest.events.map(\.at) == [at(3), at(4)] && newest.isCut)
    let since = try #require(try Journal.read(in: scratch.state, since: at(3.5), most: 2))
    #expect(since.events.map(\.at) == [at(4)] && !since.isCut)
  }

  @Test func `a file that isn't there is not made`() throws {
    let scratch = try Scratch()
    #expect(try Journal.read(in: scratch.state, most: 10) == nil)
    #expect(!FileManager.default.fileExists(atPath: scratch.state))
    try FileManager.default.createDirectory(
      atPath: scratch.state, withIntermediateDirectories: true)
    #expect(try Journal.read(in: scratch.state, most: 10) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.state) == [])
  }

  @Test func `it reads beside a dashboard that writes`() async throws {
    let scratch = try await filled()
    let journal = scratch.journal()
    journal.write([], [event("c", at: 9)])
    _ = await journal.events(paris)
    #expect(try Journal.read(in: scratch.state, most: 10)?.events.last?.task == "c")
    await journal.end()
  }

  @Test func `a later version's file, another program's and a broken one are left alone`()
    async throws
  {
    let later = try await filled()
    try later.change("PRAGMA user_version = 99")
    #expect(throws: JournalProblem.newer(path: later.file)) {
      try Journal.read(in: later.state, most: 10)
    }
    let foreign = try await filled()
    try foreign.change("PRAGMA application_id = 7")
    #expect(throws: JournalProblem.foreign(path: foreign.file)) {
      try Journal.read(in: foreign.state, most: 10)
    }
    let broken = try Scratch()
    try FileManager.default.createDirectory(
      atPath: broken.state, withIntermediateDirectories: true)
    let rubbish = Data("no database at all, but long enough to be looked at".utf8)
    try rubbish.write(to: URL(fileURLWithPath: broken.file))
    #expect(throws: JournalProblem.self) { try Journal.read(in: broken.state, most: 10) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: broken.file)) == rubbish)
    let link = try Scratch()
    try FileManager.default.createDirectory(atPath: link.state, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: link.file, withDestinationPath: later.file)
    #expect(throws: JournalProblem.notPlain(path: link.file)) {
      try Journal.read(in: link.state, most: 10)
    }
  }
}
