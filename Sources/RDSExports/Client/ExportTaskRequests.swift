import AWSCore

/// The form bodies of the three operations, members in the order of the API's model.
enum ExportTaskRequests {
  static let version = AWSService.rds.apiVersion

  static func describe(_ request: DescribeExportTasksRequest) -> AWSCall {
    var writer = QueryWriter(action: "DescribeExportTasks", version: version)
    writer.writeIfPresent(request.exportTaskIdentifier, at: QueryKey("ExportTaskIdentifier"))
    writer.writeIfPresent(request.sourceArn, at: QueryKey("SourceArn"))
    for (index, filter) in request.filters.enumerated() {
      let key = QueryKey("Filters").element(index + 1, named: "Filter")
      writer.write(filter.name, at: key.member("Name"))
      // A filter without values is sent as it is: without it, everything would match.
      writer.write(filter.values, eachNamed: "Value", at: key.member("Values"))
    }
    writer.writeIfPresent(request.marker, at: QueryKey("Marker"))
    if let maxRecords = request.maxRecords { writer.write(maxRecords, at: QueryKey("MaxRecords")) }
    writer.writeIfPresent(request.sourceType?.word, at: QueryKey("SourceType"))
    return AWSCall(action: "DescribeExportTasks", body: writer.body)
  }

  static func start(_ written: StartExportTaskRequest) -> AWSCall {
    let request = written.asSent
    var writer = QueryWriter(action: "StartExportTask", version: version)
    writer.write(request.exportTaskIdentifier, at: QueryKey("ExportTaskIdentifier"))
    writer.write(request.sourceArn, at: QueryKey("SourceArn"))
    writer.write(request.s3BucketName, at: QueryKey("S3BucketName"))
    writer.write(request.iamRoleArn, at: QueryKey("IamRoleArn"))
    writer.write(request.kmsKeyId, at: QueryKey("KmsKeyId"))
    writer.writeIfPresent(request.s3Prefix, at: QueryKey("S3Prefix"))
    if !request.exportOnly.isEmpty { writer.write(request.exportOnly, at: QueryKey("ExportOnly")) }
    return AWSCall(action: "StartExportTask", body: writer.body)
  }

  static func cancel(_ identifier: String) -> AWSCall {
    var writer = QueryWriter(action: "CancelExportTask", version: version)
    writer.write(identifier, at: QueryKey("ExportTaskIdentifier"))
    return AWSCall(action: "CancelExportTask", body: writer.body)
  }
}

extension QueryWriter {
  fileprivate mutating func writeIfPresent(_ value: String?, at key: QueryKey) {
    if let value, !value.isEmpty { write(value, at: key) }
  }
}
