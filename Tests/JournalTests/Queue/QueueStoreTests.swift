import CSQLite
import Dispatch
import Foundation
import Ground
import Planning
import RDSExports
import Support
import Testing
import Tracking

@testable import Journal

@Suite(.timeLimit(.minutes(5))) struct `The queue's store` {
  @Test func `gives back what was added, in its order, to every program`() async throws {
    let scratch = try Scratch()
    let schedule = QueueSchedule(start: at(3600), zone: "CET", latest: at(7200))
    let london = Site(
      endpoint: "https://rds.eu-west-2.amazonaws.com", region: "eu-west-2", partition: "aws",
      account: "210987654321")
    let drafts = [draft("a", schedule: schedule), draft("b", at: london), draft("c")]
    let added = try await scratch.queue().add(drafts)
    #expect(added.map(\.site) == drafts.map(\.site))
    #expect(added.map(\.request) == drafts.map(\.request))
    #expect(added.map(\.schedule) == drafts.map(\.schedule))
    #expect(added.allSatisfy { $0.isWaiting && $0.sending == SendHistory() })
    #expect(added.map(\.addedAt) == Array(repeating: scratch.clock.wall, count: 3))
    #expect(try await scratch.queue().entries() == added)
  }

  @Test func `takes an identifier once, whatever its case, and all of a batch or nothing`()
    async throws
  {
    let scratch = try Scratch()
    let queue = scratch.queue()
    let first = try await queue.add([draft("orders")])
    await #expect(throws: QueueProblem.queuedAlready(identifier: "Orders", id: first[0].id)) {
      try await queue.add([draft("new"), draft("Orders")])
    }
    #expect(try await queue.names() == ["orders"])
    _ = try await queue.add(
      [draft("orders", at: Site(endpoint: "e", region: "r", partition: "p", account: "1"))])
  }

  @Test func `takes nothing for an account that nobody knows, and not without end`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue()
    var nowhere = paris
    nowhere.account = nil
    await #expect(throws: QueueProblem.accountUnknown) {
      try await queue.add([draft("a", at: nowhere)])
    }
    await #expect(throws: QueueProblem.tooMany(most: 1000)) {
      try await queue.add((0...1000).map { draft("a\($0)") })
    }
    #expect(try await queue.names() == [])
  }

  @Test func `holds, releases, moves and removes`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue()
    let ids = try await queue.add(["a", "b", "c"].map { draft($0) }).map(\.id)
    try await queue.edit(ids[2], .moveToFirst)
    #expect(try await queue.names() == ["c", "a", "b"])
    try await queue.edit(ids[2], .move(by: 1))
    #expect(try await queue.names() == ["a", "c", "b"])
    try await queue.edit(ids[0], .hold)
    #expect(try await queue.entries()[0].state == .held(.byUser))
    await #expect(throws: QueueProblem.refused(.held, identifier: "a")) {
      try await queue.edit(ids[0], .hold)
    }
    try await queue.edit(ids[0], .release)
    #expect(try await queue.entries()[0].isWaiting)
    try await queue.edit(ids[1], .remove)
    await #expect(throws: QueueProblem.gone(id: ids[1])) {
      try await queue.edit(ids[1], .remove)
    }
    #expect(try await queue.names() == ["a", "c"])
    let next = try await queue.add([draft("b")])
    #expect(next[0].id > ids[2], "a number is never used again")
    #expect(try await queue.names() == ["a", "c", "b"])
  }

  @Test func `lets one of many claim an entry, and nobody edit it while it is sent`() async throws {
    let scratch = try Scratch()
    let id = try await scratch.queue().add([draft("a")])[0].id
    let queues = (0..<8).map { _ in scratch.queue() }
    let claims = await withTaskGroup(of: Int.self) { group in
      for queue in queues {
        group.addTask { ((try? await queue.begin(id, by: "one")) ?? nil) == nil ? 0 : 1 }
      }
      return await group.reduce(0, +)
    }
    #expect(claims == 1)
    #expect(try await queues[7].lead(paris, as: .command))
    for edit in [QueueEdit.remove, .hold, .release, .moveToFirst] {
      await #expect(throws: QueueProblem.refused(.sending, identifier: "a")) {
        try await queues[0].edit(id, edit)
      }
    }
    let claimed = try await queues[1].entries()[0]
    #expect(claimed.state == .sending(since: scratch.clock.wall, by: "one"))
    #expect(claimed.sending == SendHistory(count: 1, first: scratch.clock.wall))
    let started = try await queues[2].end(id) { entry, now in entry.succeed(at: now) }
    #expect(started?.isStarted == true)
    #expect(try await queues[3].end(id) { entry, now in entry.settle(nil, at: now) } == nil)
    #expect(try await queues[3].begin(id, by: "two") == nil)
  }

  @Test func `takes nothing out that has been started or sent since it was seen to wait`()
    async throws
  {
    let scratch = try Scratch()
    let queue = scratch.queue()
    let ids = try await queue.add([draft("a"), draft("b")]).map(\.id)
    for id in ids { _ = try await queue.begin(id, by: "me") }
    _ = try await queue.end(ids[0]) { entry, now in entry.succeed(at: now) }
    for seen in [QueueEntry.State.waiting, .held(.byUser)] {
      await #expect(throws: QueueProblem.refused(.startedMeanwhile, identifier: "a")) {
        try await queue.edit(ids[0], .remove, seen: seen)
      }
      await #expect(throws: QueueProblem.refused(.sentMeanwhile, identifier: "b")) {
        try await queue.edit(ids[1], .remove, seen: seen)
      }
    }
    #expect(try await queue.names() == ["a", "b"])
    for id in ids { try await queue.edit(id, .remove) }
    #expect(try await queue.names() == [], "who sees it as it is may")
  }

  @Test func `releases nothing that is held for another reason than was seen`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue()
    let id = try await queue.add([draft("a")])[0].id
    _ = try await queue.begin(id, by: "me")
    _ = try await queue.end(id) { entry, _ in entry.state = .held(.clash("another's")) }
    await #expect(throws: QueueProblem.refused(.heldMeanwhile, identifier: "a")) {
      try await queue.edit(id, .release, seen: .held(.byUser))
    }
    #expect(try await queue.entries()[0].isHeld)
    try await queue.edit(id, .release, seen: .held(.clash("another's")))
    #expect(try await queue.entries()[0].isWaiting)
  }

  @Test func `lets what was being sent be removed once nobody can be sending it`() async throws {
    let scratch = try Scratch()
    let (queue, runner) = (scratch.queue(), scratch.queue())
    let id = try await queue.add([draft("a")])[0].id
    #expect(try await runner.lead(paris, as: .command))
    _ = try await runner.begin(id, by: "one that is killed")
    await #expect(throws: QueueProblem.refused(.sending, identifier: "a")) {
      try await queue.edit(id, .remove)
    }
    await runner.close()
    try await queue.edit(id, .remove)
    #expect(try await queue.names() == [])
  }

  @Test func `claims nothing that is held, missed or gone`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue()
    let ids = try await queue.add(["a", "b", "c"].map { draft($0) }).map(\.id)
    try await queue.edit(ids[0], .hold)
    #expect(try await queue.miss(ids[0]) == nil)
    #expect(try await queue.miss(ids[1])?.state == .held(.missed))
    try await queue.edit(ids[2], .remove)
    for id in ids { #expect(try await queue.begin(id, by: "one") == nil) }
  }

  @Test func `keeps every state and setback`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue(mask: { $0.replacing("secret", with: "***") })
    let id = try await queue.add([draft("a")])[0].id
    let set = try #require(try await queue.setBack(id, "no secret"))
    let wall = scratch.clock.wall
    #expect(set.setback == QueueSetback(kind: .failed, at: wall, words: "no secret"))
    #expect(
      try await scratch.queue().entries()[0].setback
        == QueueSetback(kind: .failed, at: wall, words: "no ***"))
    for state in [
      QueueEntry.State.held(.refused("r")), .held(.clash("c")), .held(.missed), .held(.byUser),
      .waiting, .sending(since: at(1), by: "me"), .started(at: at(2)),
    ] {
      let id = try await queue.add([draft("b")])[0].id
      _ = try await queue.begin(id, by: "me")
      _ = try await queue.end(id) { entry, _ in
        entry.state = state
        entry.sending.mayHaveArrived = true
      }
      let kept = try #require(try await scratch.queue().entries().last)
      #expect(kept.state == state)
      #expect(kept.sending == SendHistory(count: 1, first: wall, mayHaveArrived: true))
      try scratch.change("DELETE FROM queue WHERE id = \(id)")
    }
  }

  @Test func `forgets what was started a week ago, and nothing else`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue()
    let ids = try await queue.add(["old", "new", "waiting"].map { draft($0) }).map(\.id)
    let now = scratch.clock.wall
    for (id, days) in [(ids[0], 8.0), (ids[1], 6.0)] {
      _ = try await queue.begin(id, by: "me")
      _ = try await queue.end(id) { entry, _ in
        entry.succeed(at: now.addingTimeInterval(-days * 86_400))
      }
    }
    _ = try await queue.add([draft("next")])
    #expect(try await queue.names() == ["new", "waiting", "next"])
  }

  @Test func `names an entry that it can't read, and lets it be removed`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue()
    let id = try await queue.add([draft("a")])[0].id
    try scratch.change("UPDATE queue SET entry = '{}'")
    await #expect(throws: QueueProblem.unreadable(id: id)) { try await queue.entries() }
    try await queue.edit(id, .remove)
    #expect(try await queue.names() == [])
  }
}

