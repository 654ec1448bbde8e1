import AWSCore
import Foundation
import RDSExports
import Testing
import Tracking

@testable import Planning

@Suite struct `The queue's policy` {
  private func verdicts(
    _ entries: [QueueEntry], _ use: TakenSlots, at now: Date = ten
  ) -> [QueueVerdict?] {
    let all = QueuePolicy.verdicts(entries, use, at: now)
    return entries.sorted { $0.place < $1.place }.map { all[$0.id] }
  }

  @Test func `starts in the order of places while there are slots`() {
    let entries = [entry(1, place: 3), entry(2, place: 1), entry(3, place: 2)]
    #expect(
      verdicts(entries, running("a", "b", "c"))
        == [.start, .start, .wait(.slots(of: 5))])
    #expect(
      verdicts(entries, running("a", "b", "c", "d", "e", "f"))
        == Array(repeating: .wait(.slots(of: 5)), count: 3))
  }

  @Test func `starts nothing while nobody knows what runs`() {
    #expect(verdicts([entry(1)], TakenSlots(running: nil)) == [.wait(.unknownSlots)])
  }

  @Test func `lets others overtake an entry whose source is busy`() {
    let entries = [entry(1, of: "of-a"), entry(2, of: "x"), entry(3, of: "x"), entry(4)]
    #expect(
      verdicts(entries, running("a")) == [
        .wait(.source(busyWith: "a")), .start, .wait(.source(busyWith: "export-2")), .start,
      ])
  }

  @Test func `counts what is being sent as running, and once where it is listed, too`() {
    let sending = entry(1, of: "x", .sending(since: ten, by: "me"))
    let entries = [sending, entry(2), entry(3, of: "x")]
    #expect(
      verdicts(entries, running("a", "b", "c", "d"))
        == [.leave, .wait(.slots(of: 5)), .wait(.source(busyWith: "export-1"))])
    var use = running("a", "b", "c")
    use.running?.append(RunningExport(identifier: "export-1", sourceArn: source("x")))
    #expect(verdicts([sending, entry(2)], use) == [.leave, .start])
  }

  @Test func `keeps to start and latest start`() {
    let schedule = QueueSchedule(start: after(3600), zone: "CET")
    #expect(schedule.latest == after(5 * 3600))
    let entries = [entry(1, schedule: schedule), entry(2)]
    #expect(verdicts(entries, running()) == [.wait(.notBefore(after(3600))), .start])
    #expect(verdicts(entries, running(), at: after(3600)) == [.start, .start])
    #expect(verdicts(entries, running(), at: after(5 * 3600)) == [.start, .start])
    #expect(verdicts(entries, running(), at: after(5 * 3600 + 1)) == [.miss, .start])
    #expect(
      verdicts(entries, TakenSlots(running: nil), at: after(6 * 3600))
        == [.miss, .wait(.unknownSlots)])
  }

  @Test func `leaves what is held or started`() {
    let entries = [entry(1, .held(.byUser)), entry(2, .started(at: ten)), entry(3)]
    #expect(verdicts(entries, running()) == [.leave, .leave, .start])
  }

  @Test func `believes a refusal for want of a slot, for the whole site and for a while`() throws {
    var refused = entry(1)
    refused.begin(at: ten, by: "me")
    refused.fail(fault("ExportTaskLimitReachedFault"), at: ten)
    let elsewhere = Site(
      endpoint: "https://rds.eu-west-2.amazonaws.com", region: "eu-west-2", partition: "aws",
      account: "123456789012")
    let setback = try #require(refused.setback)
    let entries = [refused, entry(2), entry(3, at: elsewhere)]
    #expect(
      verdicts(entries, running("a")) == [.wait(.rests(setback)), .wait(.rests(setback)), .start])
    #expect(verdicts(entries, running("a"), at: after(15)) == [.start, .start, .start])
    refused.begin(at: after(15), by: "me")
    refused.fail(fault("ExportTaskLimitReached"), at: after(15))
    #expect(refused.setback?.restsUntil == after(45), "twice as long the second time")
    for _ in 0..<20 { refused.fail(fault("ExportTaskLimitReached"), at: after(15)) }
    #expect(refused.setback?.restsUntil == after(315), "five minutes at most")
  }

  @Test func `rests one entry alone whose source can't be exported now`() throws {
    var refused = entry(1)
    refused.begin(at: ten, by: "me")
    refused.fail(fault("InvalidExportSourceState"), at: ten)
    let setback = try #require(refused.setback)
    #expect(verdicts([refused, entry(2)], running()) == [.wait(.rests(setback)), .start])
  }
}

