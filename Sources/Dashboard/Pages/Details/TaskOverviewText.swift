import Canvas
import FoundationEssentials
import RDSExports
import Tracking
import Words

/// The parts of the overview that change only with the task itself.
extension Facts {
  /// What happened, if it is understood, and what to do about it; else AWS's own words, because
  /// they are then all there is.
  /// - Parameter hasKeys: Whether there are keys that copy something.
  func overviewAdvice(
    _ task: TrackedTask, _ explanation: FailureExplanation?, columns: Int, hasKeys: Bool = true
  ) -> [[Span]] {
    guard let explanation else {
      return verbatim(task.phase == .failed ? "Cause" : "Warning", told(by: task), columns)
    }
    var lines = explanation.checks.flatMap {
      field("", [Span(Format.line($0), .text)], columns, bullet: signs.bullet)
    }
    guard hasKeys else { return lines }
    let copies = explanation.policies.map { policy in
      let action = Action(copying: policy.kind)
      let entry = state.keymap.entry(for: action, in: .copy)
      let keys = [keyName(.copy, in: .details), keyName(action, in: .copy)]
      return "\(keys.joined(separator: " ")) copies the \(entry?.hint ?? "policy")"
    }
    lines += field("", [Span(copies.joined(separator: " · "), .textMuted)], columns)
    return lines
  }

  /// Where from and where to, and what AWS said, word for word.
  func overviewFacts(
    _ task: TrackedTask, isUnderstood: Bool, of context: String?, columns: Int
  ) -> [[Span]] {
    let export = task.task
    var lines = field("Source", [Span(Format.line(export.sourceArn ?? ""), .fieldValue)], columns)
    lines += field("", [Span(sourceFacts(export), .textMuted)], columns)
    lines += field("Target", [Span(target(of: export), .fieldValue)], columns)
    let only = (export.exportOnly ?? []).map { Format.line($0) }
    lines += field(
      only.isEmpty ? "Export" : "Export only",
      [
        only.isEmpty
          ? Span("everything", .textMuted) : Span(only.joined(separator: ", "), .fieldValue)
      ], columns)
    lines += field("Role", [Span(Format.line(export.iamRoleArn ?? ""), .fieldValue)], columns)
    lines += field("Key", [Span(Format.line(export.kmsKeyId ?? ""), .fieldValue)], columns)
    lines += field(
      "Identifier", [Span(Format.line(export.exportTaskIdentifier), .fieldValue)], columns)
    if let context { lines += field("Context", [Span(context, .fieldValue)], columns) }
    for gap in export.gaps {
      lines += field("Unknown", [Span(Format.line(gap.description), .ageStale)], columns)
    }
    let saidAbove = isUnderstood ? nil : told(by: task)
    for (label, text) in [("Cause", export.failureCause), ("Warning", export.warning)]
    where text != saidAbove {
      lines += verbatim(label, text, columns)
    }
    return lines
  }

  /// What a site's context is called, and where it leads: `prod · eu-west-1 · 123456789012`.
  func contextWords(_ site: SiteID) -> String? {
    guard let snapshot = state.snapshot(of: site) else { return nil }
    let label = snapshot.label
    let name = label.name == label.profile ? nil : label.name
    return [name, label.profile, label.region, snapshot.site?.account]
      .compactMap { $0 }.filter { !$0.isEmpty }.map(Format.line).joined(separator: " · ")
  }

  /// AWS's words on why a task failed or what it left out; nil where it did neither.
  private func told(by task: TrackedTask) -> String? {
    switch task.phase {
    case .failed: task.failureCause
    case .warning: task.warning
    default: nil
    }
  }

  private func sourceFacts(_ export: ExportTask) -> String {
    var facts: [String] = []
    if let type = export.sourceType { facts.append(Format.line(type.word).lowercased()) }
    if let taken = export.snapshotTime {
      // Where no other time is shown, this one names the zone.
      let isOnlyTime = export.taskStartTime == nil && export.taskEndTime == nil
      facts.append("of \(dateTime(taken))" + (isOnlyTime ? " \(moment.zone)" : ""))
    }
    return facts.joined(separator: " ")
  }

  /// `s3://bucket/prefix/`; AWS puts a folder with the task's name below it.
  func target(of export: ExportTask) -> String {
    guard let bucket = export.s3Bucket, !bucket.isEmpty else { return "" }
    let prefix = export.s3Prefix.map { $0.hasSuffix("/") || $0.isEmpty ? $0 : "\($0)/" } ?? ""
    return Format.line("s3://\(bucket)/\(prefix)")
  }

  /// AWS's own words in full.
  private func verbatim(_ label: String, _ text: String?, _ columns: Int) -> [[Span]] {
    guard let text, !text.isEmpty else { return [] }
    return field(label, [Span(Format.line(text), .text)], columns)
  }
}
