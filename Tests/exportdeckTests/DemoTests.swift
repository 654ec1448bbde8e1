import AWSCore
import Dashboard
import Foundation
import Ground
import Journal
import Planning
import Simulator
import Support
import Testing

@testable import exportdeck

/// What the demo is made of.
@Suite struct DemoTests {
  private static let winter = LocalTime(utcOffset: 3600)

  private func accounts(_ words: String...) throws -> DemoAccounts {
    let command = try ExportdeckCommand.command(for: ["demo"] + words)
    return try #require(command as? DemoCommand).accounts(Self.winter)
  }

  @Test(arguments: [0.0, 6000, 6001, 40_000, 86_399])
  func `it is night when it begins, at the last such moment`(later: Double) {
    // 02:40 in Berlin, and later.
    let night = Date(timeIntervalSince1970: 1_795_657_200)
    let real = HandCrankedTimekeeper(wall: night.addingTimeInterval(later))
    let clock = DemoClock(real, at: Night.hour, Self.winter)
    #expect(clock.wall == night)
    real.drift(by: .seconds(90))
    #expect(clock.wall == night.addingTimeInterval(90))
    #expect(clock.monotonic == real.monotonic)
  }

  @Test func `the night is three accounts: one is production, one read-only`() throws {
    let accounts = try accounts()
    let configuration = Configuration.ofDemo(given: [], accounts.configuration)
    #expect(configuration.problems == [] && configuration.remarks == [])
    let contexts = configuration.contexts
    #expect(
      contexts.map(\.words) == ["prod in eu-west-1", "us in us-east-1", "stage in eu-west-1"])
    #expect(
      contexts.map { configuration.value(of: \.production, in: $0).value }
        == [true, false, false])
    #expect(
      contexts.map { configuration.value(of: \.readOnly, in: $0).value }
        == [false, true, false])
    #expect(accounts.simulated.map(\.night?.place) == [.production, .abroad, .staging])
    #expect(Set(accounts.simulated.map(\.account)).count == 3)
    #expect(Set(accounts.simulated.map(\.accessKeyID)).count == 3)
    #expect(configuration.file == nil)
  }

  @Test func `with a number of exports it is one account that has so many`() throws {
    let one = try accounts("--tasks", "7").simulated
    #expect(one.map(\.tasks) == [7] && one.map(\.night) == [nil])
    #expect(try accounts("--seed", "7", "--speed", "9").simulated.map(\.seed) == [7, 7, 7])
    #expect(try accounts("--seed", "7", "--speed", "9").simulated.map(\.speed) == [9, 9, 9])
  }

  @Test func `with --denied nobody may look anything up, in any of the accounts`() throws {
    #expect(try accounts().simulated.allSatisfy { $0.denied.isEmpty })
    let denied = try accounts("--denied").simulated
    #expect(denied.count == 3 && denied.allSatisfy { $0.denied == SimulatorOptions.lookups })
    #expect(try accounts("--denied", "--tasks", "7").simulated[0].denied.contains("ListBuckets"))
    #expect(!SimulatorOptions.lookups.contains("StartExportTask"))
    let command = try ExportdeckCommand.command(for: ["simulate", "--denied"])
    let options = try #require(command as? SimulateCommand).options()
    #expect(options.denied == SimulatorOptions.lookups)
  }

  @Test func `an export waits for each reason, where it may be started`() async throws {
    let clock = HandCrankedTimekeeper(wall: Date(timeIntervalSince1970: 1_795_657_200))
    let accounts = try accounts()
    let server = try await SimulatorServer.start(accounts.simulated, timekeeper: clock)
    let now = Moment(wall: clock.wall, monotonic: .zero, utcOffset: 3600)
    let entries = DemoQueue.entries(
      accounts.sites(endpoint: server.endpoint), of: server, at: now)
    await server.stop()
    let queue = QueueStore(.inMemory, isKept: false, timekeeper: clock, mask: { $0 })
    try await DemoQueue.fill(queue, with: entries)
    let waiting = try await queue.entries()
    #expect(
      waiting.map(\.site.account).map { $0 ?? "" } == ["123456789012", "123456789012"]
        + Array(repeating: "345678901234", count: 3))
    #expect(waiting.allSatisfy { $0.request.problems().isEmpty })
    #expect(waiting.map(\.isHeld) == [false, false, false, false, true])
    let six = try #require(waiting[3].schedule)
    #expect(now.local.civil(six.start)?.hour == 6 && six.start > clock.wall)
    #expect(Set(waiting.map(\.request.exportTaskIdentifier)).count == 5)
    await queue.close()
  }

  @Test func `each account's keys are found where its profile is`() throws {
    let accounts = try accounts()
    for options in accounts.simulated {
      let text = try #require(accounts.files.texts["/demo/.aws/config"])
      #expect(
        text.contains(
          "aws_account_id = \(options.account)\naws_access_key_id = "
            + "\(options.accessKeyID)\n"))
    }
    #expect(throws: FileReadingError.self) {
      try accounts.files.replace("/demo/.aws/config", with: [])
    }
  }

  @Test func `the welcome names keys as the key table has them`() {
    #expect(
      DemoWelcome.words(.standard, unicode: true)
        == "A night of exports in three accounts, simulated. Try B board, O overview, "
        + "T timeline, E all events, Q queue, P contexts, ? help")
    let moved = Keymap(
      Keymap.standard.entries.map { entry in
        var entry = entry
        if entry.action == .timeline { entry.keys = [.function(7)] }
        return entry
      })
    #expect(DemoWelcome.words(moved, unicode: true).contains("F7 timeline"))
  }
}
