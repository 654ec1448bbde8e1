import AWSCore
import Foundation
import RDSExports
import Tracking

@testable import Planning

/// 2026-11-29 22:00 UTC.
let ten = Date(timeIntervalSince1970: 1_795_989_600)

func after(_ seconds: TimeInterval) -> Date { ten.addingTimeInterval(seconds) }

let dublin = Site(
  endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
  account: "123456789012")

func source(_ name: String) -> String { "arn:aws:rds:eu-west-1:123456789012:snapshot:\(name)" }

func request(_ identifier: String, of name: String? = nil) -> StartExportTaskRequest {
  StartExportTaskRequest(
    exportTaskIdentifier: identifier, sourceArn: source(name ?? "of-\(identifier)"),
    s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
    kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")
}

func entry(
  _ id: Int, of name: String? = nil, place: Int? = nil, at site: Site = dublin,
  _ state: QueueEntry.State = .waiting, schedule: QueueSchedule? = nil
) -> QueueEntry {
  QueueEntry(
    id: id, place: place ?? id, site: site, request: request("export-\(id)", of: name),
    addedAt: ten, schedule: schedule, state: state)
}

func running(_ identifiers: String..., end: Date? = nil) -> TakenSlots {
  TakenSlots(
    running: identifiers.map {
      RunningExport(identifier: $0, sourceArn: source("of-\($0)"), end: end)
    })
}

/// The task that a request has started.
func task(of request: StartExportTaskRequest, end: Date? = nil) -> ExportTask {
  var task = ExportTask(exportTaskIdentifier: request.exportTaskIdentifier)
  task.sourceArn = request.sourceArn
  task.s3Bucket = request.s3BucketName
  task.s3Prefix = request.s3Prefix
  task.iamRoleArn = request.iamRoleArn
  task.kmsKeyId = request.kmsKeyId
  task.taskEndTime = end
  task.status = end == nil ? .starting : .complete
  return task
}

func fault(_ code: String, status: Int = 400, attempts: Int = 1) -> ExportTasksError {
  ExportTasksError(
    .service(ServiceFault(code: code, message: "said", status: status, attempts: attempts)))
}
