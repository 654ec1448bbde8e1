import RDSExports

extension StartText {
  /// Reads what `describe-export-tasks` prints of one task, or `--cli-input-json` takes.
  mutating func read(json text: String) throws(StartTextProblem) {
    let members = try Self.task(in: try JSONText.value(text))
    for (name, value) in members {
      if case .null = value.kind { continue }
      if let field = Self.fields[name] {
        let read = try Self.value(value, of: name, as: field)
        if name.hasPrefix("S3Bucket"), let other = values[field], other != read {
          throw StartTextProblem(
            line: value.line, "`S3Bucket` and `S3BucketName` name different buckets")
        }
        set(field, read)
      } else if !Self.others.contains(name) {
        let guess = Spelling.hint(for: name, among: Array(Self.fields.keys).sorted())
        remark("The member \(Self.shown(name)) is passed over\(guess.isEmpty ? "." : guess)")
      }
    }
  }

  /// As requests and tasks name them: only the bucket has two names.
  private static let fields: [String: FieldProblem.Field] = [
    "ExportTaskIdentifier": .exportTaskIdentifier, "SourceArn": .sourceArn,
    "S3BucketName": .s3BucketName, "S3Bucket": .s3BucketName, "S3Prefix": .s3Prefix,
    "IamRoleArn": .iamRoleArn, "KmsKeyId": .kmsKeyId, "ExportOnly": .exportOnly,
  ]

  /// What a task has besides, and an answer around it.
  private static let others: Set<String> = [
    "SnapshotTime", "TaskStartTime", "TaskEndTime", "Status", "PercentProgress",
    "TotalExtractedDataInGB", "FailureCause", "WarningMessage", "SourceType", "ResponseMetadata",
  ]

  private static let list = "ExportTasks"

  private static func task(
    in value: JSONText.Value
  ) throws(StartTextProblem) -> [(name: String, value: JSONText.Value)] {
    switch value.kind {
    case .object(let members):
      guard let tasks = members.last(where: { $0.name == list }) else { return members }
      return try task(in: tasks.value)
    case .list(let tasks) where tasks.count == 1: return try task(in: tasks[0])
    case .list(let tasks):
      throw StartTextProblem(
        line: value.line, "it holds \(tasks.count) exports: give the JSON of one")
    case .text, .number, .boolean, .null:
      throw StartTextProblem(line: value.line, "an export is an object, not \(value.words)")
    }
  }

  private static func value(
    _ value: JSONText.Value, of name: String, as field: FieldProblem.Field
  ) throws(StartTextProblem) -> [String] {
    switch (field, value.kind) {
    case (.exportOnly, .list(let parts)): return try parts.map(text)
    case (.exportOnly, _):
      throw StartTextProblem(
        line: value.line, "`\(name)` is a list of texts, not \(value.words)")
    case (_, .text(let text)): return [text]
    default:
      throw StartTextProblem(line: value.line, "`\(name)` is a text, not \(value.words)")
    }

    func text(_ part: JSONText.Value) throws(StartTextProblem) -> String {
      if case .text(let text) = part.kind { return text }
      throw StartTextProblem(
        line: part.line, "`\(name)` is a list of texts, and one is \(part.words)")
    }
  }
}
