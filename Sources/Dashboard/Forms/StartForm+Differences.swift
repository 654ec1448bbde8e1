import Ground
import Planning
import RDSExports
import Words

extension Facts {
  /// What a form has otherwise than the export that it was filled from; nothing for one that was
  /// filled from none.
  func differences(_ form: StartForm, columns: Int) -> [Panel.Line] {
    guard let original = state.original(of: form)?.task else { return [] }
    // What is typed to look for a source is none yet.
    let isSourceOpen = ARN(form.text(.sourceArn)) == nil
    let differences = form.request.differences(
      from: StartExportTaskRequest(likeThatOf: original).asSent
    ).filter { !isSourceOpen || $0.field != .sourceArn }
    let name = Format.line(original.exportTaskIdentifier)
    let words = differences.map(\.words).joined(separator: "; ")
    return paragraph(
      words.isEmpty
        ? "Same as \(name)\(isSourceOpen ? " but for its source" : "")."
        : "Same as \(name), but: \(words).", .textMuted,
      columns: columns)
  }
}
