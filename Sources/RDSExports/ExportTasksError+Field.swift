import AWSCore

extension ExportTasksError {
  /// The field of a start request that the error is about; nil where there is none.
  public func field(of request: StartExportTaskRequest) -> FieldProblem.Field? {
    switch self {
    case .modelled(let fault, _): fault.field
    case .invalid(let problems): problems.first?.field
    case .call(.service(let fault)): fault.field(of: request)
    case .call, .repeatedMarker, .listTooLong, .otherSite: nil
    }
  }
}

/// The texts of errors that are not in AWS's model.
extension ServiceFault {
  fileprivate func field(of request: StartExportTaskRequest) -> FieldProblem.Field? {
    if refusesCredentials || isThrottling { return nil }
    return named(Self.parameters) ?? named(Self.actions) ?? field(holding: request)
      ?? (code.hasPrefix("Invalid") || code.hasPrefix("Validation") ? named(Self.things) : nil)
  }

  /// As AWS calls its parameters.
  private static let parameters: [(String, FieldProblem.Field)] = [
    ("ExportTaskIdentifier", .exportTaskIdentifier), ("SourceArn", .sourceArn),
    ("S3BucketName", .s3BucketName), ("S3Prefix", .s3Prefix), ("IamRoleArn", .iamRoleArn),
    ("KmsKeyId", .kmsKeyId), ("ExportOnly", .exportOnly),
  ]

  /// What somebody isn't authorized to do, and with which of the fields.
  private static let actions: [(String, FieldProblem.Field)] = [
    ("iam:PassRole", .iamRoleArn), ("sts:AssumeRole", .iamRoleArn), ("kms:", .kmsKeyId),
    ("s3:", .s3BucketName), ("rds:StartExportTask", .sourceArn),
  ]

  private static let things: [(String, FieldProblem.Field)] = [
    ("prefix", .s3Prefix), ("bucket", .s3BucketName), ("IAM role", .iamRoleArn),
    ("KMS", .kmsKeyId), ("snapshot", .sourceArn), ("cluster", .sourceArn),
  ]

  /// The one that the message names first.
  private func named(_ names: [(String, FieldProblem.Field)]) -> FieldProblem.Field? {
    let message = message.lowercased()
    return names.compactMap { name, field in
      message.firstRange(of: name.lowercased()).map { (place: $0.lowerBound, field: field) }
    }.min { $0.place < $1.place }?.field
  }

  /// The one whose text the message holds; the longest, since an ARN may hold other fields' texts.
  private func field(holding request: StartExportTaskRequest) -> FieldProblem.Field? {
    let texts: [(String, FieldProblem.Field)] = [
      (request.sourceArn, .sourceArn), (request.iamRoleArn, .iamRoleArn),
      (request.kmsKeyId, .kmsKeyId), (request.s3BucketName, .s3BucketName),
      (request.exportTaskIdentifier, .exportTaskIdentifier),
    ]
    return texts.filter { $0.0.count >= 3 && message.contains($0.0) }
      .max { $0.0.count < $1.0.count }?.1
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
