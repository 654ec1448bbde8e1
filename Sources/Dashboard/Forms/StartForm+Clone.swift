import Ground
import Planning
import RDSExports
import Tracking
import Words

extension StartForm {
  /// A form with everything from an earlier export, under a name of its own and with the dates of
  /// this moment.
  /// - Parameter known: Every identifier that is known at the site: AWS never takes one twice.
  init(
    cloning task: TrackedTask, shown: Site, template: IdentifierTemplate?, known: Set<String>,
    at moment: Moment
  ) {
    self.init(site: task.siteID, shown: shown)
    filledFrom = task.identifier
    fill(
      with: StartPlan.repeating(
        task.task, series: task.seriesName, template: template, known: known, at: moment))
  }

  /// Puts a pasted command or a task's JSON into the fields: what it leaves out, an export that it
  /// starts would not have either.
  mutating func fill(pasted text: String) {
    picker?.close()
    pasteRemarks = []
    pastedWay = AWSCommand.Way()
    do throws(StartTextProblem) {
      let read = try StartText(text)
      for field in Self.order {
        if let text = read.text(field) {
          set(field, Format.line(text))
        } else if field == .s3Prefix || field == .exportOnly {
          set(field, nil)
        }
      }
      refusal = nil
      touched = Set(Self.order)
      pasteRemarks = read.remarks
      pastedWay = read.way
    } catch {
      refusal = (nil, "what was pasted can't be read: \(error)")
    }
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
