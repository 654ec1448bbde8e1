import AWSCore
import Foundation
import Ground
import Support
import Testing

@testable import RDSExports

/// The AWS CLI and the library below it rule on what is sent and on what is printed.
@Suite struct BotocoreJudgeTests {
  /// Runs a script with the judges' interpreter: JSON in, JSON out.
  private func ask<Answer: Decodable>(
    _ script: String, _ question: some Encodable, as answer: Answer.Type
  ) async throws -> Answer {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-judge-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let asked = folder.appendingPathComponent("question.json")
    let answered = folder.appendingPathComponent("answer.json")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys  // `Name` before `Values`, the model's order.
    try encoder.encode(question).write(to: asked)
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", script, asked.path, answered.path],
      environment: [
        "HOME": folder.path, "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "AWS_DEFAULT_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": folder.appendingPathComponent("config").path,
      ])
    #expect(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Answer.self, from: Data(contentsOf: answered))
  }

  // MARK: What is sent

  private struct Question: Encodable {
    var operation: String
    var parameters: [[QuestionValue]]
  }

  /// Parameters as pairs, so that their order survives JSON.
  private enum QuestionValue: Encodable {
    case text(String)
    case number(Int)
    case texts([String])
    case filters([ExportTaskFilter])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let value): try container.encode(value)
      case .number(let value): try container.encode(value)
      case .texts(let value): try container.encode(value)
      case .filters(let value):
        try container.encode(value.map { FilterQuestion(name: $0.name, values: $0.values) })
      }
    }

    private struct FilterQuestion: Encodable {
      var name: String
      var values: [String]
      enum CodingKeys: String, CodingKey {
        case name = "Name"
        case values = "Values"
      }
    }
  }

  private static let serializer = """
    import json, sys, botocore.session, botocore.serialize
    model = botocore.session.get_session().get_service_model("rds")
    serializer = botocore.serialize.create_serializer("query", include_validation=True)
    answers = []
    for question in json.load(open(sys.argv[1])):
        request = serializer.serialize_to_request(
            dict(map(tuple, question["parameters"])), model.operation_model(question["operation"]))
        answers.append([[str(name), str(value)] for name, value in request["body"].items()])
    json.dump(answers, open(sys.argv[2], "w"))
    """

  private static let tricky = [
    "plain", "a b+c%20", "é輸👩‍💻", "a=b&c;d", "~-._*'()!", "\t\n", "\"\\/?#[]@$,", "arn:aws:x",
  ]

  private static let describes: [DescribeExportTasksRequest] =
    [
      .init(), .init(exportTaskIdentifier: "t", sourceArn: "a", marker: "m", maxRecords: 20),
      .init(sourceType: .snapshot), .init(maxRecords: 100, sourceType: .cluster),
      .init(filters: [.status([.starting, .inProgress, .canceling])]),
      .init(filters: [.status([])]),
      .init(filters: [.exportTaskIdentifier((1...100).map { "task-\($0)" })]),
      .init(
        exportTaskIdentifier: "t", sourceArn: "s",
        filters: [.init(name: "s3-bucket", values: tricky), .status([.failed])], marker: "m==",
        maxRecords: 50, sourceType: .snapshot),
    ] + tricky.map { .init(marker: $0) }
    + tricky.map { .init(filters: [.init(name: $0, values: [$0])]) }

  private static let starts: [StartExportTaskRequest] = tricky.flatMap { text in
    [
      StartExportTaskRequest(
        exportTaskIdentifier: text, sourceArn: text, s3BucketName: text, iamRoleArn: text,
        kmsKeyId: text),
      StartExportTaskRequest(
        exportTaskIdentifier: text, sourceArn: text, s3BucketName: text, iamRoleArn: text,
        kmsKeyId: text, s3Prefix: text, exportOnly: [text, "a.b", text]),
    ]
  }

  private static func question(_ request: DescribeExportTasksRequest) -> Question {
    var parameters: [[QuestionValue]] = []
    if let value = request.exportTaskIdentifier {
      parameters.append([.text("ExportTaskIdentifier"), .text(value)])
    }
    if let value = request.sourceArn { parameters.append([.text("SourceArn"), .text(value)]) }
    if !request.filters.isEmpty {
      parameters.append([.text("Filters"), .filters(request.filters)])
    }
    if let value = request.marker { parameters.append([.text("Marker"), .text(value)]) }
    if let value = request.maxRecords { parameters.append([.text("MaxRecords"), .number(value)]) }
    if let value = request.sourceType {
      parameters.append([.text("SourceType"), .text(value.word)])
    }
    return Question(operation: "DescribeExportTasks", parameters: parameters)
  }

  private static func question(_ request: StartExportTaskRequest) -> Question {
    var parameters: [[QuestionValue]] = [
      [.text("ExportTaskIdentifier"), .text(request.exportTaskIdentifier)],
      [.text("SourceArn"), .text(request.sourceArn)],
      [.text("S3BucketName"), .text(request.s3BucketName)],
      [.text("IamRoleArn"), .text(request.iamRoleArn)],
      [.text("KmsKeyId"), .text(request.kmsKeyId)],
    ]
    if let prefix = request.asSent.s3Prefix {
      parameters.append([.text("S3Prefix"), .text(prefix)])
    }
    if !request.exportOnly.isEmpty {
      parameters.append([.text("ExportOnly"), .texts(request.exportOnly)])
    }
    return Question(operation: "StartExportTask", parameters: parameters)
  }

  @Test(.enabled(if: Judge.hasPython))
  func `botocore sends the same pairs in the same order`() async throws {
    var questions = Self.describes.map(Self.question)
    var bodies = Self.describes.map { ExportTaskRequests.describe($0).body }
    questions += Self.starts.map(Self.question)
    bodies += Self.starts.map { ExportTaskRequests.start($0).body }
    for text in Self.tricky {
      questions.append(
        Question(
          operation: "CancelExportTask", parameters: [[.text("ExportTaskIdentifier"), .text(text)]])
      )
      bodies.append(ExportTaskRequests.cancel(text).body)
    }
    let answers = try await ask(Self.serializer, questions, as: [[[String]]].self)
    #expect(answers.count == questions.count)
    for (body, answer) in zip(bodies, answers) { #expect(Self.pairs(body) == answer) }
    Judge.report("botocore requests", cases: answers.count)
  }

  private static func pairs(_ body: [UInt8]) -> [[String]] {
    String(decoding: body, as: UTF8.self).split(separator: "&").map { pair in
      pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map {
          $0.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
            ?? "not percent-encoded"
        }
    }
  }

  // MARK: What is read and printed

  /// Runs the AWS CLI's own program on each answer, served once from loopback.
  private static let commandLine = """
    import base64, contextlib, http.server, io, json, os, sys, threading
    from unittest import mock
    with open(os.environ["AWS_CONFIG_FILE"], "w") as config:
        config.write("[default]\\ncli_timestamp_format = iso8601\\nmax_attempts = 1\\n")
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(self.server.answer)))
            self.end_headers()
            self.wfile.write(self.server.answer)
        def log_message(self, *arguments):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    import awscli.clidriver
    driver = awscli.clidriver.create_clidriver()
    answers = []
    for question in json.load(open(sys.argv[1])):
        server.answer = base64.b64decode(question)
        printed, said = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(said):
            status = driver.main([
                "rds", "describe-export-tasks", "--output", "json",
                "--endpoint-url", "http://127.0.0.1:%d" % server.server_port])
        answers.append(printed.getvalue() if status == 0 else None)
    server.shutdown()
    json.dump(answers, open(sys.argv[2], "w"))
    """

  private static let values = [
    "", " ", "plain", "&lt;b&gt; &amp;&quot;&apos;", "line\none\r\ntwo\rthree&#13;",
    "tab\t\\ \"quoted\"", "é輸出👩‍💻",
    "&#x1F600;&#233;", "<![CDATA[<raw>&amp;]]>", "a<!-- c -->b",
    "\u{7F}\u{80}\u{9B}31m\u{9D}0;t\u{9C}",
    "abc\u{202E}fed\u{202C}\u{2066}\u{2069}\u{200E}\u{200F}\u{061C}\u{2028}\u{2029}",
    "\u{FEFF}x\u{200B}\u{E0041}",
    "{&quot;skippedTables&quot;:[]}", String(repeating: "A", count: 5000),
    String(repeating: "\u{301}", count: 200),
    "a<x>inner</x>", "<![CDATA[]]>", "&#9;&#10;", "\u{FFFD}\u{10FFFF}",
  ]

  private static let pages: [String] =
    [
      AnswerXML.page([]),
      AnswerXML.document("DescribeExportTasks", "<Marker/><ExportTasks/>"),
      AnswerXML.page([AnswerXML.full]), AnswerXML.page([""]),
      AnswerXML.page([AnswerXML.full, AnswerXML.task("b"), AnswerXML.task("c", status: "ODD")]),
      AnswerXML.page(["<S3Prefix/><ExportOnly/>"]),
      AnswerXML.page(["<ExportOnly><member/></ExportOnly>"]),
      AnswerXML.page(["<Unknown><Status>x</Status></Unknown><Status>FAILED</Status>"]),
      AnswerXML.page(["<PercentProgress> 42 </PercentProgress>"]),
      AnswerXML.page([AnswerXML.full]).replacing("<Status>", with: "<Status a='1' >"),
      AnswerXML.page([AnswerXML.full.split(separator: "\n").reversed().joined()]),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->" + AnswerXML.page([AnswerXML.full]),
      AnswerXML.page((0..<100).map { AnswerXML.full.replacing("orders-1122", with: "o-\($0)") }),
    ]
    + [
      "2020-03-02T18:57:56Z", "2020-03-02T18:57:56.896Z", "2020-03-02T18:57:56.896123Z",
      "2020-03-02T18:57:56.000Z", "2020-03-02T18:57:56.1Z", "2020-03-02T18:57:56.000001Z",
      "1969-12-31T23:59:59.999Z", "2020-02-29T00:00:00+00:00", "2099-12-31T23:59:59.999999Z",
    ].map { AnswerXML.page(["<TaskStartTime>\($0)</TaskStartTime>"]) }
    + values.map {
      AnswerXML.page(["<FailureCause>\($0)</FailureCause><S3Prefix>\($0)</S3Prefix>"])
    }
    + [AnswerXML.page(values.map { "<ExportOnly><member>\($0)</member></ExportOnly>" })]

  /// Answers that the AWS CLI can't read either.
  private static let unreadable: [String] = [
    String(AnswerXML.page([AnswerXML.full]).dropLast(1)), "<html>", "<ListAllMyBucketsResult/>",
    "not XML", AnswerXML.page(["<a></b>"]), AnswerXML.page([]) + "<more/>",
  ]

  /// Answers that the AWS CLI gives up whole, and of which we read on purpose all but the one value:
  /// nothing in one task may make another unreadable.
  private static let readOnPurpose: [String] = [
    AnswerXML.page(["<FailureCause>&nbsp;</FailureCause>"]),
    AnswerXML.page(["<S3Prefix>\u{1}</S3Prefix>"]),
    AnswerXML.page(["<PercentProgress>x</PercentProgress>"]),
    AnswerXML.page(["<PercentProgress>1.5</PercentProgress>"]),
    AnswerXML.page(["<S3Prefix>&#0;</S3Prefix>"]),
    AnswerXML.page(["<TaskStartTime>yesterday at noon</TaskStartTime>"]),
    AnswerXML.page(["<TaskStartTime>0000-01-01T00:00:00Z</TaskStartTime>"]),
  ]

  @Test(.enabled(if: Judge.hasPython))
  func `the AWS CLI prints the same`() async throws {
    let documents = Self.pages + Self.unreadable + Self.readOnPurpose
    let answers = try await ask(
      Self.commandLine, documents.map { Data($0.utf8).base64EncodedString() }, as: [String?].self)
    #expect(answers.count == documents.count)
    var reader = ExportTaskReader()
    for document in Self.readOnPurpose {
      #expect(try reader.page(Array(document.utf8)).tasks.count == 1, "\(document)")
    }
    for (document, answer) in zip(documents, answers.dropLast(Self.readOnPurpose.count)) {
      do {
        let page = try reader.page(Array(document.utf8))
        let printed = String(decoding: ExportTaskJSON.document(page.tasks), as: UTF8.self)
        #expect(printed == answer.map(Self.escaped), "\(document.prefix(300))")
        let encoded = try reader.encodedPage(Array(document.utf8))
        #expect(EncodedPageTests.text(encoded.tasks) == printed, "\(document.prefix(300))")
      } catch {
        #expect(answer == nil, "\(error): \(document.prefix(300))")
      }
    }
    #expect(answers.dropFirst(Self.pages.count).allSatisfy { $0 == nil })
    #expect(answers.prefix(Self.pages.count).allSatisfy { $0 != nil })
    Judge.report("botocore responses", cases: answers.count)
  }

  /// The one difference in spelling: what a terminal obeys or nobody sees is written as an escape.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar != "\n", !UntrustedText.isOneLine(String(scalar)) {
        escaped += String(scalar).utf16.map { unit in
          let digits = String(unit, radix: 16)
          return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
