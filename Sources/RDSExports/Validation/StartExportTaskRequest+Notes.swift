extension StartExportTaskRequest {
  /// The request as it is sent: without slashes at the end of the prefix, with which exports are
  /// reported to fail.
  public var asSent: StartExportTaskRequest {
    var request = self
    request.s3Prefix = s3Prefix.map(S3PrefixForm.sent)
    if request.s3Prefix?.isEmpty == true { request.s3Prefix = nil }
    return request
  }

  /// What is done to the fields though nothing is wrong with them.
  public func notes() -> [FieldNote] {
    let prefix = s3Prefix ?? ""
    let sent = S3PrefixForm.sent(prefix)
    var notes: [FieldNote] = []
    if sent != prefix {
      notes.append(
        FieldNote(
          field: .s3Prefix,
          message: "The prefix's last slash is left out: with it exports are reported to fail."))
    }
    let changed = S3PrefixForm.changedScalars(in: sent).map(Shown.scalar)
    if !changed.isEmpty {
      notes.append(
        FieldNote(
          field: .s3Prefix,
          message: "AWS writes “_” for \(changed.joined(separator: ", ")) in a path: the export"
            + " goes to \(Shown.text(S3PrefixForm.written(sent)))."))
    }
    return notes
  }
}

/// Something that is done to a field of a start request, to be said before it is sent.
public struct FieldNote: Hashable, Sendable {
  public var field: FieldProblem.Field
  public var message: String
}

/// What becomes of a prefix.
public enum S3PrefixForm {
  /// Without slashes at its end.
  public static func sent(_ prefix: String) -> String {
    var prefix = prefix[...]
    while prefix.last == "/" { prefix.removeLast() }
    return String(prefix)
  }

  /// The path that AWS makes of it: some characters become `_` (user guide, limitations of exports).
  public static func written(_ prefix: String) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(
      contentsOf: prefix.unicodeScalars.map { changed.contains($0) ? "_" : $0 })
    return String(scalars)
  }

  /// Each once, in the order of the guide.
  static func changedScalars(in prefix: String) -> [Unicode.Scalar] {
    changed.filter(prefix.unicodeScalars.contains)
  }

  private static let changed: [Unicode.Scalar] = [" ", "\\", "`", "\""]
}
