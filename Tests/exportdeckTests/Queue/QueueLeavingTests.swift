import Foundation
import Ground
import Journal
import Planning
import RDSExports
import Support
import Testing
import Tracking

@testable import exportdeck

/// A runner that can't do its work leaves it to one that can.
@Suite(.timeLimit(.minutes(5))) struct QueueLeavingTests {
  private static func refusal(_ code: String) -> ExportTasksError {
    ExportTasksError(.service(QueuedAccount.fault(code)))
  }

  @Test(arguments: ["AccessDenied", "ExpiredToken"])
  func `one that may not see what runs gives the site back`(code: String) async throws {
    let scene = QueueScene()
    try await scene.add("a")
    let refused = QueuedAccount()
    refused.state.withLock { $0.describeRefusal = Self.refusal(code) }
    let (one, other) = (scene.runner(accounts: [refused]), scene.runner(store: scene.otherStore()))
    _ = await one.turn()
    #expect(try await scene.store.starter(at: QueueScene.site) == nil, "nor does it stand by")
    _ = await other.turn()
    #expect(scene.account.sent == ["a"])
  }

  @Test func `one that is refused doesn't keep what it takes back without trying`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    scene.account.state.withLock { $0.describeRefusal = Self.refusal("ExpiredToken") }
    let runner = scene.runner()
    for _ in 0..<8 {
      _ = await runner.turn()
      #expect(try await scene.store.runners(of: [QueueScene.site]) == [:])
      await scene.clock.nudge(by: .seconds(61))
    }
    scene.account.state.withLock { $0.describeRefusal = nil }
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"], "as soon as somebody has logged in")
  }

  @Test func `one that fails again and again does so where another stands by`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    let away = QueuedAccount()
    away.state.withLock { $0.describeFails = true }
    let one = scene.runner(accounts: [away])
    for _ in 0..<4 {
      _ = await one.turn()
      await scene.clock.nudge(by: .seconds(60))
    }
    #expect(
      try await scene.store.starter(at: QueueScene.site)?.isThis == true, "nobody else is there")
    let other = scene.runner(store: scene.otherStore())
    _ = await other.turn()
    #expect(scene.account.sent == [])
    _ = await one.turn()
    _ = await other.turn()
    #expect(scene.account.sent == ["a"])
  }

  @Test func `the next of several identities of a site is asked what the first may not see`()
    async throws
  {
    let scene = QueueScene()
    try await scene.add("a")
    let refused = QueuedAccount()
    refused.state.withLock { state in
      state.describeRefusal = Self.refusal("AccessDenied")
      state.refusals = [Self.refusal("ExpiredToken"), Self.refusal("ExpiredToken")]
    }
    let runner = scene.runner(accounts: [refused, scene.account])
    // What was being sent when a program ended is settled by the second one, too.
    let entry = try #require(try await scene.store.entries().first)
    _ = try await scene.store.begin(entry.id, by: "somebody")
    _ = await runner.turn()
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"])
    #expect(refused.sent == ["a"], "it was tried first, and refused")
  }

  @Test func `a fault is told once, whichever request met it`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    let runner = scene.runner()
    for number in 1...3 {
      var fault = QueuedAccount.fault("Strange")
      fault.requestID = "request-\(number)"
      let refusal = ExportTasksError(.service(fault))
      scene.account.state.withLock { $0.describeRefusal = refusal }
      _ = await runner.turn()
      await scene.clock.nudge(by: .seconds(600))
    }
    let troubles = scene.happenings.withLock { happenings in
      happenings.filter { if case .trouble = $0 { true } else { false } }
    }
    #expect(troubles.count == 1)
  }

  @Test func `slots that another program keeps are said after a while`() async throws {
    let scene = QueueScene()
    try await scene.add("a")
    let other = scene.otherStore()
    #expect(try await other.takeSlots(ofAccountAt: QueueScene.site, as: .command) == .given)
    let runner = scene.runner(scope: .account)
    _ = await runner.turn()
    var report = try #require(scene.reports.withLock { $0.last })
    #expect(report.obstacles == [:], "they may be taking turns")
    await scene.clock.nudge(by: .seconds(11))
    _ = await runner.turn()
    report = try #require(scene.reports.withLock { $0.last })
    #expect(
      report.obstacles[QueueScene.site]
        == "queue run (pid \(getpid())) is filling the slots of this account")
    await other.giveBackSlots(ofAccountAt: QueueScene.site)
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"])
  }

  @Test func `what keeps one from it is not said where another does it`() async throws {
    let scene = QueueScene()
    try await scene.add("a", source: "busy")
    try await scene.add("b", source: "busy")
    let one = scene.runner(isReadOnly: true)
    _ = await one.turn()
    var report = try #require(scene.reports.withLock { $0.last })
    #expect(report.obstacles[QueueScene.site]?.contains("read-only") == true)
    let other = scene.runner(store: scene.otherStore())
    _ = await other.turn()
    _ = await one.turn()
    report = try #require(scene.reports.withLock { $0.last })
    #expect(report.runners[QueueScene.site]?.isThis == false)
    #expect(report.obstacles == [:])
  }

  @Test func `nobody is named for a site that no program reaches`() async throws {
    let scene = QueueScene()
    let other = scene.otherStore()
    _ = await scene.runner().turn()
    var elsewhere = QueueScene.site
    elsewhere.region = "us-east-1"
    _ = try await other.add([
      QueueDraft(
        site: elsewhere,
        request: StartExportTaskRequest(
          exportTaskIdentifier: "b", sourceArn: "arn:aws:rds:us-east-1:111111111111:snapshot:b",
          s3BucketName: "lake", iamRoleArn: "arn:aws:iam::111111111111:role/export",
          kmsKeyId: "alias/lake"))
    ])
    #expect(try await other.starter(at: elsewhere) == nil)
    #expect(try await other.starter(at: QueueScene.site)?.isStandby == true)
  }
}
