import FoundationEssentials
import Ground
import Planning
import RDSExports
import Tracking
import Words

extension QueueReport {
  /// For people: what waits in its order, and who starts it.
  func table(at now: Moment) -> String {
    guard !entries.isEmpty else { return "Nothing waits.\n" }
    let verdicts = QueuePolicy.verdicts(entries, TakenSlots(running: nil), at: now.wall)
    var rows = [["NO", "STATE", "IDENTIFIER", "SOURCE", "ACCOUNT", "REGION", "WHY"]]
    rows += entries.map { entry in
      [
        "\(entry.id)", entry.stateWord, Format.line(entry.request.exportTaskIdentifier),
        entry.sourceWords,
        entry.site.account ?? "", entry.site.region,
        entry.why(verdicts[entry.id], at: now),
      ]
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      let cells = row.enumerated().map { column, text in
        column == row.count - 1
          ? text : text + String(repeating: " ", count: widths[column] - text.count)
      }
      return cells.joined(separator: "  ")
    }
    return (lines + runnerLines).joined(separator: "\n") + "\n"
  }

  private var runnerLines: [String] {
    openSites.sorted { $0.words < $1.words }.map { site in
      guard let runner = runners[site] else {
        return "Nobody starts what waits for \(site.words): leave a dashboard open, or run "
          + "`exportdeck queue run`."
      }
      return "What waits for \(site.words) is started by \(runner.words)."
    }
  }

  /// For programs, ended by a newline. Times are UTC.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.keyEncodingStrategy = .custom { path in
      let name = path.last?.stringValue ?? ""
      return MemberName(stringValue: name.prefix(1).uppercased() + name.dropFirst())
    }
    let document = QueueDocument(
      queue: entries.map { QueueDocument.Entry($0, runner: runners[$0.site]) })
    // Numbers, texts and dates can always be encoded.
    let data = (try? encoder.encode(document)) ?? Data()
    return UntrustedText.lines(String(decoding: data, as: UTF8.self)) + "\n"
  }
}

/// A member by its printed name.
private struct MemberName: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { return nil }
}

/// Printed with the names that AWS gives the parameters: `SourceArn`.
private struct QueueDocument: Encodable {
  struct Entry: Encodable {
    var number: Int
    var state: String
    var why: String?
    var account: String?
    var region: String
    var endpoint: String
    var exportTaskIdentifier: String
    var sourceArn: String
    var s3BucketName: String
    var s3Prefix: String?
    var iamRoleArn: String
    var kmsKeyId: String
    var exportOnly: [String]
    var addedAt: Date
    var notBefore: Date?
    var latest: Date?
    var startedAt: Date?
    var sends: Int
    var runner: String?
    var runnerPid: Int32?
  }

  var queue: [Entry]
}

extension QueueDocument.Entry {
  init(_ entry: QueueEntry, runner: QueueRunnerName?) {
    let request = entry.request
    var startedAt: Date?
    if case .started(let at) = entry.state { startedAt = at }
    self.init(
      number: entry.id, state: entry.stateWord, why: entry.holdWords ?? entry.setback?.words,
      account: entry.site.account, region: entry.site.region, endpoint: entry.site.endpoint,
      exportTaskIdentifier: request.exportTaskIdentifier, sourceArn: request.sourceArn,
      s3BucketName: request.s3BucketName, s3Prefix: request.s3Prefix,
      iamRoleArn: request.iamRoleArn, kmsKeyId: request.kmsKeyId, exportOnly: request.exportOnly,
      addedAt: entry.addedAt, notBefore: entry.schedule?.start, latest: entry.schedule?.latest,
      startedAt: startedAt, sends: entry.sending.count,
      runner: entry.isOpen ? runner?.kind.rawValue : nil,
      runnerPid: entry.isOpen ? runner?.pid : nil)
  }
}

extension QueueEntry {
  /// Why it is where it is, as far as that is known without AWS.
  fileprivate func why(_ verdict: QueueVerdict?, at now: Moment) -> String {
    if let holdWords { return holdWords }
    switch state {
    case .started(let at): return "at \(Format.day(at, now: now.wall, now.local).words)"
    case .sending: return setback.map { Format.line($0.words) } ?? "its answer is waited for"
    case .waiting, .held: break
    }
    guard case .wait(let wait) = verdict, wait != .unknownSlots else {
      return setback.map { Format.line($0.words) } ?? "waits for a slot"
    }
    let words = wait.words(now: now.wall, now.local)
    guard let schedule, case .notBefore = wait else { return words }
    return "\(words) \(schedule.zone), held after "
      + Format.coming(schedule.latest, now: now.wall, now.local).words
  }

  /// What is said once it is in the queue.
  func addedWords(at now: Moment) -> String {
    let start = schedule.map { schedule in
      let (start, latest) = (
        Format.coming(schedule.start, now: now.wall, now.local).words,
        Format.coming(schedule.latest, now: now.wall, now.local).words
      )
      return ", from \(start) \(schedule.zone) until \(latest)"
    }
    return "Queued as number \(id), in \(site.words)\(start ?? ""). It starts while a dashboard is "
      + "open or `exportdeck queue run` runs.\n"
  }
}
