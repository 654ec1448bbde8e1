/// The parameters of `DescribeExportTasks`; what is nil or empty isn't sent.
public struct DescribeExportTasksRequest: Sendable, Hashable {
  public var exportTaskIdentifier: String?
  public var sourceArn: String?
  public var filters: [ExportTaskFilter]
  public var marker: String?
  /// 20…100; the API's default is 100.
  public var maxRecords: Int?
  public var sourceType: ExportSourceType?

  public init(
    exportTaskIdentifier: String? = nil, sourceArn: String? = nil,
    filters: [ExportTaskFilter] = [], marker: String? = nil, maxRecords: Int? = nil,
    sourceType: ExportSourceType? = nil
  ) {
    self.exportTaskIdentifier = exportTaskIdentifier
    self.sourceArn = sourceArn
    self.filters = filters
    self.marker = marker
    self.maxRecords = maxRecords
    self.sourceType = sourceType
  }
}

/// A filter that the API applies; names and values are case-sensitive there, and the values of
/// `status` are in lower case.
public struct ExportTaskFilter: Sendable, Hashable {
  public var name: String
  public var values: [String]

  public init(name: String, values: [String]) {
    self.name = name
    self.values = values
  }

  public static func status(_ statuses: [ExportTaskStatus]) -> ExportTaskFilter {
    ExportTaskFilter(name: "status", values: statuses.map { $0.word.lowercased() })
  }

  public static func exportTaskIdentifier(_ identifiers: [String]) -> ExportTaskFilter {
    ExportTaskFilter(name: "export-task-identifier", values: identifiers)
  }
}

/// The parameters of `StartExportTask`.
public struct StartExportTaskRequest: Sendable, Hashable {
  public var exportTaskIdentifier: String
  public var sourceArn: String
  public var s3BucketName: String
  public var iamRoleArn: String
  public var kmsKeyId: String
  public var s3Prefix: String?
  public var exportOnly: [String]

  public init(
    exportTaskIdentifier: String, sourceArn: String, s3BucketName: String, iamRoleArn: String,
    kmsKeyId: String, s3Prefix: String? = nil, exportOnly: [String] = []
  ) {
    self.exportTaskIdentifier = exportTaskIdentifier
    self.sourceArn = sourceArn
    self.s3BucketName = s3BucketName
    self.iamRoleArn = iamRoleArn
    self.kmsKeyId = kmsKeyId
    self.s3Prefix = s3Prefix
    self.exportOnly = exportOnly
  }
}

/// One page of `DescribeExportTasks`.
public struct ExportTaskPage: Sendable, Hashable {
  public var tasks: [ExportTask]
  /// Where the next page begins; nil on the last one.
  public var marker: String?
  public var observation: Observation

  public init(tasks: [ExportTask], marker: String?, observation: Observation) {
    self.tasks = tasks
    self.marker = marker
    self.observation = observation
  }
}
