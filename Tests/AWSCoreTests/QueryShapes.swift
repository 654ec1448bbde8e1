import Foundation

@testable import AWSCore

/// The models and cases of the published protocol tests, as their files have them.
struct QueryVectorSuite: Decodable {
  struct Metadata: Decodable { var apiVersion: String }

  struct Given: Decodable {
    struct Errors: Decodable { var shape: String }
    var name: String
    var input: QueryShapeReference?
    var output: QueryShapeReference?
    var errors: [Errors]?
  }

  struct Answer: Decodable {
    var statusCode: Int
    var body: String?
    enum CodingKeys: String, CodingKey {
      case statusCode = "status_code"
      case body
    }
  }

  struct Serialized: Decodable { var body: String? }

  struct Case: Decodable {
    var id: String
    var given: Given
    var params: QueryValue?
    var serialized: Serialized?
    var result: QueryValue?
    var response: Answer?
    var errorCode: String?
    var errorMessage: String?
    var error: QueryValue?
  }

  var metadata: Metadata
  var shapes: [String: QueryShape]
  var cases: [Case]
}

final class QueryShape: Decodable {
  var type: String
  var members: [String: QueryShapeReference]?
  var member: QueryShapeReference?
  var key: QueryShapeReference?
  var value: QueryShapeReference?
  var timestampFormat: String?
}

struct QueryShapeReference: Decodable {
  var shape: String
  var locationName: String?
  var flattened: Bool?
}

/// A value of any shape; numbers, and times as seconds since 1970, are `number`.
indirect enum QueryValue: Decodable, CustomStringConvertible {
  case string(String)
  case number(Double)
  case boolean(Bool)
  case list([QueryValue])
  case object([String: QueryValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([QueryValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: QueryValue].self))
    }
  }

  /// Equal, numbers to the microsecond; the vectors write `NaN` and the like as strings.
  func matches(_ other: QueryValue) -> Bool {
    switch (self, other) {
    case (.string(let left), .string(let right)): left == right
    case (.number(let left), .number(let right)): abs(left - right) < 1e-6
    case (.boolean(let left), .boolean(let right)): left == right
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.matches($1) }
    case (.object(let left), .object(let right)):
      left.count == right.count
        && left.allSatisfy { name, value in right[name].map(value.matches) ?? false }
    default: false
    }
  }

  var description: String {
    switch self {
    case .string(let text): "\"\(text)\""
    case .number(let number): "\(number)"
    case .boolean(let value): "\(value)"
    case .list(let list): "\(list)"
    case .object(let members):
      "{"
        + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(
          separator: ", ") + "}"
    }
  }
}

struct QueryVectorProblem: Error, CustomStringConvertible { var description: String }

func queryTimestampFormat(_ name: String?) -> AWSTimestamp {
  switch name {
  case "unixTimestamp": .epochSeconds
  case "rfc822": .httpDate
  default: .iso8601
  }
}
