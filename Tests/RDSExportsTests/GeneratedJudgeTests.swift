import AWSCore
import Foundation
import Support
import Testing

@testable import RDSExports

/// botocore on generated requests and answers, one process for each.
@Suite(.enabled(if: Judge.hasPython)) struct GeneratedJudgeTests {
  private func ask<Answer: Decodable>(
    _ script: String, _ question: some Encodable, as answer: Answer.Type
  ) async throws -> Answer {
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", script],
      environment: ["PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "HOME": "/nonexistent"],
      input: JSONEncoder().encode(question))
    #expect(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
  }

  // MARK: Texts

  private static let alphabet: [Character] =
    Array("abcXYZ019 -._~!*'()/?#[]@$&+,;=%<>\"\\{}|^`\t\n") + [
      "é", "ß", "輸", "👩‍💻", "\u{301}", "\u{202E}",
    ]

  private static func text(_ random: inout SeededGenerator) -> String {
    String((0..<Int.random(in: 1...24, using: &random)).map { _ in random.pick(alphabet) })
  }

  // MARK: Requests

  private struct Question: Encodable {
    var operation: String
    /// Names and JSON values, in the order of the model.
    var parameters: [[JSONValue]]
  }

  private enum JSONValue: Encodable {
    case text(String)
    case number(Int)
    case list([JSONValue])
    case pairs([(String, JSONValue)])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .list(let list): try container.encode(list)
      case .pairs(let pairs):
        try container.encode(["pairs": pairs.map { [JSONValue.text($0.0), $0.1] }])
      }
    }
  }

  private static let serializer = """
    import json, sys, botocore.session, botocore.serialize
    from botocore.awsrequest import prepare_request_dict, create_request_object
    model = botocore.session.get_session().get_service_model("rds")
    serializer = botocore.serialize.create_serializer("query", include_validation=True)
    def value(asked):
        if isinstance(asked, dict):
            return {name: value(one) for name, one in asked["pairs"]}
        return [value(one) for one in asked] if isinstance(asked, list) else asked
    answers = []
    for question in json.load(sys.stdin):
        request = serializer.serialize_to_request(
            {name: value(one) for name, one in question["parameters"]},
            model.operation_model(question["operation"]))
        prepare_request_dict(request, endpoint_url="https://h/")
        body = create_request_object(request).prepare().body
        answers.append(body if isinstance(body, str) else body.decode())
    json.dump(answers, sys.stdout)
    """

  private static func describe(_ random: inout SeededGenerator) -> (Question, AWSCall) {
    var request = DescribeExportTasksRequest()
    var parameters: [[JSONValue]] = []
    if random.chance(0.5) {
      let identifier = text(&random)
      request.exportTaskIdentifier = identifier
      parameters.append([.text("ExportTaskIdentifier"), .text(identifier)])
    }
    if random.chance(0.5) {
      let source = text(&random)
      request.sourceArn = source
      parameters.append([.text("SourceArn"), .text(source)])
    }
    if random.chance(0.6) {
      request.filters = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        let count = Int.random(in: 0...12, using: &random)
        return ExportTaskFilter(name: text(&random), values: (0..<count).map { _ in text(&random) })
      }
      parameters.append([
        .text("Filters"),
        .list(
          request.filters.map {
            .pairs([("Name", .text($0.name)), ("Values", .list($0.values.map { .text($0) }))])
          }),
      ])
    }
    if random.chance(0.5) {
      let marker = text(&random)
      request.marker = marker
      parameters.append([.text("Marker"), .text(marker)])
    }
    if random.chance(0.5) {
      let number = Int.random(in: 20...100, using: &random)
      request.maxRecords = number
      parameters.append([.text("MaxRecords"), .number(number)])
    }
    if random.chance(0.5) {
      let kind = random.pick([ExportSourceType.snapshot, .cluster])
      request.sourceType = kind
      parameters.append([.text("SourceType"), .text(kind.word)])
    }
    return (
      Question(operation: "DescribeExportTasks", parameters: parameters),
      ExportTaskRequests.describe(request)
    )
  }

  private static func start(_ random: inout SeededGenerator) -> (Question, AWSCall) {
    var request = StartExportTaskRequest(
      exportTaskIdentifier: text(&random), sourceArn: text(&random), s3BucketName: text(&random),
      iamRoleArn: text(&random), kmsKeyId: text(&random))
    var parameters: [[JSONValue]] = [
      [.text("ExportTaskIdentifier"), .text(request.exportTaskIdentifier)],
      [.text("SourceArn"), .text(request.sourceArn)],
      [.text("S3BucketName"), .text(request.s3BucketName)],
      [.text("IamRoleArn"), .text(request.iamRoleArn)],
      [.text("KmsKeyId"), .text(request.kmsKeyId)],
    ]
    if random.chance(0.5) {
      request.s3Prefix = text(&random)
      if let sent = request.asSent.s3Prefix {
        parameters.append([.text("S3Prefix"), .text(sent)])
      }
    }
    if random.chance(0.5) {
      let count = Int.random(in: 1...12, using: &random)
      request.exportOnly = (0..<count).map { _ in text(&random) }
      parameters.append([.text("ExportOnly"), .list(request.exportOnly.map { .text($0) })])
    }
    return (
      Question(operation: "StartExportTask", parameters: parameters),
      ExportTaskRequests.start(request)
    )
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `botocore sends the same bytes`(seed: Seed) async throws {
    var random = seed.generator("requests")
    let cases = (0..<450).map { number -> (Question, AWSCall) in
      switch number % 9 {
      case 0:
        let identifier = Self.text(&random)
        return (
          Question(
            operation: "CancelExportTask",
            parameters: [[.text("ExportTaskIdentifier"), .text(identifier)]]),
          ExportTaskRequests.cancel(identifier)
        )
      case 1...4: return Self.start(&random)
      default: return Self.describe(&random)
      }
    }
    let answers = try await ask(Self.serializer, cases.map(\.0), as: [String].self)
    #expect(answers.count == cases.count)
    for ((_, call), theirs) in zip(cases, answers) {
      // A space is + in Python's form and %20 in ours: the one freedom that a form has.
      #expect(
        Self.pairs(String(decoding: call.body, as: UTF8.self)) == Self.pairs(theirs))
    }
    Judge.report("botocore generated requests", cases: answers.count)
  }

  /// The pairs of a form, still encoded, spaces in one spelling.
  private static func pairs(_ form: String) -> [String] {
    form.replacing("+", with: "%20").split(separator: "&").map(String.init)
  }

  // MARK: Answers

  private static let parser = """
    import base64, datetime, json, sys, botocore.session, botocore.parsers
    model = botocore.session.get_session().get_service_model("rds")
    parser = botocore.parsers.create_parser("query")
    def plain(value):
        if isinstance(value, datetime.datetime):
            return value.isoformat()
        raise TypeError(value)
    answers = []
    for document in json.load(sys.stdin):
        try:
            parsed = parser.parse(
                {"body": base64.b64decode(document), "headers": {}, "status_code": 200},
                model.operation_model("DescribeExportTasks").output_shape)
        except Exception as error:
            answers.append(None)
            continue
        parsed.pop("ResponseMetadata", None)
        answers.append({
            "marker": parsed.get("Marker"),
            "tasks": json.dumps(parsed.get("ExportTasks", []), default=plain, ensure_ascii=False)})
    json.dump(answers, sys.stdout)
    """

  private struct Parsed: Decodable {
    var marker: String?
    var tasks: String
  }

  private static func escaped(_ text: String, _ random: inout SeededGenerator) -> String {
    if random.chance(0.1), !text.contains("]]>") { return "<![CDATA[\(text)]]>" }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case "&": escaped += "&amp;"
      case ">": escaped += random.chance(0.5) ? "&gt;" : "&#62;"
      case _ where random.chance(0.1): escaped += "&#x\(String(scalar.value, radix: 16));"
      default: escaped.unicodeScalars.append(scalar)
      }
      if random.chance(0.01) { escaped += "<!-- c -->" }
    }
    return escaped
  }

  private static func time(_ random: inout SeededGenerator) -> String {
    func digits(_ range: ClosedRange<Int>) -> String {
      let number = Int.random(in: range, using: &random)
      return number < 10 ? "0\(number)" : "\(number)"
    }
    let fraction = random.pick(["", ".5", ".896", ".896123", ".000"])
    let zone = random.pick(["Z", "+00:00"])
    return "\(Int.random(in: 1990...2090, using: &random))-\(digits(1...12))-\(digits(1...28))"
      + "T\(digits(0...23)):\(digits(0...59)):\(digits(0...59))\(fraction)\(zone)"
  }

  private static let texts = [
    "ExportTaskIdentifier", "SourceArn", "S3Bucket", "S3Prefix", "IamRoleArn", "KmsKeyId", "Status",
    "FailureCause", "WarningMessage", "SourceType",
  ]

  private static func task(_ random: inout SeededGenerator) -> String {
    var members: [String] = []
    for name in texts where random.chance(0.8) {
      let value =
        switch name {
        case "Status": random.pick(["STARTING", "IN_PROGRESS", "COMPLETE", "FAILED", "ODD"])
        case "SourceType": random.pick(["SNAPSHOT", "CLUSTER", "TABLE"])
        default: text(&random)
        }
      members.append("<\(name)>\(escaped(value, &random))</\(name)>")
    }
    for name in ["SnapshotTime", "TaskStartTime", "TaskEndTime"] where random.chance(0.7) {
      members.append("<\(name)>\(time(&random))</\(name)>")
    }
    for name in ["PercentProgress", "TotalExtractedDataInGB"] where random.chance(0.7) {
      members.append("<\(name)>\(Int.random(in: -1...70_000, using: &random))</\(name)>")
    }
    if random.chance(0.5) {
      let list = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        "<member>\(escaped(text(&random), &random))</member>"
      }
      members.append("<ExportOnly>\(list.joined())</ExportOnly>")
    }
    if random.chance(0.2) { members.append("<New a='1'><Status>FAILED</Status></New>") }
    return members.shuffled(using: &random).joined(separator: random.pick(["", "\n  "]))
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `botocore reads the same`(seed: Seed) async throws {
    var random = seed.generator("answers")
    let documents = (0..<450).map { number -> String in
      let tasks = (0..<Int.random(in: 0...4, using: &random)).map { _ in Self.task(&random) }
      let marker = random.chance(0.5) ? Self.escaped(Self.text(&random), &random) : nil
      let whole = AnswerXML.page(tasks, marker: marker)
      // Some are cut or damaged: neither may read those.
      return number % 15 == 0 ? String(whole.prefix(whole.count * 2 / 3)) : whole
    }
    let answers = try await ask(
      Self.parser, documents.map { Data($0.utf8).base64EncodedString() }, as: [Parsed?].self)
    #expect(answers.count == documents.count)
    var reader = ExportTaskReader()
    for (document, theirs) in zip(documents, answers) {
      let comment: Comment = "\(document.prefix(2000))"
      do {
        let page = try reader.page(Array(document.utf8))
        let theirs = try #require(theirs, comment)
        #expect(page.marker == theirs.marker, comment)
        let printed = Data(ExportTaskJSON.document(page.tasks))
        let encoded = try reader.encodedPage(Array(document.utf8))
        #expect(Data(EncodedPageTests.text(encoded.tasks).utf8) == printed, comment)
        let ours = try #require(
          try JSONSerialization.jsonObject(with: printed) as? [String: NSArray], comment)
        let other = try #require(
          try JSONSerialization.jsonObject(with: Data(theirs.tasks.utf8)) as? NSArray, comment)
        #expect(ours["ExportTasks"] == other, comment)
      } catch let error as XMLError {
        #expect(theirs == nil, "\(error) \(comment)")
      }
    }
    Judge.report("botocore generated answers", cases: answers.count)
  }
}
