import RDSExports

/// A field that a repeated export has otherwise than its original.
public struct FieldDifference: Hashable, Sendable {
  public var field: FieldProblem.Field
  /// Empty where the original has none.
  public var before: String
  /// Empty where the repetition has none.
  public var now: String
}

extension StartExportTaskRequest {
  /// What would have asked for an export that is there.
  public init(likeThatOf task: ExportTask) {
    self.init(
      exportTaskIdentifier: task.exportTaskIdentifier, sourceArn: task.sourceArn ?? "",
      s3BucketName: task.s3Bucket ?? "", iamRoleArn: task.iamRoleArn ?? "",
      kmsKeyId: task.kmsKeyId ?? "", s3Prefix: task.s3Prefix, exportOnly: task.exportOnly ?? [])
  }

  /// The fields that differ, in their order.
  public func differences(from original: StartExportTaskRequest) -> [FieldDifference] {
    FieldProblem.Field.allCases.compactMap { field in
      let (before, now) = (original.text(of: field), text(of: field))
      return before == now ? nil : FieldDifference(field: field, before: before, now: now)
    }
  }

  private func text(of field: FieldProblem.Field) -> String {
    switch field {
    case .exportTaskIdentifier: exportTaskIdentifier
    case .sourceArn: sourceArn
    case .s3BucketName: s3BucketName
    case .s3Prefix: s3Prefix ?? ""
    case .iamRoleArn: iamRoleArn
    case .kmsKeyId: kmsKeyId
    case .exportOnly: exportOnly.joined(separator: " ")
    }
  }
}
