import Foundation
import RDSExports
import Support
import Testing

@testable import Words

@Suite struct StartTextTests {
  private func problem(_ text: String) -> String {
    do {
      let read = try StartText(text)
      return "read as \(read)"
    } catch {
      return "\(error)"
    }
  }

  // MARK: Commands

  @Test func `a command is read in any of its forms`() throws {
    let text = #"""

      $ AWS_PROFILE=prod /usr/local/bin/aws --region=eu-west-1 rds \
        start-export-task --no-cli-pager --source-arn "arn:aws:rds:eu-west-1:123456789012:snapshot:a" \
        --export-task-identifier='a-1' --export-only a.b 'c' "d.e" --s3-prefix "x\"y" --output json
      # that was it
      """#
    let read = try StartText(text)
    #expect(read.text(.sourceArn) == "arn:aws:rds:eu-west-1:123456789012:snapshot:a")
    #expect(read.text(.exportTaskIdentifier) == "a-1")
    #expect(read.values[.exportOnly] == ["a.b", "c", "d.e"])
    #expect(read.text(.s3Prefix) == "x\"y")
    #expect(read.text(.kmsKeyId) == nil)
    #expect(read.way == AWSCommand.Way(profile: "prod", region: "eu-west-1"))
    #expect(
      read.remarks == [
        "The option --no-cli-pager is passed over.", "The option --output is passed over.",
      ])
  }

  @Test func `lists and whole requests may be JSON`() throws {
    let read = try StartText(
      #"aws rds start-export-task --export-only '["a.b", "c"]' --s3-prefix own "#
        + #"--cli-input-json '{"S3Prefix": "theirs", "KmsKeyId": "alias/x", "Other": 1}'"#)
    #expect(read.values[.exportOnly] == ["a.b", "c"])
    #expect(read.text(.s3Prefix) == "own")
    #expect(read.text(.kmsKeyId) == "alias/x")
    #expect(read.remarks == ["The member `Other` is passed over."])
  }

  @Test func `what is left open is another request's`() throws {
    let other = StartExportTaskRequest(
      exportTaskIdentifier: "old", sourceArn: "s", s3BucketName: "b", iamRoleArn: "r",
      kmsKeyId: "k", s3Prefix: "p", exportOnly: ["x"])
    let read = try StartText("aws rds start-export-task --export-task-identifier new")
    var expected = other
    expected.exportTaskIdentifier = "new"
    #expect(other.replacing(read.values) == expected)
    #expect(read.request.sourceArn == "")
  }

  @Test(arguments: [
    ("", "the text is empty"),
    ("ls -l", "a command `aws rds start-export-task …` is wanted"),
    ("aws rds describe-export-tasks", "`aws rds describe-export-tasks` starts no export"),
    ("aws rds start-export-task", "it says nothing of an export"),
    (
      "aws rds start-export-task --kms-key x", "no option `--kms-key`: did you mean `--kms-key-id`?"
    ),
    ("aws rds start-export-task --kms-key-id", "--kms-key-id: its value is missing"),
    ("aws rds start-export-task --kms-key-id --s3-prefix x", "--kms-key-id: its value is missing"),
    ("aws rds start-export-task --export-only", "--export-only: its values are missing"),
    ("aws rds start-export-task --s3-prefix a b", "`b` is no option"),
    ("aws rds start-export-task --s3-prefix 'a", "line 1: a quote (') is opened"),
    ("aws rds start-export-task \\\n --s3-prefix \"a", "line 2: a quote (\") is opened"),
    ("aws rds start-export-task --s3-prefix a \\", "ends with a backslash"),
    ("aws rds start-export-task --s3-prefix $PREFIX", "line 1: $PREFIX is only known to a shell"),
    ("aws rds start-export-task --s3-prefix \"${A}\"", "${A} is only known to a shell"),
    ("aws rds start-export-task --s3-prefix $(date)", "only known to a shell"),
    ("aws rds start-export-task --s3-prefix `date`", "runs another command"),
    ("aws rds start-export-task --s3-prefix a | jq .", "“|” is the shell's"),
    ("aws rds start-export-task --s3-prefix a; rm x", "“;” is the shell's"),
    ("aws rds start-export-task\n --s3-prefix a", "line 2: the command has ended"),
    ("aws rds start-export-task --cli-input-json file://x", "`file://x` is a file"),
    ("aws rds start-export-task --export-only '[1]'", "a list of texts is wanted"),
  ])
  func `what can't be read is named`(text: String, words: String) {
    #expect(problem(text).contains(words), "\(problem(text))")
  }

  @Test func `no value of a variable is told`() throws {
    let read = try StartText(
      "AWS_SECRET_ACCESS_KEY=hush aws rds start-export-task --s3-prefix a")
    #expect(read.remarks == ["The variable `AWS_SECRET_ACCESS_KEY` is passed over."])
  }

  /// The reader's words are a shell's wherever it gives any.
  @Test(.tags(.generated), arguments: Seed.run())
  func `words are taken apart as bash does`(seed: Seed) throws {
    var random = seed.generator("words of a shell")
    let pieces = [
      "a", "b c", "'", "\"", "\\", "\\\n", " ", "\t", "é", "$", "#", " #", "=", "--x", "\\'",
      "\\\"",
      "'q r'", "\"s t\"", "~", "*?", "\\\\", "''",
    ]
    var cases = 0
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 1...9, using: &random)).map { _ in random.pick(pieces) }
        .joined()
      guard let words = try? ShellText.words("aws \(text)") else { continue }
      let bash = try ProcessRunner.run(
        "/bin/bash", ["-f", "-c", #"aws() { printf '%s\0' aws "$@"; }; "# + "aws \(text)\n"],
        environment: ["HOME": "~", "LC_ALL": "C.UTF-8"])
      let judged = bash.output.split(separator: "\0", omittingEmptySubsequences: false).dropLast()
      #expect(words == judged.map(String.init), "\(text.debugDescription)")
      cases += 1
    }
    #expect(cases > 100)
    Judge.report("bash on the words of a command", cases: cases)
  }

  // MARK: JSON

  @Test func `a task as AWS prints it is an export`() throws {
    var task = ExportTask(exportTaskIdentifier: "nightly-1")
    task.sourceArn = "arn:aws:rds:eu-west-1:123456789012:cluster:a"
    task.s3Bucket = "acme"
    task.s3Prefix = "a \u{1F600}/\"x\"\u{7}"
    task.iamRoleArn = "arn:aws:iam::123456789012:role/x"
    task.kmsKeyId = "arn:aws:kms:eu-west-1:123456789012:key/1"
    task.exportOnly = ["a.b", "c"]
    task.status = .failed
    task.failureCause = "{\"a\": [1, 2]}"
    task.percentProgress = 4
    task.taskEndTime = Date(timeIntervalSince1970: 1)
    let texts = [
      ExportTaskJSON.text(task), String(decoding: ExportTaskJSON.document([task]), as: UTF8.self),
      "\u{FEFF}\n[\(ExportTaskJSON.text(task))]\r\n",
    ]
    for text in texts {
      let read = try StartText(text)
      #expect(StartText.isOne(text))
      #expect(read.remarks == [])
      let request = read.request
      #expect(request.exportTaskIdentifier == task.exportTaskIdentifier)
      #expect(request.sourceArn == task.sourceArn)
      #expect(request.s3BucketName == task.s3Bucket)
      #expect(request.s3Prefix == task.s3Prefix)
      #expect(request.iamRoleArn == task.iamRoleArn)
      #expect(request.kmsKeyId == task.kmsKeyId)
      #expect(request.exportOnly == task.exportOnly)
    }
  }

  @Test(arguments: [
    ("[]", "holds 0 exports"), ("[{}, {}]", "holds 2 exports"), ("{}", "says nothing"),
    ("{\"S3Prefix\": null}", "says nothing"),
    ("{\"S3Prefix\": 1}", "`S3Prefix` is a text, not a number"),
    ("{\n\"ExportOnly\": \"a\"}", "line 2: `ExportOnly` is a list of texts, not a text"),
    (
      "{\"ExportOnly\": [\"a\",\n 1]}",
      "line 2: `ExportOnly` is a list of texts, and one is a number"
    ),
    ("{\"S3Bucket\": \"a\", \"S3BucketName\": \"b\"}", "different buckets"),
    ("{\n  \"S3Prefix\": \"a\",\n}", "line 3: “}” stands where a member's name"),
    ("{\"S3Prefix\" \"a\"}", "where a colon should be"), ("{\"S3Prefix\": \"a\"", "the JSON ends"),
    ("{\"S3Prefix\": \"a\"} x", "where the document's end"),
    ("{\"S3Prefix\": \"a", "no closing quote"),
    ("{\"S3Prefix\": 01}", "where a value should be"), ("{\"S3Prefix\": \"\\x\"}", "backslash"),
    ("[[[1]]]", "an export is an object, not a number"),
    ("{\"ExportTasks\": 3}", "an export is an object, not a number"),
    (String(repeating: "[", count: 100_000), "nested deeper"),
  ])
  func `what is wrong with JSON is named with its line`(text: String, words: String) {
    #expect(problem(text).contains(words), "\(problem(text))")
  }

  @Test func `an unknown member is told with what it may have been meant to be`() throws {
    let read = try StartText(#"{"S3Prefix": "a", "KmsKeyID": "x", "New": {"a": [true, null]}}"#)
    #expect(
      read.remarks == [
        "The member `KmsKeyID` is passed over: did you mean `KmsKeyId`?",
        "The member `New` is passed over.",
      ])
  }

  /// JSON by the rules: what Python takes is taken, and what it refuses is refused.
  @Test(.enabled(if: Judge.hasPython), .tags(.generated), arguments: Seed.run())
  func `JSON is what Python takes for it`(seed: Seed) throws {
    var random = seed.generator("broken JSON")
    let good = Array(
      #"{"S3Prefix": "a\u00e9\ud83d\ude00\n\"", "X": [1, -2.5e+3, true, null, {}, []], "Y": 0.1}"#
        .utf8)
    var texts: [String] = []
    for _ in 0..<500 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(random.pick(bytes), at: place)
        default: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random)
        }
      }
      texts.append(String(decoding: bytes, as: UTF8.self))
    }
    let input = try JSONEncoder().encode(texts)
    let python = try ProcessRunner.run(
      try #require(Judge.python),
      [
        "-c",
        """
        import json, sys
        def bad(word): raise ValueError(word)
        for text in json.load(sys.stdin):
            try: json.loads(text, parse_constant=bad); print(1)
            except ValueError: print(0)
        """,
      ], input: input)
    let verdicts = python.output.split(separator: "\n").map { $0 == "1" }
    #expect(verdicts.count == texts.count)
    #expect(verdicts.contains(true) && verdicts.contains(false))
    for (text, isJSON) in zip(texts, verdicts) {
      let isRead = (try? JSONText.value(text)) != nil
      #expect(isRead == isJSON, "\(text)")
    }
    Judge.report("Python's json on broken JSON", cases: texts.count)
  }
}
