import AWSCore
import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What is written down of an action on the screen, and how many tasks one may touch.
@Suite struct ActionEventTests {
  @Test func `a cancel is written down with how far the task was, who asked and the request`() {
    var script = Script([task("a", percent: 64, gigabytes: 212)])
    script.press(.character("x"), .control("y"))
    #expect(script.remembered.map(\.kind) == [.cancelSent])
    #expect(script.remembered.first?.action?.percent == 64)
    #expect(script.remembered.first?.action?.gigabytes == 212)
    var canceling = ExportTask(exportTaskIdentifier: "a")
    canceling.status = .canceling
    let witness = ActionWitness(caller: "arn:aws:iam::123456789012:user/ana", requestID: "r-1")
    script.send(.acted(ticket: 1, .success(canceling), by: witness))
    let answer = script.remembered.last
    #expect(answer?.kind == .cancelAccepted(status: "CANCELING"))
    #expect(answer?.action?.caller == witness.caller && answer?.action?.requestID == "r-1")
    #expect(answer?.action?.means == .dashboard && answer?.action?.percent == 64)
  }

  @Test func `a start is written down with every parameter`() {
    var script = Script(running("a"))
    let request = StartExportTaskRequest(
      exportTaskIdentifier: "new", sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:s",
      s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
      kmsKeyId: "alias/export", s3Prefix: "nightly", exportOnly: ["shop"])
    _ = script.state.act(
      .start(request), at: id("a").site, shown: Script.place,
      agreed: Agreement(number: 1), script.moment)
    #expect(script.state.events.last?.kind == .startSent)
    #expect(script.state.events.last?.action?.parameters == ActionRecord.Parameters(request))
  }

  @Test func `the events' page tells who did it and with what`() {
    var script = Script([task("a", percent: 64, gigabytes: 212)])
    script.press(.character("x"), .control("y"))
    let event = script.state.events.last
    #expect(event?.action?.words == "at 64 %  212 GB written")
    let lines = Facts(script.state, at: script.moment)
      .eventLines(task("a", percent: 64), columns: 100)
    let text = lines.map { $0.map(\.text).joined() }.joined(separator: "\n")
    #expect(text.contains("cancel sent  at 64 %  212 GB written"))
  }

  @Test func `more tasks than one action may touch are not even asked about`() {
    var script = Script(running("a", "b", "c"))
    script.state.settings.maxActions = 2
    script.press(.character("V"), .character("G"), .character("x"))
    #expect(script.cancelDialog == nil)
    #expect(script.says("3 tasks are more than the 2 that one action may touch (max-actions)"))
    script.press(.character("U"), .character("x"))
    #expect(script.cancelDialog?.tasks.count == 1)
  }

  @Test func `as plain text the details have the screen's words and none of its keys`() {
    var script = Script([
      task("a", .failed, percent: 31, started: -7200, ended: -60, gigabytes: 88) {
        $0.failureCause = "The IAM role can't be assumed"
        $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
        $0.s3Bucket = "lake"
      }
    ])
    script.wait(.seconds(1))
    guard let snapshot = script.state.snapshot(of: id("a").site) else {
      Issue.record("no snapshot")
      return
    }
    let lines = plainDetails(
      of: id("a"), in: snapshot, at: script.moment, columns: 100, unicode: false)
    #expect(lines.first?.hasPrefix("Status      x failed") == true, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("Target      s3://lake/") })
    #expect(lines.contains { $0.contains("31 %") && $0.contains("88 GB") })
    #expect(lines.allSatisfy { !$0.contains("copies") && $0.last != " " })
    #expect(
      plainDetails(
        of: id("nope"), in: snapshot, at: script.moment, columns: 100, unicode: false) == [])
  }
}
