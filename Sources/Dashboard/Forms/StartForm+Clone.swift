import Ground
import Planning
import RDSExports
import Tracking

extension StartForm {
  /// A form with everything from an earlier export, under a name of its own and with the dates of
  /// this moment.
  /// - Parameter known: Every identifier that is known at the site: AWS never takes one twice.
  init(
    cloning task: TrackedTask, shown: Site, template: IdentifierTemplate?, known: Set<String>,
    at moment: Moment
  ) {
    self.init(site: task.siteID, shown: shown)
    clonedFrom = task.identifier
    fill(
      with: StartPlan.repeating(
        task.task, series: task.seriesName, template: template, known: known, at: moment))
  }

  /// Puts a request into the fields, as what nobody has typed.
  mutating func fill(with request: StartExportTaskRequest) {
    set(.exportTaskIdentifier, request.exportTaskIdentifier)
    set(.sourceArn, request.sourceArn)
    set(.s3BucketName, request.s3BucketName)
    set(.s3Prefix, request.s3Prefix)
    set(.iamRoleArn, request.iamRoleArn)
    set(.kmsKeyId, request.kmsKeyId)
    set(.exportOnly, request.exportOnly.joined(separator: " "))
    for field in Self.order { texts[field] = text(field) }
  }
}
