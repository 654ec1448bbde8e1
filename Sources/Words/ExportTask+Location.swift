import RDSExports

extension ExportTask {
  /// The folder that AWS writes the export to: `s3://bucket/prefix/identifier/`; nil where the task
  /// names no bucket.
  public var location: String? {
    guard let s3Bucket, !s3Bucket.isEmpty else { return nil }
    let prefix = S3PrefixForm.written(s3Prefix ?? "")
    let parts = [s3Bucket, prefix, exportTaskIdentifier].map {
      $0.split(separator: "/", omittingEmptySubsequences: true).joined(separator: "/")
    }
    return "s3://\(parts.filter { !$0.isEmpty }.joined(separator: "/"))/"
  }

  /// What a canceled export leaves in its bucket, such as `31 GB stay in s3://lake/orders/`; nil where
  /// the task names no bucket.
  public var leftBehind: String? {
    guard let location else { return nil }
    return switch totalExtractedDataInGB {
    case let data? where data > 0: "\(Format.grouped(data)) GB stay in \(Format.line(location))"
    default: "what was written stays in \(Format.line(location))"
    }
  }
}
