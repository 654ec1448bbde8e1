import RDSExports

/// What is known of an action besides that it was taken: who took it, by what, and with which
/// parameters. It says how an account came to be as it is; it holds no secret.
public struct ActionRecord: Hashable, Sendable, Codable {
  /// What took the action.
  public enum Means: String, Hashable, Sendable, Codable, CaseIterable {
    case dashboard, start, cancel
    /// A program that starts what waits in the queue.
    case queue
    /// `exportdeck queue`, by which a person changes it.
    case queueCommand
  }

  /// Nil where a later version wrote another one.
  public var means: Means?
  /// Who AWS says the caller is: an ARN. Nil where nobody could be asked; the site names the
  /// account.
  public var caller: String?
  /// What AWS calls the request.
  public var requestID: String?
  /// All that was asked for, of a start.
  public var parameters: Parameters?
  /// How far the task was, of a cancel; nil where that is not known.
  public var percent: Int?
  public var gigabytes: Int?

  public init(
    means: Means?, caller: String? = nil, requestID: String? = nil,
    parameters: Parameters? = nil, percent: Int? = nil, gigabytes: Int? = nil
  ) {
    self.means = means
    self.caller = caller
    self.requestID = requestID
    self.parameters = parameters
    self.percent = percent
    self.gigabytes = gigabytes
  }

  /// The parameters of a start by AWS's names.
  public struct Parameters: Hashable, Sendable, Codable {
    public var sourceArn: String
    public var s3BucketName: String
    public var iamRoleArn: String
    public var kmsKeyId: String
    public var s3Prefix: String?
    public var exportOnly: [String]?

    private enum CodingKeys: String, CodingKey {
      case sourceArn = "SourceArn"
      case s3BucketName = "S3BucketName"
      case iamRoleArn = "IamRoleArn"
      case kmsKeyId = "KmsKeyId"
      case s3Prefix = "S3Prefix"
      case exportOnly = "ExportOnly"
    }

    public init(_ request: StartExportTaskRequest) {
      sourceArn = request.sourceArn
      s3BucketName = request.s3BucketName
      iamRoleArn = request.iamRoleArn
      kmsKeyId = request.kmsKeyId
      s3Prefix = request.s3Prefix
      exportOnly = request.exportOnly.isEmpty ? nil : request.exportOnly
    }

    /// The parameters by AWS's names, in the order of its model; what is absent is left out.
    public var named: [(name: String, value: String)] {
      let all: [(String, String?)] = [
        ("SourceArn", sourceArn), ("S3BucketName", s3BucketName), ("IamRoleArn", iamRoleArn),
        ("KmsKeyId", kmsKeyId), ("S3Prefix", s3Prefix),
        ("ExportOnly", exportOnly?.joined(separator: ", ")),
      ]
      return all.compactMap { name, value in value.map { (name, $0) } }
    }

    func rewriting(_ change: (String) -> String) -> Parameters {
      var parameters = self
      parameters.sourceArn = change(sourceArn)
      parameters.s3BucketName = change(s3BucketName)
      parameters.iamRoleArn = change(iamRoleArn)
      parameters.kmsKeyId = change(kmsKeyId)
      parameters.s3Prefix = s3Prefix.map(change)
      parameters.exportOnly = exportOnly?.map(change)
      return parameters
    }
  }

  /// The same, with a change to the texts that came from outside.
  func rewriting(_ change: (String) -> String) -> ActionRecord {
    var record = self
    record.caller = caller.map(change)
    record.requestID = requestID.map(change)
    record.parameters = parameters?.rewriting(change)
    return record
  }

  private enum CodingKeys: String, CodingKey {
    case means, caller, requestID, parameters, percent, gigabytes
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    means = try values.decodeIfPresent(String.self, forKey: .means).flatMap(Means.init)
    caller = try values.decodeIfPresent(String.self, forKey: .caller)
    requestID = try values.decodeIfPresent(String.self, forKey: .requestID)
    parameters = try values.decodeIfPresent(Parameters.self, forKey: .parameters)
    percent = try values.decodeIfPresent(Int.self, forKey: .percent)
    gigabytes = try values.decodeIfPresent(Int.self, forKey: .gigabytes)
  }
}
