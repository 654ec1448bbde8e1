import Foundation
import RDSExports
import Testing
import Tracking

@testable import exportdeck

/// Events as `exportdeck journal` prints them.
@Suite struct JournalLinesTests {
  private static let start = StartExportTaskRequest(
    exportTaskIdentifier: "a", sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:s",
    s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
    kmsKeyId: "alias/export", exportOnly: ["shop.orders", "shop.\u{1B}[31mitems"])
  private let noon = Date(timeIntervalSince1970: 1_795_348_800)

  private func event(
    _ kind: Event.Kind, _ task: String = "a", after seconds: TimeInterval = 0,
    _ action: ActionRecord? = nil
  ) -> Event {
    let site = Site(
      endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
      account: "123456789012")
    return Event(
      site: site, task: task, at: noon.addingTimeInterval(seconds), kind: kind, action: action)
  }

  private var events: [Event] {
    var record = ActionRecord(.start(Self.start), by: .start)
    let sent = event(.startSent, after: 0, record)
    record.caller = "arn:aws:iam::123456789012:user/ana"
    record.requestID = "r-1"
    return [
      event(.turned(from: "IN_PROGRESS", to: "FAILED"), after: -60), sent,
      event(.startAccepted(status: "STARTING"), after: 1, record),
      event(.turned(from: "STARTING", to: "IN_PROGRESS"), after: 600),
      event(.turned(from: "IN_PROGRESS", to: "COMPLETE"), "other", after: 700),
      event(.turned(from: "IN_PROGRESS", to: "COMPLETE"), after: 3600),
    ]
  }

  @Test func `an action has who, what, the request and how its task ended`() throws {
    let table = JournalLines(events) { $0.isOwnDoing }.table
    let lines = table.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[1].hasPrefix(
        "2026-11-22T12:00:01Z  123456789012 eu-west-1  a  start accepted: STARTING  "
          + "by arn:aws:iam::123456789012:user/ana  with exportdeck start  request r-1  SourceArn="
      ))
    #expect(lines[1].hasSuffix("  ended COMPLETE at 2026-11-22T13:00:00Z"))
    #expect(!table.contains("\u{1B}"))
  }

  @Test func `for a program each event is an object, with parameters by AWS's names`() throws {
    let text = JournalLines(events) { _ in true }.json
    #expect(!text.contains("\u{1B}"))
    let objects = try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(
      objects.map { $0["event"] as? String } == [
        "turned", "startSent", "startAccepted", "turned", "turned", "turned",
      ])
    let accepted = objects[2]
    #expect(accepted["caller"] as? String == "arn:aws:iam::123456789012:user/ana")
    #expect(accepted["requestID"] as? String == "r-1")
    #expect(accepted["means"] as? String == "start")
    let parameters = try #require(accepted["parameters"] as? [String: Any])
    #expect(parameters["S3BucketName"] as? String == "lake")
    #expect(parameters["ExportOnly"] as? [String] == Self.start.exportOnly)
    #expect(parameters["S3Prefix"] == nil)
    let ended = try #require(accepted["ended"] as? [String: Any])
    #expect(ended["status"] as? String == "COMPLETE")
    #expect(objects[1]["ended"] == nil && objects[3]["ended"] == nil)
  }

  @Test func `what happens in the queue is told in words and by a name for programs`() throws {
    let steps: [(QueueStep, name: String, words: String)] = [
      (.added(number: 3), "queueAdded", "queued, as number 3"),
      (.held(because: nil), "queueHeld", "held in the queue"),
      (.held(because: "no\u{1B}[31m role"), "queueHeld", "held in the queue: no[31m role"),
      (.released, "queueReleased", "released in the queue: it waits for its turn"),
      (.moved(turn: 2), "queueMoved", "moved in the queue, to turn 2"),
      (.removed, "queueRemoved", "removed from the queue"),
      (.putBack(because: "no slot"), "queuePutBack", "put back into the queue: no slot"),
      (.found, "queueFound", "found at AWS: an earlier send had started it"),
      (.notFound, "queueNotFound", "not at AWS: no earlier send had started it"),
      (
        .clash(because: "another source"), "queueClash",
        "held in the queue, its identifier clashes: another source"
      ),
    ]
    let record = ActionRecord(means: .queueCommand)
    let lines = JournalLines(steps.map { event(.queue($0.0), after: 0, record) }) { $0.isOwnDoing }
    let objects = try lines.json.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["event"] as? String } == steps.map(\.name))
    #expect(objects.map { $0["words"] as? String } == steps.map(\.words))
    let table = lines.table.split(separator: "\n")
    #expect(
      zip(table, steps).allSatisfy { $0.hasSuffix("  a  \($1.words)  with exportdeck queue") },
      "\(lines.table)")
  }

  @Test func `an action whose task still runs has no end`() throws {
    let text = JournalLines(events.dropLast()) { $0.isOwnDoing }.table
    #expect(!text.contains("ended"))
  }
}
