import AWSCore
import Ground

extension ExportTasksError: CustomStringConvertible {
  /// What happened, in one line.
  public var summary: String {
    switch self {
    case .modelled(let fault, let answer): fault.summary(answer.message)
    case .call(let error): error.summary
    case .invalid(let problems):
      problems.count == 1
        ? problems[0].message : "The request has \(problems.count) problems; nothing was sent."
    case .repeatedMarker:
      "The server sent the same page marker twice, so the list would never end."
    case .listTooLong(let pages, let tasks):
      "The list is longer than is read: after \(pages) pages with \(tasks) tasks the server names "
        + "another."
    case .otherSite(let asked, let now):
      "Nothing was sent: this was asked for \(UntrustedText.oneLine(asked, limit: 300)), and the "
        + "settings lead to \(UntrustedText.oneLine(now, limit: 300)) now."
    }
  }

  /// What to do next, in one line.
  public var advice: String {
    switch self {
    case .modelled(let fault, _): fault.advice
    case .call(let error): error.advice
    case .invalid(let problems):
      "Correct \(problems.map { "--\($0.field.rawValue)" }.uniqued().joined(separator: ", "))"
        + " and start again; nothing was sent."
    case .repeatedMarker, .listTooLong:
      "Refresh again; if it comes back, check what answers at the endpoint: it isn't RDS's way."
    case .otherSite: "Look at the list again, and ask anew for what is meant."
    }
  }

  public var description: String {
    // The places that were looked at have lines of their own.
    if case .call(let error) = self { return error.description }
    guard case .invalid(let problems) = self, problems.count > 1 else {
      let ending: Set<Character> = [".", "!", "?", ")"]
      return summary.last.map(ending.contains) == true
        ? "\(summary) \(advice)" : "\(summary). \(advice)"
    }
    let list = problems.map { "\n  --\($0.field.rawValue): \($0.message)" }.joined()
    return "\(summary)\(list)\n\(advice)"
  }
}

extension ExportTaskFault {
  fileprivate func summary(_ message: String) -> String {
    let said = UntrustedText.oneLine(message, limit: 300)
    return said.isEmpty ? meaning : "\(meaning) AWS says: \(said)"
  }

  private var meaning: String {
    switch self {
    case .exportTaskNotFound: "There is no export task of that identifier."
    case .exportTaskAlreadyExists: "An export task of that identifier exists already."
    case .exportTaskLimitReached: "Five exports are running already, as many as AWS allows at once."
    case .invalidExportTaskState: "The export task has ended, so it can't be canceled."
    case .invalidExportSourceState: "The snapshot or cluster isn't in a state to be exported."
    case .invalidExportOnly: "The list of what to export doesn't fit the database."
    case .invalidS3Bucket: "The S3 bucket can't be used for this export."
    case .iamRoleNotFound: "The IAM role doesn't exist."
    case .iamRoleMissingPermissions: "The IAM role lacks permissions that the export needs."
    case .kmsKeyNotAccessible: "The KMS key can't be used for this export."
    case .dbSnapshotNotFound: "The DB snapshot doesn't exist in this account and region."
    case .dbClusterSnapshotNotFound:
      "The DB cluster snapshot doesn't exist in this account and region."
    case .dbClusterNotFound: "The DB cluster doesn't exist in this account and region."
    }
  }

  fileprivate var advice: String {
    switch self {
    case .exportTaskNotFound: "Refresh the list, and check the account and the region."
    case .exportTaskAlreadyExists:
      "Choose another identifier: identifiers are never free again, not even of old tasks."
    case .exportTaskLimitReached: "Wait for one of the five to end, or cancel one, and start again."
    case .invalidExportTaskState: "Refresh to see how it ended; what it wrote stays in the bucket."
    case .invalidExportSourceState:
      "Wait until its status is available; one source can't be exported twice at the same time."
    case .invalidExportOnly:
      "Use database, database.table (MySQL, MariaDB) or database.schema.table (PostgreSQL)."
    case .invalidS3Bucket:
      "Check the name, and that the bucket is in the same region as the snapshot or cluster."
    case .iamRoleNotFound: "Check the role's ARN, its path and its account."
    case .iamRoleMissingPermissions:
      "Let export.rds.amazonaws.com assume it, and allow it to write, read, list and delete there."
    case .kmsKeyNotAccessible:
      "Check that the key is enabled and symmetric, and that you and the role may use it."
    case .dbSnapshotNotFound:
      "Check the ARN; snapshots of Aurora and Multi-AZ clusters are cluster-snapshot ARNs."
    case .dbClusterSnapshotNotFound:
      "Check the ARN; snapshots of single DB instances are snapshot ARNs."
    case .dbClusterNotFound: "Check the ARN, the account and the region."
    }
  }
}

extension [String] {
  /// Each once, in the order of their first appearance.
  fileprivate func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
