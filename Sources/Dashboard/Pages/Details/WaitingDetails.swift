import Canvas
import FoundationEssentials
import Listing
import Planning
import Tracking
import Words

extension Facts {
  /// What a person wants to know about an export that waits: why, until when, what is to be exported
  /// and what has been tried.
  mutating func waitingLines(_ export: WaitingExport, columns: Int) -> [[Span]] {
    let entry = export.entry
    let row = QueueRow(export)
    let request = entry.request
    func line(_ text: String) -> [Span] { [Span(Format.line(text), .fieldValue)] }
    let status = ColumnSpec.waitingStatusCell(export, asof(export.id.site)).text
    let why = export.isGone ? "it is no longer in the queue" : why(row)
    var lines = field("Status", [Span(status, Phase.waiting.role)], columns)
    if !why.isEmpty {
      lines += field(
        "Why", [Span("\(why.prefix(1).uppercased())\(why.dropFirst()).", .fieldValue)], columns)
    }
    if !export.isGone { lines += field("Starts", line(startSentence(row)), columns) }
    if let schedule = entry.schedule {
      lines += field(
        "Not before",
        line(
          "\(dateTime(schedule.start)) \(schedule.zone), held after \(dateTime(schedule.latest))"),
        columns)
    }
    if !export.isGone { lines += field("Started by", line(runnerWords(of: entry.site)), columns) }
    lines.append([])
    lines += field("Source", line(request.sourceArn), columns)
    lines += field(
      "To", line("s3://\(request.s3BucketName)/\(request.s3Prefix ?? "")"), columns)
    lines += field("Role", line(request.iamRoleArn), columns)
    lines += field("Key", line(request.kmsKeyId), columns)
    lines += field("Only", line(request.exportOnly.joined(separator: ", ")), columns)
    lines += field("In", line(entry.site.words), columns)
    lines.append([])
    lines += field("Queued", line(dateTime(entry.addedAt)), columns)
    return lines + attemptLines(entry, columns: columns)
  }

  /// `third turn` would need words for a thousand numbers.
  private mutating func startSentence(_ row: QueueRow) -> String {
    guard let start = row.start else { return startWords(row) ?? "" }
    let turn = "turn \(grouped(start.turn))"
    guard let words = startWords(row) else { return "\(turn); nobody can tell when" }
    guard row.isRun else { return "\(turn); \(words)" }
    return "\(words), \(turn)" + (start.isAtLeast ? "; not earlier, maybe later" : "")
  }

  private func attemptLines(_ entry: QueueEntry, columns: Int) -> [[Span]] {
    var lines: [[Span]] = []
    if entry.sending.count > 0 {
      let first = entry.sending.first.map { ", first at \(dateTime($0))" } ?? ""
      lines += field(
        "Sent",
        [Span("\(counted(entry.sending.count, "time", "times"))\(first)", .fieldValue)], columns)
    }
    guard let setback = entry.setback else { return lines }
    return lines
      + field(
        "Last answer",
        [Span("\(dateTime(setback.at)): \(Format.line(setback.words))", .fieldValue)], columns)
  }
}