@Suite struct `What is sent for an entry of the queue` {
  private func sent() -> QueueEntry {
    var entry = entry(1)
    entry.begin(at: ten, by: "me")
    return entry
  }

  @Test func `is counted before it is sent`() {
    var entry = sent()
    #expect(entry.state == .sending(since: ten, by: "me"))
    entry.begin(at: after(60), by: "me")
    #expect(entry.sending == SendHistory(count: 2, first: ten))
  }

  @Test func `clashes where the identifier was there before`() {
    var entry = sent()
    entry.fail(fault("ExportTaskAlreadyExists"), at: after(1))
    guard case .held(.clash) = entry.state else {
      Issue.record("\(entry.state)")
      return
    }
  }

  @Test(arguments: [
    fault("ExportTaskAlreadyExists", attempts: 2), fault("InvalidExportSourceState", attempts: 2),
    fault("ExportTaskLimitReachedFault", attempts: 3), fault("InternalFailure", status: 500),
    fault("Throttling", attempts: 3), .call(.cancelled),
    .call(.unreadableAnswer(detail: "cut", requestID: nil)),
  ])
  func `is looked up where an earlier request may have arrived`(error: ExportTasksError) {
    var entry = sent()
    entry.fail(error, at: after(1))
    #expect(entry.isSending)
    #expect(entry.sending.mayHaveArrived)
    var found = entry
    found.settle(task(of: entry.request), at: after(2))
    #expect(found.state == .started(at: after(2)))
    var missing = entry
    missing.settle(nil, at: after(2))
    #expect(missing.isWaiting)
    // Whatever AWS says of the next request, the first may still have arrived after all.
    missing.begin(at: after(60), by: "me")
    missing.fail(fault("ExportTaskAlreadyExists"), at: after(61))
    #expect(missing.isSending)
  }

  @Test func `is its own even where it has ended meanwhile, unless that was before it was sent`() {
    var entry = sent()
    entry.fail(.call(.cancelled), at: after(1))
    var ended = entry
    ended.settle(task(of: entry.request, end: after(7200)), at: after(8000))
    #expect(ended.isStarted)
    entry.settle(task(of: entry.request, end: after(-7200)), at: after(8000))
    #expect(entry.isHeld)
  }

  @Test func `is another's where anything differs`() {
    let changes: [(inout ExportTask) -> Void] = [
      { $0.sourceArn = source("other") }, { $0.s3Bucket = "other" }, { $0.s3Prefix = "other" },
      { $0.iamRoleArn = "other" }, { $0.exportOnly = ["orders"] },
      { $0.kmsKeyId = "arn:aws:kms:eu-west-1:123456789012:key/other" },
    ]
    for change in changes {
      var entry = sent()
      entry.fail(.call(.cancelled), at: after(1))
      var task = task(of: entry.request)
      change(&task)
      entry.settle(task, at: after(2))
      #expect(entry.isHeld, "\(task)")
    }
  }

  @Test func `is put back where the same may do later, and held where it may not`() {
    for (error, kind) in [
      (fault("ExportTaskLimitReachedFault"), QueueSetback.Kind.noSlot),
      (fault("InvalidExportSourceState"), .source), (fault("Throttling"), .failed),
      (fault("ExpiredToken", status: 403), .failed), (.call(.noCredentials([])), .failed),
      (.otherSite(asked: "here", now: "there"), .failed),
      (fault("AccessDenied", status: 403), .failed), (fault("NewInTheNextVersion"), .unsure),
    ] {
      var entry = sent()
      entry.fail(error, at: after(1))
      #expect(entry.isWaiting)
      #expect(entry.setback?.kind == kind)
      #expect(!entry.sending.mayHaveArrived)
    }
    for error in [
      fault("KMSKeyNotAccessibleFault"),
      fault("DBSnapshotNotFound", status: 404), fault("InvalidParameterValue"),
      .invalid([FieldProblem(field: .s3Prefix, message: "too long")]),
    ] {
      var entry = sent()
      entry.fail(error, at: after(1))
      guard case .held(.refused(error.summary)) = entry.state else {
        Issue.record("\(entry.state)")
        continue
      }
    }
  }

