import Foundation
import RDSExports
import Testing
import Tracking

@testable import Words

@Suite struct PhaseTests {
  let now = Date(timeIntervalSince1970: 1_795_348_800)

  private func phase(
    _ status: String?, warning: String? = nil, progress: ProgressEvidence = .none
  ) -> Phase {
    var task = ExportTask(exportTaskIdentifier: "nightly")
    task.status = status.map(ExportTaskStatus.init)
    task.warningMessage = warning
    let tracked = TrackedTask(
      id: TaskID(site: SiteID(0), identifier: "nightly"), task: task, observedAt: now,
      progress: progress)
    return Phase(of: tracked, at: now)
  }

  @Test func `every status has its phase`() {
    #expect(phase("STARTING") == .starting)
    #expect(phase("IN_PROGRESS") == .running)
    #expect(phase("CANCELING") == .canceling)
    #expect(phase("CANCELED") == .canceled)
    #expect(phase("FAILED") == .failed)
    #expect(phase("COMPLETE") == .complete)
    #expect(phase("PAUSED_FOR_TEA") == .unknown)
    #expect(phase(nil) == .unknown)
  }

  @Test func `complete with a warning is a phase of its own, and only complete`() {
    #expect(phase("COMPLETE", warning: #"{"general":[{"reason":"X"}]}"#) == .warning)
    #expect(phase("COMPLETE", warning: "") == .complete)
    #expect(phase("COMPLETE", warning: " \n") == .complete)
    #expect(
      phase("COMPLETE", warning: #"{"skippedTables":[],"skippedObjectives":[],"general":[]}"#)
        == .complete)
    #expect(phase("FAILED", warning: "skipped") == .failed)
    #expect(phase("IN_PROGRESS", warning: "skipped") == .running)
  }

  @Test func `what can still change is stalled where the evidence says so, and only then`() {
    let resting = ProgressEvidence(
      percentPerHour: 40, lastMovement: now.addingTimeInterval(-100_000), usualRest: 30,
      samples: 50)
    for status in ["IN_PROGRESS", "STARTING", "CANCELING"] {
      #expect(phase(status, progress: resting) == .stalled)
    }
    #expect(phase("COMPLETE", progress: resting) == .complete)
    #expect(phase("IN_PROGRESS") == .running)
  }

  @Test func `phases are told apart by symbol, by letter, and by word`() {
    let phases = Phase.allCases
    #expect(Set(phases.map { $0.symbol(unicode: true) }).count == phases.count)
    #expect(Set(phases.map { $0.symbol(unicode: false) }).count == phases.count)
    #expect(Set(phases.map(\.word)).count == phases.count)
    #expect(Phase.failed.symbol(unicode: true) == "✖")
    #expect(Phase.running.symbol(unicode: true) == "▶")
  }

  @Test(arguments: Phase.allCases)
  func `a symbol takes one cell and is no emoji`(phase: Phase) throws {
    let letter = phase.symbol(unicode: false)
    #expect(letter.utf8.count == 1)
    let symbol = phase.symbol(unicode: true)
    #expect(symbol.unicodeScalars.count == 1)
    let scalar = try #require(symbol.unicodeScalars.first)
    #expect(!scalar.properties.isEmojiPresentation)
    #expect(scalar.value < 0x1F000)
  }

  @Test(arguments: [
    ("arn:aws:rds:eu-west-1:123456789012:snapshot:stock-prod-1121", "stock-prod-1121"),
    ("arn:aws:rds:eu-west-1:123456789012:snapshot:rds:stock-2026-11-21", "rds:stock-2026-11-21"),
    ("arn:aws-cn:rds:cn-north-1:123456789012:cluster:billing", "billing"),
    ("arn:aws:rds:eu-west-1:123456789012:snapshot", "arn:aws:rds:eu-west-1:123456789012:snapshot"),
    ("stock", "stock"), ("", ""),
  ])
  func `a source is called by the last part of its ARN`(arn: String, name: String) {
    var task = ExportTask(exportTaskIdentifier: "x")
    #expect(task.sourceName == "")
    task.sourceArn = arn
    #expect(task.sourceName == name)
  }
}
