import AWSCore
import CSQLite
import Foundation
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

@Suite(.timeLimit(.minutes(5))) struct QueueRunnerTests {
  @Test func `starts five in order, and goes on when a slot is free`() async throws {
    let scene = QueueScene()
    try await scene.add("a", "b", "c", "d", "e", "f", "g")
    let runner = scene.runner()
    _ = await runner.turn()
    #expect(scene.account.sent == ["a", "b", "c", "d", "e"])
    _ = await runner.turn()
    #expect(scene.account.sent.count == 5)
    scene.account.state.withLock { $0.tasks[2].status = .complete }
    _ = await runner.turn()
    #expect(scene.account.sent == ["a", "b", "c", "d", "e", "f"])
    let report = try #require(scene.reports.withLock { $0.last })
    #expect(report.open.map(\.request.exportTaskIdentifier) == ["g"])
    #expect(report.runners[QueueScene.site]?.isThis == true)
    #expect(scene.events.withLock { $0.count } == 12, "sent and accepted, for each")
  }

  @Test func `sends nothing elsewhere than where it was queued for`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    let runner = scene.runner()
    var other = QueueScene.site
    other.account = "222222222222"
    scene.place.withLock { $0 = other }
    _ = await runner.turn()
    #expect(scene.account.sent == [])
    let report = try #require(scene.reports.withLock { $0.last })
    #expect(report.runners == [:])
    #expect(
      report.obstacles[QueueScene.site]?.contains("no context that is watched leads to") == true)
    #expect(try await scene.states() == [.waiting])
    scene.place.withLock { $0 = QueueScene.site }
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"])
  }

  @Test func `sends nothing where it is read-only`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    _ = await scene.runner(isReadOnly: true).turn()
    #expect(scene.account.sent == [])
    #expect(
      scene.reports.withLock { $0.last?.obstacles[QueueScene.site] }?.contains("read-only") == true)
  }

  @Test func `stands by while another runs, and takes over`() async throws {
    let scene = QueueScene()
    let second = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    try await scene.add("a")
    _ = try await scene.store.lead(QueueScene.site, as: .command)
    let runner = scene.runner(store: second)
    _ = await runner.turn()
    #expect(scene.account.sent == [])
    #expect(scene.reports.withLock { $0.last?.runners[QueueScene.site]?.isThis } == false)
    await scene.store.resign(QueueScene.site)
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"])
  }

  @Test func `asks AWS what became of what was being sent, before it sends anything`() async throws
  {
    let scene = QueueScene()
    let entries = try await scene.add("a", "b")
    for entry in entries { _ = try await scene.store.begin(entry.id, by: "one that was killed") }
    // Of the two, the first had reached AWS.
    _ = try await scene.account.startExportTask(entries[0].request)
    _ = await scene.runner().turn()
    #expect(scene.account.sent == ["a", "b"], "b is sent for the first time, a not again")
    #expect(try await scene.store.entries().filter(\.isOpen) == [])
  }

  @Test func `leaves what it can't settle, and sends it not again`() async throws {
    let scene = QueueScene()
    let entry = try await scene.add("a")[0]
    _ = try await scene.store.begin(entry.id, by: "one that was killed")
    scene.account.state.withLock { $0.describeFails = true }
    let runner = scene.runner()
    for _ in 0..<3 { _ = await runner.turn() }
    #expect(scene.account.sent == [])
    #expect(try await scene.store.entries()[0].isSending)
    #expect(scene.account.state.withLock { $0.describes } < 6, "not asked again at once")
  }

  @Test func `finds a start whose answer was lost`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    scene.account.state.withLock { state in
      state.refusals = [.call(.cancelled)]
      state.losesAnswers = true
    }
    let runner = scene.runner()
    _ = await runner.turn()
    #expect(try await scene.store.entries()[0].isSending)
    try await scene.clock.advance(by: .seconds(6))
    _ = await runner.turn()
    #expect(try await scene.store.entries()[0].isStarted)
    #expect(scene.account.sent == ["a"])
  }

  @Test func `holds what clashes with another's export`() async throws {
    let scene = QueueScene()
    try await scene.add("a", "b")
    scene.account.state.withLock {
      $0.refusals = [ExportTasksError(.service(QueuedAccount.fault("ExportTaskAlreadyExists")))]
    }
    _ = await scene.runner().turn()
    let states = try await scene.states()
    guard case .held(.clash) = states[0], case .started = states[1] else {
      Issue.record("\(states)")
      return
    }
  }

  @Test func `rests where AWS says that no slot is free, and tries again`() async throws {
    let scene = QueueScene()
    try await scene.add("a", "b")
    scene.account.state.withLock {
      $0.refusals = [ExportTasksError(.service(QueuedAccount.fault("ExportTaskLimitReachedFault")))]
    }
    let runner = scene.runner()
    for _ in 0..<3 { _ = await runner.turn() }
    #expect(scene.account.sent == ["a"], "b would meet the same")
    try await scene.clock.advance(by: .seconds(16))
    _ = await runner.turn()
    #expect(scene.account.sent == ["a", "a", "b"])
  }

  @Test func `starts at its time, and holds what has missed it`() async throws {
    let scene = QueueScene()
    let now = scene.clock.wall
    try await scene.add(
      "late", schedule: QueueSchedule(start: now.addingTimeInterval(60), zone: "UTC"))
    try await scene.add(
      "missed",
      schedule: QueueSchedule(
        start: now.addingTimeInterval(10), zone: "UTC", latest: now.addingTimeInterval(20)))
    let runner = scene.runner()
    #expect(await runner.turn() <= .seconds(10))
    #expect(scene.account.state.withLock { $0.describes } == 0, "nobody is asked before the time")
    try await scene.clock.advance(by: .seconds(61))
    _ = await runner.turn()
    #expect(scene.account.sent == ["late"])
    #expect(try await scene.states()[1] == .held(.missed))
  }

  @Test func `sends nothing that it can't note on the disk`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    _ = try await scene.store.lead(QueueScene.site, as: .dashboard)
    let path = "\(scene.folder)/memory.sqlite"
    // Whatever is written fails; what is read doesn't.
    let sql = "CREATE TRIGGER full BEFORE UPDATE ON queue BEGIN SELECT RAISE(ABORT, 'full'); END"
    var other: OpaquePointer?
    defer { sqlite3_close(other) }
    try #require(sqlite3_open(path, &other) == SQLITE_OK)
    try #require(sqlite3_exec(other, sql, nil, nil, nil) == SQLITE_OK)
    _ = await scene.runner().turn()
    #expect(scene.account.sent == [])
    #expect(scene.reports.withLock { $0.last?.problem } != nil)
  }

  @Test func `leaves a site to others where AWS lets it start nothing`() async throws {
    let scene = QueueScene()
    try await scene.add("a", "b")
    let denied = ExportTasksError(.service(QueuedAccount.fault("AccessDenied")))
    scene.account.state.withLock { $0.refusals = [denied] }
    _ = await scene.runner().turn()
    #expect(scene.account.sent == ["a"], "the others would be denied as well")
    #expect(try await scene.states() == [.waiting, .waiting])
    #expect(
      scene.reports.withLock { $0.last?.obstacles[QueueScene.site] } == denied.summary,
      "and it says so")
    let other = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    try await scene.clock.advance(by: .seconds(6))
    _ = await scene.runner(store: other).turn()
    #expect(scene.account.sent == ["a", "a", "b"])
    await other.close()
    await scene.store.close()
  }

  @Test func `asks a site again at once where a person wants to know`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    scene.account.state.withLock {
      $0.refusals = [ExportTasksError(.service(QueuedAccount.fault("AccessDenied")))]
    }
    let runner = scene.runner()
    _ = await runner.turn()
    try await scene.clock.advance(by: .seconds(20))
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"], "the site is left to others")
    runner.askAgain()
    _ = await runner.turn()
    #expect(scene.account.sent == ["a", "a"])
    await scene.store.close()
  }

  @Test func `says what is wrong for as long as it rests`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    scene.account.state.withLock { $0.describeFails = true }
    let runner = scene.runner()
    _ = await runner.turn()
    let said = scene.reports.withLock { $0.last?.obstacles[QueueScene.site] }
    #expect(said != nil)
    _ = await runner.turn()
    #expect(scene.reports.withLock { $0.last?.obstacles[QueueScene.site] } == said)
    #expect(scene.account.state.withLock { $0.describes } == 1, "it rests")
    await scene.store.close()
  }

  @Test func `lets others have its sites while it stands still`() async throws {
    let scene = QueueScene()
    try await scene.add("a", "b", "c", "d", "e", "f")
    let runner = scene.runner()
    runner.begin()
    try await eventually("five are started") { scene.account.sent.count == 5 }
    #expect(await runner.pause())
    let other = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    #expect(try await other.starter(at: QueueScene.site) == nil, "nor does it stand by")
    #expect(try await other.lead(QueueScene.site, as: .command))
    await other.resign(QueueScene.site)
    runner.resume()
    try await eventually("it has them again") {
      try await other.runners(of: [QueueScene.site])[QueueScene.site]?.kind == .dashboard
    }
    await runner.end()
    await other.close()
  }

  @Test func `doesn't stand still while something is being sent, and keeps its site till then`()
    async throws
  {
    let scene = QueueScene()
    try await scene.add("a")
    let (asked, answer) = (Awaited<Void>(), Awaited<Void>())
    scene.account.state.withLock { state in
      state.whenSending = {
        asked.give(())
        await answer.value()
      }
    }
    let runner = scene.runner()
    runner.begin()
    await asked.value()
    let other = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    let pause = Task { await runner.pause() }
    try await eventually("it is waited for") {
      scene.clock.nextDue.map { $0 <= QueueRunner.patienceBeforePause } ?? false
        && runner.isStopping
    }
    try await scene.clock.advance(by: QueueRunner.patienceBeforePause + .seconds(1))
    #expect(await !pause.value, "nobody may have the site yet")
    #expect(try await other.runners(of: [QueueScene.site])[QueueScene.site] != nil)
    answer.give(())
    try await eventually("the answer is noted") { try await other.entries()[0].isStarted }
    runner.resume()
    #expect(await runner.pause())
    #expect(try await other.lead(QueueScene.site, as: .command))
    await runner.end()
    await other.close()
  }

  @Test func `looks anew soon after work that took longer than a turn`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    let (asked, answer) = (Awaited<Void>(), Awaited<Void>())
    scene.account.state.withLock { state in
      state.whenSending = {
        asked.give(())
        await answer.value()
      }
    }
    let runner = scene.runner()
    let turn = Task { await runner.turn() }
    await asked.value()
    try await eventually("it is waited for") {
      scene.clock.nextDue.map { $0 <= .seconds(10) } ?? false
    }
    await scene.clock.nudge(by: .seconds(11))
    _ = await turn.value
    answer.give(())
    try await eventually("it has ended") { runner.works.isIdle }
    try await scene.add("b")
    #expect(await runner.turn() == .seconds(1), "not when that work would have looked again")
    _ = await runner.turn()
    #expect(scene.account.sent == ["a", "b"])
    await scene.store.close()
  }

  @Test func `says that it stands by, and where it can't start anything`() async throws {
    let scene = QueueScene()
    let other = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    let runner = scene.runner()
    _ = await runner.turn()
    #expect(try await other.starter(at: QueueScene.site)?.isStandby == true)
    try await scene.add("a")
    var elsewhere = QueueScene.site
    elsewhere.account = "222222222222"
    scene.place.withLock { $0 = elsewhere }
    _ = await runner.turn()
    #expect(try await other.starter(at: QueueScene.site) == nil, "it has no way there")
    #expect(try await other.starter(at: elsewhere)?.isStandby == true)
    scene.place.withLock { $0 = QueueScene.site }
    scene.account.state.withLock {
      $0.refusals = [ExportTasksError(.service(QueuedAccount.fault("AccessDenied")))]
    }
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"])
    #expect(try await other.starter(at: QueueScene.site) == nil, "AWS lets it start nothing")
    await scene.store.close()
    _ = await scene.runner(isReadOnly: true).turn()
    #expect(try await other.starter(at: elsewhere) == nil, "nor does one that may not")
    await other.close()
    await scene.store.close()
  }

  @Test func `goes on when it is woken, and ends with its locks given back`() async throws {
    let scene = QueueScene()
    let runner = scene.runner()
    runner.begin()
    try await eventually("the first look") { scene.reports.withLock { !$0.isEmpty } }
    try await scene.add("a")
    runner.wake()
    try await eventually("it is started") { scene.account.sent == ["a"] }
    await runner.end()
    let next = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    #expect(try await next.lead(QueueScene.site, as: .command))
  }
}
