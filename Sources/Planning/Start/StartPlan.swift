import FoundationEssentials
import Ground
import RDSExports
import Tracking

/// What a new export is filled with, from what is known.
public enum StartPlan {
  /// What repeats an export: everything as it was, with a fresh identifier, and with dates that are
  /// renewed by the rule of `RenewedDates`, in the identifier and in the prefix.
  /// - Parameters:
  ///   - source: The ARN of what it exports; nil for what the first one exported.
  ///   - series: What the identifiers of its series have in common.
  ///   - known: Every identifier that is known at the site: AWS never takes one twice.
  public static func repeating(
    _ export: ExportTask, of source: String? = nil, series: SeriesName,
    template: IdentifierTemplate? = nil, known: Set<String>, at moment: Moment
  ) -> StartExportTaskRequest {
    let old = export.exportTaskIdentifier
    let source = source ?? export.sourceArn ?? ""
    let dates = RenewedDates(
      of: [old, export.s3Prefix ?? ""], started: export.taskStartTime,
      oldSource: export.sourceArn, newSource: source, at: moment)
    let identifier =
      template.map { template in
        let time = dates.sourceTime(for: old, needsTime: template.hasTime)
        return template.identifier(
          series: series.pattern, source: sourceName(series.source), known: known,
          at: time.map { Moment(wall: $0.date, monotonic: moment.monotonic) } ?? moment)
      } ?? FreshIdentifier.following(old, known: known, dates: dates)
    return StartExportTaskRequest(
      exportTaskIdentifier: identifier, sourceArn: source,
      s3BucketName: export.s3Bucket ?? "", iamRoleArn: export.iamRoleArn ?? "",
      kmsKeyId: export.kmsKeyId ?? "", s3Prefix: export.s3Prefix.map { dates.renewed($0) ?? $0 },
      exportOnly: export.exportOnly ?? [])
  }

  /// The name of the first export of a source that belongs to no series.
  public static func identifier(
    of source: ExportSource, template: IdentifierTemplate? = nil, known: Set<String>,
    at moment: Moment
  ) -> String {
    (template ?? firstOfSource).identifier(
      series: "", source: source.database, known: known, at: moment)
  }

  private static let firstOfSource: IdentifierTemplate =
    IdentifierTemplate(placeholders: .source, .date)

  /// The newest source that can be exported of the database that another one is of: the same
  /// account, region and kind. The other one may be gone by now: then its name tells.
  public static func newestSource(
    like arn: String, among sources: some Collection<ExportSource>
  ) -> ExportSource? {
    guard let wanted = ARN(arn), wanted.resourceType != "cluster" else { return nil }
    let known = sources.first { $0.arn == arn }
    let pattern = known == nil ? SeriesName.pattern(ofSourceArn: arn) : ""
    let database =
      known?.database
      ?? sources.lazy.filter { SeriesName.pattern(ofSourceArn: $0.arn) == pattern }
      .max { age($0) < age($1) }?.database
    guard let database else { return nil }
    return sources.lazy.filter { source in
      guard source.database == database, source.reasonNotExportable == nil,
        let arn = ARN(source.arn)
      else { return false }
      return arn.account == wanted.account && arn.region == wanted.region
        && arn.resourceType == wanted.resourceType
    }.max { age($0) < age($1) }
  }

  /// The newest source of the same database that can be exported, where it is newer than that one.
  public static func newerSource(
    than arn: String, among sources: some Collection<ExportSource>
  ) -> ExportSource? {
    guard let newest = newestSource(like: arn, among: sources), newest.arn != arn else {
      return nil
    }
    let old = sources.first { $0.arn == arn }?.createdAt ?? SourceDate(ofSourceArn: arn)?.moment
    guard let old, let made = newest.createdAt else { return newest }
    return made > old ? newest : nil
  }

  private static func age(_ source: ExportSource) -> Date { source.createdAt ?? .distantPast }

  /// A snapshot's name without what AWS puts before it.
  private static func sourceName(_ name: String) -> String {
    for prefix in ["rds:", "awsbackup:"] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }
}
