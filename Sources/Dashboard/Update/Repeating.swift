import Ground
import Planning
import RDSExports
import Tracking
import Words

/// Starting marked exports again.
extension State {
  /// Asks whether to start the marked exports again, each under a fresh identifier.
  mutating func askToRepeat(at moment: Moment) -> [Effect] {
    touch(at: moment)
    endRange()
    if startBatch?.isOpen == true {
      open(RepeatResults(), at: moment)
      return []
    }
    let wanted = tasks(list.marks)
    let repeated = wanted.filter { reasonNotToRepeat($0) == nil }
    guard !repeated.isEmpty else {
      let reason = wanted.first.flatMap(reasonNotToRepeat) ?? "they are no longer known"
      notify(.info, "none of the marked exports can be started again: \(reason)", at: moment)
      return []
    }
    if let reason = reasonTooMany(repeated.count) {
      notify(.warning, "nothing was started: \(reason)", at: moment)
      return []
    }
    var known: [SiteID: Set<String>] = [:]
    var sources: [SiteID: Set<String>] = [:]
    let entries = repeated.compactMap { task -> StartBatch.Entry? in
      let site = task.siteID
      guard let shown = snapshot(of: site)?.site else { return nil }
      let request = StartPlan.repeating(
        task.task, series: task.seriesName, template: settings.identifierTemplate,
        known: known[site] ?? identifiers(of: site), at: moment
      ).asSent
      known[site, default: identifiers(of: site)].insert(request.exportTaskIdentifier)
      var objections = request.problems().map(\.message)
      objections += preflight(for: request, at: site, shown: shown).lines
        .filter { $0.outcome == .fail && $0.check != .slotFree }.map(\.sentence)
      if !sources[site, default: []].insert(request.sourceArn).inserted {
        objections.append("Another of these exports the same source: AWS refuses two at once.")
      }
      return StartBatch.Entry(
        original: task.id, request: request, shown: shown,
        differences: Self.differences(of: request, from: task.task.asRequest),
        objections: Array(Set(objections)).sorted())
    }
    let isProduction = repeated.contains { self.isProduction($0.siteID) }
    let word =
      !isProduction
      ? nil
      : entries.count == 1
        ? entries[0].request.exportTaskIdentifier : "start \(entries.count)"
    let left = wanted.count - repeated.count
    put(RepeatQuestion(entries: entries, leftOut: left, word: word), at: moment)
    return []
  }

  /// Why an export can't be started again; nil if it can.
  func reasonNotToRepeat(_ task: TrackedTask) -> String? {
    if isReadOnly(task.siteID) { return "read-only" }
    switch task.status {
    case .failed, .canceled, .complete: return nil
    default: return "it has not ended"
    }
  }

  private static func differences(
    of request: StartExportTaskRequest, from original: StartExportTaskRequest
  ) -> [String] {
    var differences: [String] = []
    func compare(_ field: FieldProblem.Field, _ before: String, _ now: String) {
      guard before != now else { return }
      let (before, now) = (before.isEmpty ? "none" : before, now.isEmpty ? "none" : now)
      differences.append("\(field.rawValue) \(now), was \(before)")
    }
    compare(.sourceArn, original.sourceArn, request.sourceArn)
    compare(.s3BucketName, original.s3BucketName, request.s3BucketName)
    compare(.s3Prefix, original.s3Prefix ?? "", request.s3Prefix ?? "")
    compare(.iamRoleArn, original.iamRoleArn, request.iamRoleArn)
    compare(.kmsKeyId, original.kmsKeyId, request.kmsKeyId)
    compare(
      .exportOnly, original.exportOnly.joined(separator: " "),
      request.exportOnly.joined(separator: " "))
    return differences
  }

  /// Begins to send what was confirmed.
  mutating func startAll(_ entries: [StartBatch.Entry], at moment: Moment) -> [Effect] {
    startBatch = StartBatch(entries: entries)
    for entry in entries { list.marks.remove(entry.original) }
    put(RepeatResults(), at: moment)
    return sendNextStart(at: moment)
  }

  /// Sends the next export, once the one before it is answered. Everything is checked again.
  mutating func sendNextStart(at moment: Moment) -> [Effect] {
    guard var batch = startBatch, leavingBy == nil else { return [] }
    defer { startBatch = batch }
    for index in batch.entries.indices {
      switch batch.entries[index].outcome {
      case .sent: return []
      case .started, .refused: continue
      case .waiting: break
      }
      let entry = batch.entries[index]
      if let reason = reasonNotToSend(entry) {
        batch.entries[index].outcome = .refused(because: reason)
        continue
      }
      let (ticket, effect) = act(
        .start(entry.request), at: entry.original.site, shown: entry.shown, moment)
      batch.entries[index].outcome = .sent(ticket: ticket)
      return [effect]
    }
    return []
  }

  private func reasonNotToSend(_ entry: StartBatch.Entry) -> String? {
    guard let place = snapshot(of: entry.original.site) else {
      return "not sent: its site is watched no longer"
    }
    if isReadOnly(place.id) { return "not sent: read-only" }
    return entry.request.problems().first.map { "not sent: \($0.message)" }
  }

  /// Takes AWS's answer to one of several starts.
  /// - Returns: Whether it was one.
  mutating func takeStartedOfSeveral(
    _ ticket: Int, _ result: Result<ExportTask, ExportTasksError>, at moment: Moment
  ) -> Bool {
    guard
      let index = startBatch?.entries.firstIndex(where: { $0.outcome == .sent(ticket: ticket) })
    else { return false }
    switch result {
    case .success: startBatch?.entries[index].outcome = .started
    case .failure(let error):
      startBatch?.entries[index].outcome = .refused(because: words(for: error))
    }
    if !(dialog is RepeatResults), let batch = startBatch,
      !batch.entries.contains(where: { $0.outcome == .waiting })
    {
      let hasFailed = batch.entries.contains {
        if case .refused = $0.outcome { true } else { false }
      }
      notify(hasFailed ? .warning : .success, batch.words, at: moment)
    }
    return true
  }
}

extension ExportTask {
  /// What would have asked for it.
  fileprivate var asRequest: StartExportTaskRequest {
    StartExportTaskRequest(
      exportTaskIdentifier: exportTaskIdentifier, sourceArn: sourceArn ?? "",
      s3BucketName: s3Bucket ?? "", iamRoleArn: iamRoleArn ?? "", kmsKeyId: kmsKeyId ?? "",
      s3Prefix: s3Prefix, exportOnly: exportOnly ?? [])
  }
}
