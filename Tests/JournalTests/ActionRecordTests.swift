import Foundation
import RDSExports
import Support
import Testing

@testable import Journal
@testable import Tracking

/// What is written of actions: who, with what, and that older and newer versions read each other.
@Suite(.timeLimit(.minutes(5))) struct ActionRecordTests {
  private static let request = StartExportTaskRequest(
    exportTaskIdentifier: "a", sourceArn: "arn:aws:rds:eu-west-3:123456789012:snapshot:s",
    s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
    kmsKeyId: "alias/export", s3Prefix: "nightly", exportOnly: ["shop.orders", "shop.items"])

  private var start: Event {
    var record = ActionRecord(.start(Self.request), by: .start)
    record.caller = "arn:aws:iam::123456789012:user/ana"
    record.requestID = "r-1"
    return Event(
      site: paris, task: "a", at: noon, kind: .startAccepted(status: "STARTING"), action: record)
  }

  @Test func `all that is known of an action is there in the next program`() async throws {
    let scratch = try Scratch()
    var known = ExportTask(exportTaskIdentifier: "a")
    (known.percentProgress, known.totalExtractedDataInGB) = (64, 212)
    let cancel = Event(
      site: paris, task: "a", at: at(60), kind: .cancelSent,
      action: ActionRecord(.cancel("a"), by: .dashboard, known: known))
    let journal = scratch.journal()
    journal.write([], [start, cancel])
    await journal.end()
    let events = await scratch.journal().events(paris)
    #expect(events == [start, cancel])
    #expect(events.first?.action?.parameters?.exportOnly == ["shop.orders", "shop.items"])
    #expect(events.last?.action?.percent == 64 && events.last?.action?.gigabytes == 212)
  }

  @Test func `what was done here is written at once, not with the next batch`() async throws {
    let scratch = try Scratch()
    let journal = scratch.journal()
    journal.write([], [start])
    // The clock of the batches stands still.
    try await eventually("it is in the file") {
      try Journal.read(in: scratch.state, most: 10)?.events.count == 1
    }
    await journal.end()
  }

  @Test(arguments: [
    ("{\"startSent\":{}}", Event.Kind.startSent),
    ("{\"cancelAccepted\":{\"status\":\"CANCELING\"}}", .cancelAccepted(status: "CANCELING")),
    ("{\"startAccepted\":{}}", .startAccepted(status: nil)),
    (
      "{\"turned\":{\"from\":\"STARTING\",\"to\":\"FAILED\"}}",
      .turned(from: "STARTING", to: "FAILED")
    ),
  ])
  func `what older versions wrote is read`(text: String, kind: Event.Kind) throws {
    let stored = try #require(StoredKind(text: text))
    #expect(stored.kind == kind && stored.action == nil)
  }

  @Test func `older versions read what this one writes, without what they don't know`() throws {
    let text = try #require(StoredKind(start).text)
    let kind = try JSONDecoder().decode(Event.Kind.self, from: Data(text.utf8))
    #expect(kind == start.kind)
  }

  @Test(arguments: [
    "{\"startSent\":{},\"action\":{\"means\":\"telepathy\",\"caller\":\"arn\"}}",
    "{\"startSent\":{},\"action\":{\"percent\":\"much\"}}", "{\"startSent\":{},\"action\":7}",
  ])
  func `what a later version knows of an action hides no event`(text: String) throws {
    let stored = try #require(StoredKind(text: text))
    #expect(stored.kind == .startSent)
    #expect(stored.action?.means == nil)
  }

  @Test func `no parameter of an action keeps a secret`() async throws {
    let scratch = try Scratch()
    var event = start
    event.action?.parameters?.s3Prefix = "key SECRET"
    event.action?.parameters?.exportOnly = ["SECRET"]
    event.action?.caller = "SECRET"
    let journal = scratch.journal(mask: { $0.replacing("SECRET", with: "(hidden)") })
    journal.write([], [event])
    let written = try #require(await journal.events(paris).first)
    #expect(!"\(written)".contains("SECRET") && "\(written)".contains("(hidden)"))
    await journal.end()
  }
}
