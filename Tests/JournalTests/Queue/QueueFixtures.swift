import Foundation
import Planning
import RDSExports
import Tracking

@testable import Journal

func draft(
  _ identifier: String, at site: Site = paris, schedule: QueueSchedule? = nil
) -> QueueDraft {
  QueueDraft(
    site: site,
    request: StartExportTaskRequest(
      exportTaskIdentifier: identifier, sourceArn: "arn:aws:rds:eu-west-3:123456789012:snapshot:s",
      s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
      kmsKeyId: "alias/lake", s3Prefix: "nightly", exportOnly: ["orders", "stock.items"]),
    schedule: schedule)
}

extension Scratch {
  func queue(
    _ place: Journal.Place? = nil, isKept: Bool = true,
    mask: @escaping @Sendable (String) -> String = { $0 }
  ) -> QueueStore {
    QueueStore(
      place ?? .folder(state, size: 4 << 20), isKept: isKept, timekeeper: clock, mask: mask)
  }
}

extension QueueStore {
  /// By somebody who sees it as it is.
  func edit(_ id: Int, _ edit: QueueEdit) async throws {
    try await self.edit(id, edit, seen: try? await entries().first { $0.id == id }?.state)
  }

  func names() async throws(QueueProblem) -> [String] {
    try await entries().map(\.request.exportTaskIdentifier)
  }
}
