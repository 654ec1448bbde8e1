import AWSCore

/// What can go wrong with an operation on export tasks.
public enum ExportTasksError: Error, Hashable, Sendable {
  /// One of the errors in `ExportTaskFault`, recognised by its wire code.
  case modelled(ExportTaskFault, ServiceFault)
  /// Any other error of the call.
  case call(AWSError)
  /// A request that AWS would refuse: nothing was sent.
  case invalid([FieldProblem])
  /// The server gave the same marker twice, so the list would never end.
  case repeatedMarker(String)
  /// After this many pages and tasks the server still named a next page.
  case listTooLong(pages: Int, tasks: Int)
  /// An action was asked for at one place, but settings and credentials now lead to another:
  /// nothing was sent. Both in words, for instance `account 123456789012 in eu-west-1`.
  case otherSite(asked: String, now: String)
}

/// The errors that the API models for the three operations, and the limit on running exports, which
/// it answers with although it isn't modelled.
public enum ExportTaskFault: String, CaseIterable, Sendable, Hashable {
  case exportTaskNotFound = "ExportTaskNotFound"
  case exportTaskAlreadyExists = "ExportTaskAlreadyExists"
  case exportTaskLimitReached = "ExportTaskLimitReachedFault"
  case invalidExportTaskState = "InvalidExportTaskStateFault"
  case invalidExportSourceState = "InvalidExportSourceState"
  case invalidExportOnly = "InvalidExportOnly"
  case invalidS3Bucket = "InvalidS3BucketFault"
  case iamRoleNotFound = "IamRoleNotFound"
  case iamRoleMissingPermissions = "IamRoleMissingPermissions"
  case kmsKeyNotAccessible = "KMSKeyNotAccessibleFault"
  case dbSnapshotNotFound = "DBSnapshotNotFound"
  case dbClusterSnapshotNotFound = "DBClusterSnapshotNotFoundFault"
  case dbClusterNotFound = "DBClusterNotFoundFault"
}

/// A field of a start request that breaks a rule.
public struct FieldProblem: Hashable, Sendable {
  /// The fields of a start request, named as the command line names them.
  public enum Field: String, CaseIterable, Sendable, Hashable {
    case exportTaskIdentifier = "export-task-identifier"
    case sourceArn = "source-arn"
    case s3BucketName = "s3-bucket-name"
    case s3Prefix = "s3-prefix"
    case iamRoleArn = "iam-role-arn"
    case kmsKeyId = "kms-key-id"
    case exportOnly = "export-only"
  }

  public var field: Field
  /// What is wrong and what would be right.
  public var message: String

  public init(field: Field, message: String) {
    self.field = field
    self.message = message
  }
}

extension ExportTasksError {
  /// What AWS calls the request that it refused; nil where AWS refused none, or doesn't say.
  public var requestID: String? {
    switch self {
    case .modelled(_, let fault), .call(.service(let fault)): fault.requestID
    case .call(.unreadableAnswer(_, let requestID)): requestID
    case .call, .invalid, .repeatedMarker, .listTooLong, .otherSite: nil
    }
  }
}