@Suite(.timeLimit(.minutes(5))) struct `The queue's file` {
  @Test func `of the first version is brought to this one with all that is in it`() async throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.state, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try scratch.change(JournalSchema.steps[0] + "PRAGMA user_version = 1;")
    try scratch.change(
      """
      INSERT INTO sites (endpoint, region, partition, account)
        VALUES ('\(paris.endpoint)', 'eu-west-3', 'aws', '123456789012');
      INSERT INTO events (site, at, task, kind)
        VALUES (1, \(noon.timeIntervalSinceReferenceDate), 'a', '{"appeared":{}}');
      """)
    let queue = scratch.queue()
    _ = try await queue.add([draft("b")])
    let journal = scratch.journal()
    #expect(await journal.events(paris) == [event("a")])
    #expect(try await scratch.queue().names() == ["b"])
    #expect(scratch.told == [])
  }

  @Test func `of a later version, damaged or another's is left as it is, and there is no queue`()
    async throws
  {
    let later = JournalSchema.version + 1
    let problems: [(String, @Sendable (String) -> JournalProblem)] = [
      (
        "PRAGMA application_id = \(JournalSchema.application); PRAGMA user_version = \(later)",
        { .newer(path: $0) }
      ),
      (
        "PRAGMA application_id = \(JournalSchema.application); PRAGMA user_version = -1",
        { .damaged(path: $0, detail: "its version is -1") }
      ), ("CREATE TABLE theirs (x)", { .foreign(path: $0) }),
    ]
    for (sql, problem) in problems {
      let scratch = try Scratch()
      try FileManager.default.createDirectory(
        atPath: scratch.state, withIntermediateDirectories: true)
      try scratch.change(sql)
      let before = try Data(contentsOf: URL(fileURLWithPath: scratch.file))
      await #expect(throws: QueueProblem.file(problem(scratch.file))) {
        try await scratch.queue().add([draft("a")])
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.file)) == before)
    }
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.state, withIntermediateDirectories: true)
    let text = Data(String(repeating: "no database. ", count: 500).utf8)
    try text.write(to: URL(fileURLWithPath: scratch.file))
    await #expect(throws: QueueProblem.self) { try await scratch.queue().entries() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.file)) == text)
  }

  @Test func `is no queue where there is no place for it`() async throws {
    let scratch = try Scratch()
    await #expect(throws: QueueProblem.switchedOff) { try await scratch.queue(.inMemory).entries() }
    await #expect(throws: QueueProblem.file(.noPlace)) {
      try await scratch.queue(.unknown).entries()
    }
  }

  @Test func `that is locked for long claims nothing, and nothing is sent`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue()
    let id = try await queue.add([draft("a")])[0].id
    var other: OpaquePointer?
    defer { sqlite3_close(other) }
    #expect(sqlite3_open(scratch.file, &other) == SQLITE_OK)
    #expect(sqlite3_exec(other, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    await #expect(throws: QueueProblem.busy(path: scratch.file)) {
      try await queue.begin(id, by: "me")
    }
    #expect(sqlite3_exec(other, "COMMIT", nil, nil, nil) == SQLITE_OK)
    #expect(try await queue.entries()[0].isWaiting)
  }

  @Test func `on a disk that is given up does nothing later of what it said had failed`()
    async throws
  {
    let scratch = try Scratch()
    let disk = DispatchSemaphore(value: 0)
    let queue = scratch.queue(mask: { text in
      disk.wait()
      return text
    })
    let id = try await queue.add([draft("a")])[0].id
    // The first waits for the disk, the second for the first.
    let first = Task { try await queue.setBack(id, "no answer") }
    try await eventually("the first has begun") { scratch.clock.appointments == 1 }
    let second = Task { try await queue.add([draft("b")]) }
    try await eventually("the second waits") { scratch.clock.appointments == 2 }
    await scratch.clock.nudge(by: Journal.patience + .seconds(1))
    let silent = QueueProblem.file(.silent(path: scratch.state))
    await #expect(throws: silent) { try await first.value }
    await #expect(throws: silent) { try await second.value }
    disk.signal()
    #expect(try await queue.names() == ["a"])
    #expect(try await queue.add([draft("b")]).count == 1, "it goes on once the disk does")
  }

  @Test func `that is taken away claims nothing`() async throws {
    let scratch = try Scratch()
    let queue = scratch.queue()
    let id = try await queue.add([draft("a")])[0].id
    try scratch.change("DROP TABLE queue")
    await #expect(throws: QueueProblem.self) { try await queue.begin(id, by: "me") }
  }

  /// What is remembered may fill its own limit; what waits has room of its own.
  @Test func `has room for the queue where memories have filled theirs`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal(size: 1)
    let filling = String(repeating: "x", count: 400)
    journal.write([], (0..<1000).map { event("t\($0)", .startRefused(because: filling)) })
    _ = await journal.events(paris)
    #expect(scratch.told == [.full(path: scratch.file)])
    let queue = scratch.queue(.folder(scratch.state, size: 1))
    _ = try await queue.add((0..<500).map { draft("a\($0)") })
    #expect(try await scratch.queue().entries().count == 500)
  }
}
