import FoundationEssentials
import Ground
import Planning
import Tracking
import Words

/// The queue as a command prints it: what waits, in the order of turns, then what was started.
struct QueueListing: Sendable {
  struct Row: Sendable {
    var entry: QueueEntry
    /// When it is likely to start, if somebody starts it; nil where it doesn't wait, and while nobody
    /// knows what runs.
    var start: QueueStart?
    /// Why it is where it is, in a few words; nil where there is nothing to say.
    var why: String?
    /// Who starts it, now or soon; nil for nobody, and for what was started.
    var runner: QueueRunnerName?

    /// When it is likely to start; nil where nobody can tell or nobody would start it.
    var likelyStart: Date? { runner == nil ? nil : start?.at }
  }

  let report: QueueReport
  let moment: Moment
  let rows: [Row]

  /// - Parameters:
  ///   - outlook: Nil where AWS was not asked.
  ///   - reasons: Why entries wait, where that is known by other ways; by id.
  init(
    _ report: QueueReport, _ outlook: QueueOutlook? = nil, reasons: [Int: String] = [:],
    at moment: Moment
  ) {
    self.report = report
    self.moment = moment
    let outlook =
      outlook ?? QueueOutlook(of: report.entries, in: [], scope: .region, at: moment.wall)
    rows = (report.open + report.entries.filter(\.isStarted)).map { entry in
      let runner = entry.isOpen ? report.starter(at: entry.site) : nil
      return Row(
        entry: entry, start: entry.isWaiting ? outlook.starts[entry.id] : nil,
        why: reasons[entry.id]
          ?? entry.why(
            outlook.verdicts[entry.id], by: runner,
            obstacle: report.obstacles[entry.site], now: moment.wall, moment.local),
        runner: runner)
    }
  }

  // MARK: For people

  /// Local times; their zone stands in the heading.
  var table: String {
    guard !rows.isEmpty else { return "Nothing waits.\n" }
    var cells = [
      ["NO", "STATE", "IDENTIFIER", "SOURCE", "ACCOUNT", "REGION", "START \(moment.zone)", "WHY"]
    ]
    cells += rows.map { row in
      let entry = row.entry
      return [
        "\(entry.id)", entry.stateWord, Format.line(entry.request.exportTaskIdentifier),
        entry.sourceWords, entry.site.account ?? "", entry.site.region, start(of: row),
        why(of: row),
      ]
    }
    let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { row in
      row.enumerated().map { column, text in
        column == row.count - 1
          ? text : text + String(repeating: " ", count: widths[column] - text.count)
      }.joined(separator: "  ").trimmingEnd
    }
    return (lines + runnerLines).joined(separator: "\n") + "\n"
  }

  private func start(of row: Row) -> String {
    if case .started(let at) = row.entry.state {
      return Format.day(at, now: moment.wall, moment.local).words
    }
    if row.entry.isWaiting, row.runner == nil { return "nobody runs it" }
    guard let start = row.start, let at = start.at else { return "-" }
    if at <= moment.wall { return "now" }
    let sign = start.isAtLeast ? ">=" : "~"
    return "\(sign) \(Format.coming(at, now: moment.wall, moment.local).words)"
  }

  private func why(of row: Row) -> String {
    let latest = row.entry.isWaiting ? row.entry.schedule?.latest : nil
    let end = latest.map {
      "held after \(Format.coming($0, now: moment.wall, moment.local).words)"
    }
    return [row.why, end].compactMap(\.self).joined(separator: ", ")
  }

  private var runnerLines: [String] {
    report.openSites.sorted { $0.words < $1.words }.map { site in
      let obstacle = report.obstacles[site].map { " \(Format.line($0, limit: 300))" } ?? ""
      return "\(site.words): \(QueueReport.sentence(on: report.starter(at: site)))\(obstacle)"
    }
  }

  // MARK: For programs

  /// One document, ended by a newline. Times are UTC.
  var json: String {
    Self.text(QueueDocument(queue: entries), [.prettyPrinted])
  }

  /// An object a line.
  var lines: String { entries.map { Self.text($0, []) }.joined() }

  private var entries: [QueueDocument.Entry] { rows.map(QueueDocument.Entry.init) }

  private static func text(_ value: some Encodable, _ form: JSONEncoder.OutputFormatting) -> String
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = form.union([.withoutEscapingSlashes, .sortedKeys])
    encoder.dateEncodingStrategy = .iso8601
    encoder.keyEncodingStrategy = .custom { path in
      let name = path.last?.stringValue ?? ""
      return MemberName(stringValue: name.prefix(1).uppercased() + name.dropFirst())
    }
    // Numbers, texts and dates can always be encoded.
    let data = (try? encoder.encode(value)) ?? Data()
    return UntrustedText.lines(String(decoding: data, as: UTF8.self)) + "\n"
  }
}

extension QueueReport {
  /// Who starts what waits.
  static func sentence(on runner: QueueRunnerName?) -> String {
    guard let runner else {
      return "Nothing starts what waits there now: leave a dashboard open, or run "
        + "`exportdeck queue run`."
    }
    return "What waits there is started by \(runner.words)."
  }
}

extension QueueSchedule {
  /// `from 22:00 CET until 02:00`
  func words(at now: Moment) -> String {
    let start = Format.coming(start, now: now.wall, now.local).words
    let latest = Format.coming(latest, now: now.wall, now.local).words
    return "from \(start) \(Format.line(zone)) until \(latest)"
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
    /// Among those that share its slots, from 1.
    var turn: Int?
    var likelyStart: Date?
    /// Whether it is only known not to start earlier.
    var isLikelyStartAtLeast: Bool?
    var startedAt: Date?
    var sends: Int
    /// Nil where nobody starts it.
    var runner: String?
    var runnerPid: Int32?
    /// Whether that one has yet to take it up.
    var isRunnerOnStandby: Bool?
  }

  var queue: [Entry]
}

extension QueueDocument.Entry {
  init(_ row: QueueListing.Row) {
    let (entry, request) = (row.entry, row.entry.request)
    var startedAt: Date?
    if case .started(let at) = entry.state { startedAt = at }
    self.init(
      number: entry.id, state: entry.stateWord, why: row.why, account: entry.site.account,
      region: entry.site.region, endpoint: entry.site.endpoint,
      exportTaskIdentifier: request.exportTaskIdentifier, sourceArn: request.sourceArn,
      s3BucketName: request.s3BucketName, s3Prefix: request.s3Prefix,
      iamRoleArn: request.iamRoleArn, kmsKeyId: request.kmsKeyId, exportOnly: request.exportOnly,
      addedAt: entry.addedAt, notBefore: entry.schedule?.start, latest: entry.schedule?.latest,
      turn: row.start?.turn, likelyStart: row.likelyStart,
      isLikelyStartAtLeast: row.likelyStart == nil ? nil : row.start?.isAtLeast,
      startedAt: startedAt,
      sends: entry.sending.count,
      runner: row.runner?.kind.rawValue, runnerPid: row.runner?.pid,
      isRunnerOnStandby: row.runner?.isStandby)
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
