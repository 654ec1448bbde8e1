import RDSExports

extension ExportTasksError {
  /// The field of a start request that the error is about; nil where there is none.
  var field: FieldProblem.Field? {
    switch self {
    case .modelled(let fault, _): fault.field
    case .invalid(let problems): problems.first?.field
    case .call: Self.field(namedIn: words(for: self))
    case .repeatedMarker, .listTooLong, .otherSite: nil
    }
  }

  /// AWS names the parameter in the texts of errors that are not in its model.
  private static func field(namedIn text: String) -> FieldProblem.Field? {
    let names: [(String, FieldProblem.Field)] = [
      ("ExportTaskIdentifier", .exportTaskIdentifier), ("SourceArn", .sourceArn),
      ("S3BucketName", .s3BucketName), ("S3Prefix", .s3Prefix), ("IamRoleArn", .iamRoleArn),
      ("KmsKeyId", .kmsKeyId), ("ExportOnly", .exportOnly),
    ]
    return names.first { text.contains($0.0) }?.1
  }
}

extension ExportTaskFault {
  fileprivate var field: FieldProblem.Field? {
    switch self {
    case .exportTaskAlreadyExists: .exportTaskIdentifier
    case .invalidExportSourceState, .dbSnapshotNotFound, .dbClusterSnapshotNotFound,
      .dbClusterNotFound:
      .sourceArn
    case .invalidS3Bucket: .s3BucketName
    case .iamRoleNotFound, .iamRoleMissingPermissions: .iamRoleArn
    case .kmsKeyNotAccessible: .kmsKeyId
    case .invalidExportOnly: .exportOnly
    case .exportTaskNotFound, .exportTaskLimitReached, .invalidExportTaskState: nil
    }
  }
}

/// An error from AWS, or on the way there, in one line for a person.
func words(for error: ExportTasksError) -> String {
  if case .invalid(let problems) = error, let first = problems.first { return first.message }
  return String(describing: error)
}
