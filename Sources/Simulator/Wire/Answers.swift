import FoundationEssentials

/// The documents of the Query protocol.
enum Answers {
  static let rdsNamespace = "http://rds.amazonaws.com/doc/2014-10-31/"
  static let iamNamespace = "https://iam.amazonaws.com/doc/2010-05-08/"
  static let s3Namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
  static let stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

  /// - Parameter tasks: The inside of `<ExportTasks>`.
  static func describe(tasks: [[UInt8]], marker: String?, requestID: String) -> [UInt8] {
    var xml = XMLWriter(reserving: tasks.reduce(500) { $0 + $1.count })
    xml.element("DescribeExportTasksResponse", namespace: rdsNamespace) { xml in
      xml.element("DescribeExportTasksResult") { xml in
        if let marker { xml.element("Marker", marker) }
        xml.element("ExportTasks") { xml in
          for task in tasks { xml.append(task) }
        }
      }
      metadata(&xml, requestID)
    }
    return xml.bytes
  }

  /// - Parameter members: The inside of an `ExportTask`.
  static func started(_ members: [UInt8], requestID: String) -> [UInt8] {
    var xml = XMLWriter(reserving: members.count + 300)
    xml.element("StartExportTaskResponse", namespace: rdsNamespace) { xml in
      xml.element("StartExportTaskResult") { $0.append(members) }
      metadata(&xml, requestID)
    }
    return xml.bytes
  }

  static func cancelled(_ members: [UInt8], requestID: String) -> [UInt8] {
    var xml = XMLWriter(reserving: members.count + 300)
    xml.element("CancelExportTaskResponse", namespace: rdsNamespace) { xml in
      xml.element("CancelExportTaskResult") { $0.append(members) }
      metadata(&xml, requestID)
    }
    return xml.bytes
  }

  static func callerIdentity(account: String, arn: String, requestID: String) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("GetCallerIdentityResponse", namespace: stsNamespace) { xml in
      xml.element("GetCallerIdentityResult") { xml in
        xml.element("Arn", arn)
        xml.element("UserId", SimulatorServer.userID)
        xml.element("Account", account)
      }
      metadata(&xml, requestID)
    }
    return xml.bytes
  }

  static func error(
    _ refusal: Refusal, in wire: Asked.Wire, requestID: String
  ) -> [UInt8] {
    switch wire {
    case .query(let namespace):
      return error(refusal, namespace: namespace, requestID: requestID)
    case .json:
      return JSONBody.object([
        "__type": .text(refusal.code), "message": .text(refusal.message),
      ]).bytes
    case .restXML:
      var xml = XMLWriter()
      xml.element("Error") { xml in
        xml.element("Code", refusal.code)
        xml.element("Message", refusal.message)
        xml.element("RequestId", requestID)
      }
      return xml.bytes
    }
  }

  static func error(_ refusal: Refusal, namespace: String, requestID: String) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("ErrorResponse", namespace: namespace) { xml in
      xml.element("Error") { xml in
        xml.element("Type", refusal.isSenders ? "Sender" : "Receiver")
        xml.element("Code", refusal.code)
        xml.element("Message", refusal.message)
      }
      xml.element("RequestId", requestID)
    }
    return xml.bytes
  }

  /// The members of an `ExportTask` in the order of the API's model.
  /// - Parameter clockAhead: Added to every time, in seconds.
  static func members(
    _ task: SimulatedTask, _ state: TaskState, clockAhead: TimeInterval
  ) -> [UInt8] {
    func stamp(_ date: Date) -> String { CivilTime(date + clockAhead).iso8601 }
    var xml = XMLWriter(reserving: 1000)
    xml.element("ExportTaskIdentifier", task.identifier)
    xml.element("SourceArn", task.sourceARN)
    if !task.exportOnly.isEmpty {
      xml.element("ExportOnly") { xml in
        for part in task.exportOnly { xml.element("member", part) }
      }
    }
    if let time = task.snapshotTime { xml.element("SnapshotTime", stamp(time)) }
    if let started = state.started { xml.element("TaskStartTime", stamp(started)) }
    if let ended = state.ended { xml.element("TaskEndTime", stamp(ended)) }
    xml.element("S3Bucket", task.bucket)
    xml.element("S3Prefix", task.prefix)
    xml.element("IamRoleArn", task.roleARN)
    xml.element("KmsKeyId", task.keyARN)
    xml.element("Status", state.status.rawValue)
    xml.element("PercentProgress", String(state.percent))
    xml.element("TotalExtractedDataInGB", String(state.gigabytes))
    if let cause = state.failureCause { xml.element("FailureCause", cause) }
    if let warning = state.warning { xml.element("WarningMessage", warning) }
    xml.element("SourceType", task.isCluster ? "CLUSTER" : "SNAPSHOT")
    return xml.bytes
  }

  static func metadata(_ xml: inout XMLWriter, _ requestID: String) {
    xml.element("ResponseMetadata") { $0.element("RequestId", requestID) }
  }
}
