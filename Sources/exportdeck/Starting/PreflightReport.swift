import Canvas
import Planning
import RDSExports
import Words

/// What a command prints of a pre-flight.
struct PreflightReport {
  let request: StartExportTaskRequest
  let preflight: Preflight
  let way: AWSCommand.Way

  /// For people: a line for each check, what to do, and the command of the AWS CLI.
  /// - Parameter columns: The width of the terminal; nil leaves lines unwrapped.
  func text(columns: Int? = nil) -> String {
    var lines: [String] = []
    for line in preflight.lines {
      for (index, text) in [line.sentence, line.fix].compactMap(\.self).enumerated() {
        lines += Self.line(
          Format.line(text), after: index == 0 ? line.outcome.word : "", columns: columns)
      }
    }
    lines += ["", "\(preflight.summary) Nothing was sent.", "", command, ""]
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
      line.add("outcome", check.outcome.word)
      line.add("sentence", check.sentence)
      line.add("fix", check.fix)
      return line.text
    }
    var document = JSONLine()
    document.add("isReady", json: "\(!preflight.hasFailed)")
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

extension Preflight {
  /// How many lines there are of each outcome, the worst first: `2 fail, 1 warning, 17 pass.`
  var summary: String {
    let words = lines.map(\.outcome.word)
    let parts = ["fail", "warning", "unknown", "pass"].compactMap { word in
      let count = words.count { $0 == word }
      return count > 0 ? "\(count) \(word)" : nil
    }
    return parts.joined(separator: ", ") + "."
  }

  /// What AWS would refuse, and what to do about it.
  var refusal: CommandError {
    let failed = lines.filter { $0.outcome == .fail }
    let list = failed.map { line in
      [line.sentence, line.fix].compactMap(\.self).joined(separator: " ")
    }.joined(separator: " ")
    return CommandError(
      name: "PreflightFailed", message: "Nothing was sent. \(list)",
      advice: "--dry-run shows all that was checked; --force starts it all the same.")
  }
}
