import AWSCore
import Dashboard
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Support
import Testing
import Tracking

@testable import exportdeck

/// What waits is changed only where the contexts that lead to its site allow it, whatever the screen
/// has checked.
@Suite(.timeLimit(.minutes(15))) struct QueueChangeTests {
  private let scene = QueueScene()
  private let mailbox = Mailbox()

  /// The states after an edit of the one entry that is held, and what was said.
  private func changed(
    _ edit: QueueEdit, isReadOnly: Bool = false, isProduction: Bool = false, hasWord: Bool = false,
    at site: Site = QueueScene.site
  ) async throws -> (states: [QueueEntry.State], said: [String]) {
    let visit: @Sendable () async throws(AWSError) -> SiteVisit = {
      [scene] () async throws(AWSError) in
      SiteVisit(
        client: scene.account, label: ContextLabel(profile: "p", region: "eu-west-1"),
        site: QueueScene.site, keyID: "AKID", account: { nil },
        caller: { "arn:aws:iam::111111111111:user/ana" })
    }
    let poller = Poller(
      context: ContextID(1), label: ContextLabel(profile: "p", region: "r"), sites: Sites(),
      timekeeper: scene.clock, random: { 0.5 }, visit: visit, deliver: { _, _ in })
    let effects = EffectRunner(
      lanes: [
        ContextID(1): EffectRunner.Lane(
          poller: poller, visit: visit, isReadOnly: isReadOnly, isProduction: isProduction)
      ], mailbox: mailbox, timekeeper: scene.clock)
    let runner = scene.runner()
    effects.queue.withLock { $0 = runner }
    poller.start()
    try await eventually("the site is known") { poller.id(of: QueueScene.site) != nil }
    poller.stop()
    let number = try await scene.store.add(
      [
        QueueDraft(
          site: site,
          request: StartExportTaskRequest(
            exportTaskIdentifier: "a", sourceArn: "arn:aws:rds:eu-west-1:111111111111:snapshot:a",
            s3BucketName: "lake", iamRoleArn: "arn:aws:iam::111111111111:role/export",
            kmsKeyId: "alias/lake"))
      ])[0].id
    try await scene.store.edit(number, .hold, seen: .waiting)
    effects.change(
      .edit(number, edit, seen: .held(.byUser)), at: site, Agreement(number: 1, hasWord: hasWord))
    try await eventually("rest") { effects.inFlight.withLock { $0 == 0 } }
    let said = mailbox.takeAll().compactMap { message -> String? in
      if case .notice(_, let text, _) = message { text } else { nil }
    }
    return (try await scene.states(), said)
  }

  @Test(arguments: [QueueEdit.remove, .release, .move(by: 1)])
  func `read-only changes nothing`(edit: QueueEdit) async throws {
    let (states, said) = try await changed(edit, isReadOnly: true, hasWord: true)
    #expect(states == [.held(.byUser)])
    #expect(said.count == 1 && said[0].contains("read-only"))
  }

  @Test func `production releases nothing without a typed word`() async throws {
    let (states, said) = try await changed(.release, isProduction: true)
    #expect(states == [.held(.byUser)])
    #expect(said.count == 1 && said[0].contains("no word was typed"))
  }

  @Test func `with the word it does`() async throws {
    #expect(
      try await changed(.release, isProduction: true, hasWord: true).states == [.waiting])
  }

  @Test func `what starts nothing needs no word`() async throws {
    #expect(try await changed(.remove, isProduction: true).states == [])
  }

  @Test func `a site that nobody watches may be production`() async throws {
    var other = QueueScene.site
    other.account = "999999999999"
    let (states, said) = try await changed(.release, at: other)
    #expect(states == [.held(.byUser)])
    #expect(said.count == 1 && said[0].contains("this may be production"))
  }

  @Test func `where all contexts are read-only, so is a site that nobody watches`() async throws {
    var other = QueueScene.site
    other.account = "999999999999"
    #expect(try await changed(.remove, isReadOnly: true, at: other).states == [.held(.byUser)])
  }
}
