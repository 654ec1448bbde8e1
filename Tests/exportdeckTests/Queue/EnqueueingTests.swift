import AWSCore
import Dashboard
import Ground
import Monitor
import Planning
import RDSExports
import Support
import Testing
import Tracking

@testable import exportdeck

/// What is to wait in the queue is looked at where it is put there, whatever the screen has checked.
@Suite(.timeLimit(.minutes(15))) struct EnqueueingTests {
  private static let request = StartExportTaskRequest(
    exportTaskIdentifier: "a", sourceArn: "arn:aws:rds:eu-west-1:111111111111:snapshot:a",
    s3BucketName: "lake", iamRoleArn: "arn:aws:iam::111111111111:role/export",
    kmsKeyId: "alias/lake")

  private let scene = QueueScene()
  private let mailbox = Mailbox()

  /// What has come of an export that was to wait.
  private func answer(
    isReadOnly: Bool = false, isProduction: Bool = false, hasWord: Bool = false
  ) async throws -> QueueingAnswer {
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
    effects.queue.withLock { $0 = scene.runner() }
    effects.enqueue([
      QueueingOrder(
        ticket: 7, site: poller.siteID, shown: QueueScene.site, request: Self.request,
        agreed: Agreement(number: 1, hasWord: hasWord))
    ])
    try await eventually("an answer") { [mailbox] in !mailbox.isEmpty }
    try await eventually("rest") { effects.isIdle }
    for case .enqueued(ticket: 7, let answer) in mailbox.takeAll() { return answer }
    throw NeverHappened(description: "an answer")
  }

  @Test func `production wants a typed word, and read-only nothing at all`() async throws {
    guard case .refused(let word) = try await answer(isProduction: true),
      case .refused(let off) = try await answer(isReadOnly: true, hasWord: true)
    else { return #expect(Bool(false), "it waits") }
    #expect(word.contains("no word was typed"))
    #expect(off.contains("read-only"))
    #expect(try await scene.states().isEmpty)
  }

  @Test func `what may wait does`() async throws {
    #expect(try await answer(isProduction: true, hasWord: true) == .waits(number: 1))
    #expect(try await scene.states() == [.waiting])
  }
}
