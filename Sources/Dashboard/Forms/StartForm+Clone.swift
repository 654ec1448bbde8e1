import Ground
import RDSExports
import Tracking

extension StartForm {
  /// A form with everything from an earlier export, under a name of its own and with the dates of
  /// this moment.
  /// - Parameter known: Every identifier that is known at the site: AWS never takes one twice.
  init(cloning task: TrackedTask, shown: Site, known: Set<String>, at moment: Moment) {
    self.init(site: task.siteID, shown: shown)
    let export = task.task
    let dates = RenewedDates(
      of: [export.exportTaskIdentifier, export.s3Prefix ?? ""], started: export.taskStartTime,
      at: moment)
    clonedFrom = export.exportTaskIdentifier
    set(
      .exportTaskIdentifier,
      FreshIdentifier.following(export.exportTaskIdentifier, known: known, dates: dates))
    set(.sourceArn, export.sourceArn)
    set(.s3BucketName, export.s3Bucket)
    set(.s3Prefix, export.s3Prefix.map { dates.renewed($0) ?? $0 })
    set(.iamRoleArn, export.iamRoleArn)
    set(.kmsKeyId, export.kmsKeyId)
    set(.exportOnly, export.exportOnly?.joined(separator: " "))
    for field in Self.order { texts[field] = text(field) }
  }
}
