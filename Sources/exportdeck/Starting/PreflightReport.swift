import Canvas
import Planning
import RDSExports
import Words

/// What a command prints of a pre-flight.
struct PreflightReport {
  let request: StartExportTaskRequest
  let preflight: Preflight
  let way: AWSCommand.Way
  /// Whether what passes by itself is waited for.
  var isForQueue = false
  /// Why it would wait in the queue now; nil where it would not.
  var wait: String?

  /// Whether nothing is in the way that doesn't pass by itself.
  var isReady: Bool { isForQueue ? preflight.failedForGood.isEmpty : !preflight.hasFailed }

  /// For people: a line for each check, what to do, and the command of the AWS CLI.
  /// - Parameter columns: The width of the terminal; nil leaves lines unwrapped.
  func text(columns: Int? = nil) -> String {
    var lines: [String] = []
    for line in preflight.lines {
      for (index, text) in [line.sentence, line.fix].compactMap(\.self).enumerated() {
        lines += Self.line(
          Format.line(text), after: index == 0 ? word(for: line) : "", columns: columns)
      }
    }
    let waits = wait.map { " It would wait in the queue: \($0)." } ?? ""
    lines += ["", "\(summary)\(waits) Nothing was sent.", "", command, ""]
    return lines.joined(separator: "\n")
  }

  private var command: String {
    let command = AWSCommand.start(request, by: way)
    return command.lines.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Format.line(String($0)) }.joined(separator: "\n")
  }

  private static let indent = 9

  private static func line(_ text: String, after word: String, columns: Int?) -> [String] {
    let room = (columns ?? .max) - indent
    let parts = room >= 20 && text.count > room ? Painter.wrap(text, columns: room) : [text]
    let blank = String(repeating: " ", count: indent)
    return parts.enumerated().map { index, part in
      let lead = index == 0 ? word : ""
      return lead + blank.dropFirst(lead.count) + part
    }
  }

  /// For programs, on one line; `request` is what `--cli-input-json` and `--from-file` take.
  var json: String {
    let checks = preflight.lines.map { check in
      var line = JSONLine()
      line.add("name", check.check.rawValue)
      line.add("option", check.subject.map { "--\($0.rawValue)" })
      line.add("outcome", word(for: check))
      line.add("sentence", check.sentence)
      line.add("fix", check.fix)
      return line.text
    }
    var document = JSONLine()
    document.add("isReady", json: "\(isReady)")
    document.add("waits", wait)
    document.add("checks", json: "[\(checks.joined(separator: ", "))]")
    document.add("request", Self.json(request.asSent))
    document.add("command", AWSCommand.start(request, by: way).line)
    return document.text + "\n"
  }

  private static func json(_ request: StartExportTaskRequest) -> JSONLine {
    var line = JSONLine()
    line.add("ExportTaskIdentifier", request.exportTaskIdentifier)
    line.add("SourceArn", request.sourceArn)
    line.add("S3BucketName", request.s3BucketName)
    line.add("IamRoleArn", request.iamRoleArn)
    line.add("KmsKeyId", request.kmsKeyId)
    line.add("S3Prefix", request.s3Prefix)
    line.add("ExportOnly", request.exportOnly.isEmpty ? nil : request.exportOnly)
    return line
  }
}

extension PreflightLine.Outcome {
  /// One word, which stays the same: programs read it.
  var word: String {
    switch self {
    case .pass: "pass"
    case .warning: "warning"
    case .fail: "fail"
    case .notChecked: "unknown"
    case .checking: "checking"
    }
  }
}

extension CommandError {
  /// What AWS would refuse, and what to do about it.
  static func refusal(because failed: [PreflightLine]) -> CommandError {
    let list = failed.map { line in
      [line.sentence, line.fix].compactMap(\.self).joined(separator: " ")
    }.joined(separator: " ")
    return CommandError(
      name: "PreflightFailed", message: "Nothing was sent. \(list)",
      advice: "--dry-run shows all that was checked; --force goes on all the same.")
  }
}

extension PreflightReport {
  /// What is waited for in the queue is no failure.
  fileprivate func word(for line: PreflightLine) -> String {
    isForQueue && line.outcome == .fail && line.check.passesByItself ? "waits" : line.outcome.word
  }

  /// How many lines there are of each outcome, the worst first: `2 fail, 1 warning, 17 pass.`
  fileprivate var summary: String {
    let words = preflight.lines.map(word)
    let parts = ["fail", "waits", "warning", "unknown", "pass"].compactMap { word in
      let count = words.count { $0 == word }
      return count > 0 ? "\(count) \(word)" : nil
    }
    return parts.joined(separator: ", ") + "."
  }
}
