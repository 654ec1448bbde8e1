import Ground
import RDSExports

/// An export as it was written down elsewhere: a command `aws rds start-export-task …`, or the JSON
/// of a task or of a request. It may leave fields open.
public struct StartText: Hashable, Sendable {
  /// What it says of each field; a field that it leaves open isn't there.
  public internal(set) var values: [FieldProblem.Field: [String]] = [:]
  /// Which account and region the command names.
  public var way = AWSCommand.Way()
  /// What was passed over, in whole sentences.
  public internal(set) var remarks: [String] = []

  /// Whether a text is meant to be one, so that what is wrong with it is worth saying.
  public static func isOne(_ text: String) -> Bool {
    let first = text.first { !$0.isWhitespace && $0 != "\u{FEFF}" }
    return first == "{" || first == "[" || text.contains("start-export-task")
  }

  public init(_ text: String) throws(StartTextProblem) {
    let first = text.first { !$0.isWhitespace && $0 != "\u{FEFF}" }
    guard let first else { throw StartTextProblem("the text is empty") }
    if first == "{" || first == "[" {
      try read(json: text)
    } else {
      try read(command: ShellText.words(text))
    }
    guard !values.isEmpty else { throw StartTextProblem("it says nothing of an export") }
  }

  /// A field as one writes it; nil where it is left open.
  public func text(_ field: FieldProblem.Field) -> String? {
    values[field]?.joined(separator: " ")
  }

  /// The request; what is left open is empty.
  public var request: StartExportTaskRequest {
    StartExportTaskRequest(
      exportTaskIdentifier: "", sourceArn: "", s3BucketName: "", iamRoleArn: "", kmsKeyId: ""
    ).replacing(values)
  }

  mutating func set(_ field: FieldProblem.Field, _ value: [String]) { values[field] = value }

  mutating func remark(_ text: String) { remarks.append(text) }

  /// A word of the text, as a message can show it.
  static func shown(_ text: String) -> String {
    "`\(UntrustedText.oneLine(text, limit: 60))`"
  }
}

extension StartExportTaskRequest {
  /// The same with other values in some fields, as one writes them.
  public func replacing(_ values: [FieldProblem.Field: [String]]) -> StartExportTaskRequest {
    var request = self
    for (field, value) in values {
      let text = value.joined(separator: " ")
      switch field {
      case .exportTaskIdentifier: request.exportTaskIdentifier = text
      case .sourceArn: request.sourceArn = text
      case .s3BucketName: request.s3BucketName = text
      case .s3Prefix: request.s3Prefix = text.isEmpty ? nil : text
      case .iamRoleArn: request.iamRoleArn = text
      case .kmsKeyId: request.kmsKeyId = text
      case .exportOnly: request.exportOnly = value
      }
    }
    return request
  }
}

/// Why a text can't be read as an export.
public struct StartTextProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1; nil where it is the whole text.
  public var line: Int?
  /// What is wrong, without a capital and a full stop.
  public var message: String

  init(line: Int? = nil, _ message: String) {
    self.line = line
    self.message = message
  }

  public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
