/// An error answer: a wire code, its HTTP status and a text.
///
/// Modelled errors have the codes and statuses of the RDS model of 2014-10-31; texts are AWS's own
/// where they are known.
struct Refusal: Error, Hashable {
  var code: String
  var status: Int
  var message: String
  /// Whose fault it is: `Sender` if true, else `Receiver`.
  var isSenders = true

  private init(_ code: String, _ status: Int, _ message: String) {
    self.init(code: code, status: status, message: message)
  }

  init(code: String, status: Int, message: String, isSenders: Bool = true) {
    self.code = code
    self.status = status
    self.message = message
    self.isSenders = isSenders
  }

  // MARK: Modelled

  static func sourceNotFound(_ kind: ExportSource.Kind, _ name: String) -> Refusal {
    switch kind {
    case .snapshot: Refusal("DBSnapshotNotFound", 404, "DBSnapshot not found: \(name)")
    case .clusterSnapshot:
      Refusal("DBClusterSnapshotNotFoundFault", 404, "DBClusterSnapshot not found: \(name)")
    case .cluster: Refusal("DBClusterNotFoundFault", 404, "DBCluster \(name) not found.")
    }
  }

  static func taskNotFound(_ identifier: String) -> Refusal {
    Refusal("ExportTaskNotFound", 404, "The export task with the ID \(identifier) isn't found.")
  }

  static func taskAlreadyExists(_ identifier: String) -> Refusal {
    Refusal(
      "ExportTaskAlreadyExists", 400,
      "The export task with the ID \(identifier) already exists.")
  }

  static func bucketElsewhere(_ bucket: String) -> Refusal {
    Refusal(
      "InvalidS3BucketFault", 400,
      "The S3 bucket [\(bucket)] isn't located in the current AWS Region. Review your S3 bucket "
        + "name and retry the export.")
  }

  static func bucketUnknown(_ bucket: String) -> Refusal {
    Refusal(
      "InvalidS3BucketFault", 400,
      "The S3 bucket [\(bucket)] isn't valid. Either it isn't located in the current AWS Region "
        + "or it doesn't exist. Review your S3 bucket name and retry the export.")
  }

  static func roleNotFound(_ role: String) -> Refusal {
    Refusal("IamRoleNotFound", 404, "The IAM role [\(role)] isn't found.")
  }

  static func roleMayNot(_ role: String, write bucket: String) -> Refusal {
    Refusal(
      "IamRoleMissingPermissions", 400,
      "The IAM role [\(role)] isn't authorized to call [s3:PutObject] on the S3 bucket "
        + "[\(bucket)]. Review your permissions and retry the export.")
  }

  static func roleNotAssumable(_ role: String) -> Refusal {
    Refusal(
      "IamRoleMissingPermissions", 400,
      "The IAM role [\(role)] can't be assumed by export.rds.amazonaws.com. Review its trust "
        + "policy and retry the export.")
  }

  static func keyNotAccessible(_ key: String) -> Refusal {
    Refusal(
      "KMSKeyNotAccessibleFault", 400,
      "The specified KMS key [\(key)] does not exist, is not enabled or you do not have "
        + "permissions to access it.")
  }

  static func sourceState(_ message: String) -> Refusal {
    Refusal("InvalidExportSourceState", 400, message)
  }

  static func exportOnly(_ part: String, engine: Engine) -> Refusal {
    Refusal(
      "InvalidExportOnly", 400,
      "The export-only value [\(part)] isn't valid for the source's engine (\(engine.rawValue)) "
        + "or doesn't exist in the source.")
  }

  static func taskState(_ identifier: String, _ status: TaskStatus) -> Refusal {
    Refusal(
      "InvalidExportTaskStateFault", 400,
      "You can't cancel an export task that has completed. The export task \(identifier) is in "
        + "the \(status.rawValue) state.")
  }

  static func noSuchRole(_ name: String) -> Refusal {
    Refusal("NoSuchEntity", 404, "The role with name \(name) cannot be found.")
  }

  static func keyNotFound(_ name: String) -> Refusal {
    Refusal("NotFoundException", 400, "Key '\(name)' does not exist")
  }

  static func noSuchBucket(_ name: String) -> Refusal {
    Refusal("NoSuchBucket", 404, "The specified bucket does not exist: \(name)")
  }

  static let bucketClosed = Refusal("AccessDenied", 403, "Access Denied")

  static func bucketMoved(_ region: String) -> Refusal {
    Refusal(
      "PermanentRedirect", 301,
      "The bucket you are attempting to access must be addressed using the specified endpoint: "
        + "s3.\(region).amazonaws.com")
  }

  static let noPublicAccessBlock = Refusal(
    "NoSuchPublicAccessBlockConfiguration", 404,
    "The public access block configuration was not found")

  static let noObjectLock = Refusal(
    "ObjectLockConfigurationNotFoundError", 404,
    "Object Lock configuration does not exist for this bucket")

  // MARK: Not modelled, but answered

  static let limitReached = Refusal(
    "ExportTaskLimitReachedFault", 400,
    "You have reached the limit of \(Account.slots) concurrent export tasks")

  static func parameterValue(_ message: String) -> Refusal {
    Refusal("InvalidParameterValue", 400, message)
  }

  static func missingParameter(_ name: String) -> Refusal {
    Refusal("MissingParameter", 400, "The request must contain the parameter \(name).")
  }

  static func invalidAction(_ action: String, version: String) -> Refusal {
    Refusal(
      "InvalidAction", 400, "Could not find operation \(action) for version \(version)")
  }

  static let missingAction = Refusal(
    "MissingAction", 400, "The request must contain the parameter Action.")

  static func malformedForm(_ detail: String) -> Refusal {
    Refusal("MalformedQueryString", 404, detail)
  }

  static func signature(_ code: String, status: Int = 403, _ message: String) -> Refusal {
    Refusal(code, status, message)
  }
}
