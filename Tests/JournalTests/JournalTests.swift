import Foundation
import Support
import Synchronization
import Testing

@testable import Journal
@testable import Tracking

@Suite(.timeLimit(.minutes(5))) struct JournalTests {
  @Test func `what was written is there after the program has ended`() async throws {
    let scratch = try Scratch()
    let events = [
      event("a", .turned(from: "STARTING", to: "IN_PROGRESS"), at: 1),
      event("a", .cancelRefused(because: "no"), at: 2),
      Event(
        site: paris, task: nil, at: at(3), kind: .troubleBegan(.unreachable, summary: "refused")),
      Event(site: paris, task: nil, at: at(63), kind: .troubleEnded(.unreachable, after: 60)),
    ]
    let journal = scratch.journal()
    journal.write(memories("a"), events)
    await journal.end()
    let next = scratch.journal()
    #expect(await next.load(paris) == memories("a"))
    #expect(await next.events(paris) == events)
    #expect(scratch.told == [])
  }

  @Test func `another site has nothing of it, and one without an account neither gives nor takes`()
    async throws
  {
    let scratch = try Scratch()
    let journal = scratch.journal()
    var nameless = paris
    nameless.account = nil
    journal.write(
      memories("a") + memories("b", of: nameless),
      [event("a"), Event(site: nameless, task: "b", at: noon, kind: .appeared)])
    #expect(await journal.load(paris).map(\.identifier) == ["a"])
    #expect(await journal.load(nameless) == [])
    #expect(await journal.events(nameless) == [])
    for change in [\Site.endpoint, \.region, \.partition] {
      var other = paris
      other[keyPath: change] += "x"
      #expect(await journal.load(other) == [])
      #expect(await journal.events(other) == [])
    }
    var other = paris
    other.account = "210987654321"
    #expect(await journal.load(other) == [])
  }

  @Test func `a task that has ended is forgotten, and its events are not`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal()
    journal.write(memories("a") + memories("b"), [event("a")])
    #expect(await journal.load(paris).count == 2)
    let ended = TaskMemory(
      site: paris, identifier: "a", origin: .init(), seenAt: noon, trace: nil)
    journal.write([ended], [])
    #expect(await journal.load(paris).map(\.identifier) == ["b"])
    #expect(await journal.events(paris) == [event("a")])
  }

  @Test func `writing waits for no disk, and is done in one go a second later`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal()
    #expect(await journal.events(paris) == [])
    for number in 0..<50 { journal.write([], [event("\(number)")]) }
    // The patience with the disk and one flush, not fifty.
    #expect(scratch.clock.appointments == 2)
    #expect(scratch.clock.nextDue == .seconds(1))
    let other = scratch.journal()
    #expect(await other.events(paris) == [])
    try await scratch.clock.advance(by: .seconds(1))
    #expect(await other.events(paris).count == 50)
  }

  @Test func `two dashboards tell the same news once, and what each did itself`() async throws {
    let scratch = try Scratch()
    let (one, other) = (scratch.journal(), scratch.journal())
    let failed = Event.Kind.turned(from: "IN_PROGRESS", to: "FAILED")
    one.write([], [event("a", failed, at: 0), event("a", .reached(percent: 30), at: 0)])
    #expect(await one.events(paris).count == 2)
    other.write(
      [],
      [
        event("a", failed, at: 4), event("a", .reached(percent: 31), at: 4),
        event("b", failed, at: 4), event("a", .cancelSent, at: 5),
      ])
    one.write([], [event("a", .cancelSent, at: 6)])
    _ = await other.events(paris)
    let all = await one.events(paris)
    #expect(
      all == [
        event("a", failed, at: 0), event("a", .reached(percent: 30), at: 0),
        event("b", failed, at: 4), event("a", .cancelSent, at: 5), event("a", .cancelSent, at: 6),
      ])
    let united = Event.united(all, [event("a", failed, at: 7), event("c", failed, at: 1)])
    #expect(united.count == 6, "the screen joins them by the same rule")
    #expect(united[2] == event("c", failed, at: 1))
  }

  @Test func `what ended between two tellings makes them two, however soon`() async throws {
    let scratch = try Scratch()
    let (one, other) = (scratch.journal(), scratch.journal())
    let began = Event.Kind.troubleBegan(.unreachable, summary: "RDS can't be reached.")
    let over = Event.Kind.troubleEnded(.unreachable, after: 30)
    let moved = Event.Kind.movedOn(percent: 40, after: 90)
    let all = [
      event("a", began, at: 0), event("a", over, at: 30), event("a", began, at: 40),
      event("a", moved, at: 50), event("a", over, at: 100), event("a", moved, at: 150),
    ]
    one.write([], all)
    #expect(await one.events(paris) == all)
    // The other dashboard saw the same, each a little later.
    let seen = all.map { event("a", $0.kind, at: $0.at.timeIntervalSince(all[0].at) + 4) }
    other.write([], seen)
    _ = await other.events(paris)
    #expect(await one.events(paris) == all)
    #expect(Event.united(all, seen) == all)
    #expect(Event.united(seen, all) == all, "whoever tells it first")
  }

  @Test func `dashboards that make the file at the same moment all use it`() async throws {
    for _ in 0..<20 {
      let scratch = try Scratch()
      let journals = (0..<6).map { _ in scratch.journal() }
      for (number, journal) in journals.enumerated() { journal.write([], [event("\(number)")]) }
      // One that finds the file busy writes at the next look.
      for journal in journals + journals { _ = await journal.events(paris) }
      #expect(await journals[0].events(paris).count == journals.count)
    }
  }

  @Test func `a dashboard that has known a task for less doesn't take it from one that goes on`()
    async throws
  {
    let scratch = try Scratch()
    let (old, new) = (scratch.journal(), scratch.journal())
    old.write(memories("a", at: [0, 60, 120]), [])
    #expect(await old.load(paris).count == 1)
    new.write(memories("a", at: [100, 160]), [])
    #expect(await new.load(paris) == memories("a", at: [0, 60, 120]))
    new.write(memories("a", at: [100, 900]), [])
    #expect(await new.load(paris) == memories("a", at: [100, 900]), "the other has gone")
  }

  @Test func `an alert is claimed once, whoever asks, and acknowledging is shared`() async throws {
    let scratch = try Scratch()
    let (one, other) = (scratch.journal(), scratch.journal())
    let key = AlertKey(site: paris, subject: "a", kind: "failed", at: at(0.25))
    #expect(await one.claim(key))
    #expect(await !one.claim(key))
    #expect(await !other.claim(key))
    #expect(await other.claim(AlertKey(site: paris, subject: "a", kind: "failed", at: at(1))))
    #expect(await one.alerts(paris).acknowledged == [])
    other.acknowledge([key])
    _ = await other.alerts(paris)
    #expect(await one.alerts(paris).acknowledged == [key])
    let unclaimed = AlertKey(site: paris, subject: "b", kind: "late", at: noon)
    one.acknowledge([unclaimed])
    _ = await one.alerts(paris)
    #expect(await other.claim(unclaimed), "acknowledging is no claim")
    await one.end()
    await other.end()
    let next = scratch.journal()
    #expect(await !next.claim(key))
    #expect(await next.alerts(paris).acknowledged == [key, unclaimed])
  }

  @Test func `what was told, and when the site was last seen, survive`() async throws {
    let scratch = try Scratch()
    let key = AlertKey(site: paris, subject: "a", kind: "failed", at: at(1))
    let first = scratch.journal()
    #expect(await first.alerts(paris) == RememberedAlerts())
    first.note([key])
    first.write(memories("b", at: [0, 60]), [event("a")])
    #expect(await first.alerts(paris) == RememberedAlerts(told: [key]), "not by its own writing")
    await first.end()

    let next = scratch.journal()
    next.write(memories("b", at: [0, 900]), [event("c", at: 900)])
    var expected = RememberedAlerts(lastSeen: noon.addingTimeInterval(60), told: [key])
    #expect(await next.alerts(paris) == expected)
    #expect(await next.claim(key), "telling on a screen is no claim")
    next.note([key])
    next.acknowledge([key])
    expected = RememberedAlerts(
      lastSeen: expected.lastSeen, told: [key], claimed: [key], acknowledged: [key])
    #expect(await next.alerts(paris) == expected)
    #expect(await next.alerts(paris).open.isEmpty)
    await next.release(key)
    #expect(await next.claim(key), "what could not be told is told by the next")
  }

  @Test func `of many that claim at once, one gets it`() async throws {
    let scratch = try Scratch()
    let journals = (0..<4).map { _ in scratch.journal() }
    let key = AlertKey(site: paris, subject: "a", kind: "failed", at: noon)
    let claims = await withTaskGroup(of: Bool.self) { group in
      for journal in journals + journals { group.addTask { await journal.claim(key) } }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(claims == 1)
    #expect(scratch.told == [], "four that open a new file at once get on with each other")
  }

  @Test func `without a file it is the same until the end`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal(.inMemory)
    journal.write(memories("a"), [event("a")])
    #expect(await journal.load(paris) == memories("a"))
    #expect(await journal.events(paris) == [event("a")])
    let key = AlertKey(site: paris, subject: "a", kind: "failed", at: noon)
    #expect(await journal.claim(key))
    #expect(await !journal.claim(key))
    await journal.end()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == [])
    #expect(scratch.told == [])
  }

  @Test func `what is secret in a reason is not written`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal(mask: { $0.replacing("SECRET", with: "(hidden)") })
    journal.write(
      [],
      [
        event("a", .startRefused(because: "key SECRET")),
        event("a", .cancelRefused(because: "key SECRET")),
        Event(site: paris, task: nil, at: noon, kind: .troubleBegan(.denied, summary: "SECRET")),
      ])
    #expect(await journal.events(paris).count == 3)
    await journal.end()
    for name in try FileManager.default.contentsOfDirectory(atPath: scratch.state) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(scratch.state)/\(name)"))
      #expect(bytes.range(of: Data("SECRET".utf8)) == nil, "\(name)")
      #expect(bytes.range(of: Data("(hidden)".utf8)) != nil, "\(name)")
    }
  }
}
