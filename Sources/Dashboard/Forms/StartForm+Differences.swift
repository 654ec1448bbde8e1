import Planning
import RDSExports
import Words

extension Facts {
  /// What a form has otherwise than the export that it was filled from; nothing for one that was
  /// filled from none.
  func differences(_ form: StartForm, columns: Int) -> [Panel.Line] {
    guard let original = state.original(of: form)?.task else { return [] }
    let differences = form.request.differences(
      from: StartExportTaskRequest(likeThatOf: original).asSent)
    let name = Format.line(original.exportTaskIdentifier)
    let words = differences.map(\.words).joined(separator: "; ")
    return paragraph(
      words.isEmpty ? "Same as \(name)." : "Same as \(name), but: \(words).", .textMuted,
      columns: columns)
  }
}
