import RDSExports

/// The meaning of the form's texts.
extension StartForm {
  /// The request as it would be sent.
  var request: StartExportTaskRequest { written.asSent }

  /// What is done to what was typed though nothing is wrong with it. A field that is being typed
  /// into isn't ready yet.
  var notes: [FieldNote] {
    written.notes().filter { $0.field != focus || touched.contains($0.field) }
  }

  /// The texts without blanks around them; ExportOnly is split at blanks and commas.
  var written: StartExportTaskRequest {
    StartExportTaskRequest(
      exportTaskIdentifier: text(.exportTaskIdentifier), sourceArn: text(.sourceArn),
      s3BucketName: text(.s3BucketName), iamRoleArn: text(.iamRoleArn),
      kmsKeyId: text(.kmsKeyId), s3Prefix: text(.s3Prefix).isEmpty ? nil : text(.s3Prefix),
      exportOnly: text(.exportOnly).split { $0.isWhitespace || $0 == "," }.map(String.init))
  }

  /// What is wrong with the fields that the user has left. A field that is still to come isn't
  /// wrong yet.
  var visibleProblems: [FieldProblem] {
    request.problems().filter { touched.contains($0.field) }
  }

  /// Whether all fields are empty.
  var isBlank: Bool { Self.order.allSatisfy { text($0).isEmpty } }

  /// Whether it holds typed text that was not sent and would be lost with it.
  var holdsTyping: Bool {
    ticket == nil && Self.order.contains { text($0) != (texts[$0] ?? "") }
  }

  /// What is sent of a field.
  func sent(_ field: FieldProblem.Field) -> String {
    field == .s3Prefix ? request.s3Prefix ?? "" : text(field)
  }

  /// Puts a text into a field, with the cursor at its end.
  mutating func set(_ field: FieldProblem.Field, _ text: String?) {
    fields[field] = TextField(text ?? "")
  }

  /// A field's text without the blanks around it, which often come with a paste.
  func text(_ field: FieldProblem.Field) -> String {
    let text = fields[field]?.text ?? ""
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }
}