  @Test func `that is refused after one that may have arrived is held once nothing is found`() {
    var entry = sent()
    entry.fail(.call(.cancelled), at: after(1))
    entry.settle(nil, at: after(10))
    #expect(entry.isWaiting)
    entry.begin(at: after(11), by: "me")
    let error = fault("IamRoleNotFound", status: 404)
    entry.fail(error, at: after(12))
    #expect(entry.isSending, "the first one may have arrived")
    #expect(entry.setback?.isOfSite == false, "the others go on")
    entry.settle(nil, at: after(20))
    #expect(entry.state == .held(.refused(error.summary)))
  }

  @Test func `is never held by what a message says or how often it came, and knows since when`() {
    let refusal = ExportTasksError(
      .service(
        ServiceFault(
          code: "InvalidExportSourceState",
          message: "Exporting snapshots of this engine version is not supported.", status: 400)))
    var entry = sent()
    for count in 1...400 {
      entry.begin(at: after(Double(count) * 301), by: "me")
      entry.fail(refusal, at: after(Double(count) * 301))
    }
    #expect(entry.isWaiting)
    #expect(entry.setback?.count == 400)
    #expect(entry.setback?.since == after(301))
    entry.begin(at: after(200_000), by: "me")
    entry.fail(fault("ExportTaskLimitReachedFault"), at: after(200_000))
    #expect(entry.setback?.since == after(200_000), "that is something else")
  }

  @Test func `stays unsettled where nobody can look it up`() {
    var entry = sent()
    entry.leaveUnsettled(fault("AccessDenied", status: 403), at: after(1))
    #expect(entry.isSending)
    #expect(entry.setback?.restsUntil == after(6))
  }
}

@Suite struct `Editing the queue` {
  @Test func `is refused while a request is on its way`() {
    let sending = entry(1, .sending(since: ten, by: "me"))
    for edit in [QueueEdit.hold, .release, .remove, .move(by: 1)] {
      #expect(sending.refusal(of: edit, isRun: true) == .sending)
    }
    #expect(sending.refusal(of: .remove, isRun: false) == nil, "whoever sent it is gone")
    #expect(sending.refusal(of: .hold, isRun: false) == .sending)
    var lost = sending
    lost.leaveUnsettled(fault("AccessDenied"), at: after(1))
    #expect(lost.refusal(of: .remove, isRun: true) == nil, "no call is on its way")
    #expect(entry(1).refusal(of: .release, isRun: true) == .notHeld)
    #expect(entry(1, .held(.byUser)).refusal(of: .hold, isRun: true) == .held)
    #expect(entry(1, .held(.byUser)).refusal(of: .release, isRun: true) == nil)
    #expect(entry(1, .started(at: ten)).refusal(of: .hold, isRun: true) == .started)
    #expect(entry(1, .started(at: ten)).refusal(of: .remove, isRun: true) == nil)
  }

  @Test func `moves among those that have a turn`() {
    let entries = [entry(1), entry(2, .started(at: ten)), entry(3), entry(4)]
    #expect(entries.order(after: .move(by: -1), of: 4) == [1, 4, 3])
    #expect(entries.order(after: .move(by: -9), of: 4) == [4, 1, 3])
    #expect(entries.order(after: .move(by: 1), of: 4) == [1, 3, 4])
    #expect(entries.order(after: .moveToLast, of: 1) == [3, 4, 1])
    #expect(entries.order(after: .moveToFirst, of: 2) == nil)
    #expect(entries.order(after: .hold, of: 1) == nil)
  }

  @Test func `a released one that was missed has no time any more, another keeps it`() {
    let schedule = QueueSchedule(start: after(60), zone: "CET")
    #expect(entry(1, .held(.missed), schedule: schedule).released == entry(1))
    #expect(
      entry(1, .held(.byUser), schedule: schedule).released == entry(1, schedule: schedule))
  }
}
