import AWSCore
import Planning

extension LookupProblem {
  /// Why a call brought nothing, in one line.
  init(_ error: AWSError) {
    guard case .service(let fault) = error else {
      self.init(.failed, error.summary)
      return
    }
    self.init(Self.kind(of: fault), fault.summary)
  }

  private static func kind(of fault: ServiceFault) -> Kind {
    if fault.isDenied { return .denied }
    return missingCodes.contains(fault.code) ? .missing : .failed
  }

  private static let missingCodes: Set = [
    "DBSnapshotNotFound", "DBSnapshotNotFoundFault", "DBClusterSnapshotNotFoundFault",
    "DBClusterSnapshotNotFound", "DBClusterNotFoundFault", "DBClusterNotFound", "NoSuchBucket",
    "NoSuchEntity", "NotFoundException", "NotFound",
  ]
}
