import Canvas
import RDSExports
import Testing

@testable import Dashboard

/// A whole export, pasted into the form.
@Suite struct StartPasteTests {
  private static let command = """
    aws rds start-export-task \\
      --export-task-identifier new-export \\
      --source-arn arn:aws:rds:eu-west-1:123456789012:snapshot:orders \\
      --s3-bucket-name lake-raw --iam-role-arn arn:aws:iam::123456789012:role/export \\
      --kms-key-id alias/export --export-only shop.public "shop.audit" --region us-east-1
    """

  @Test func `a command fills every field, whichever has the focus, and starts nothing`() {
    var script = Script(running("a"))
    script.press(.character("n"), .tab, .tab)
    script.paste(Self.command)
    #expect(
      script.form?.request
        == StartExportTaskRequest(
          exportTaskIdentifier: "new-export",
          sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:orders",
          s3BucketName: "lake-raw", iamRoleArn: "arn:aws:iam::123456789012:role/export",
          kmsKeyId: "alias/export", s3Prefix: nil, exportOnly: ["shop.public", "shop.audit"]))
    #expect(script.effects == [])
    #expect(script.screen.contains("The command is for us-east-1"))
  }

  @Test func `a task's JSON does, too`() {
    var script = Script(running("a"))
    script.openEmptyForm()
    script.paste(
      """
      {"ExportTaskIdentifier": "nightly", "S3Bucket": "lake", "S3Prefix": "raw",
       "SourceArn": "arn:aws:rds:eu-west-1:123456789012:snapshot:orders", "Status": "COMPLETE"}
      """)
    #expect(script.form?.request.exportTaskIdentifier == "nightly")
    #expect(script.form?.request.s3BucketName == "lake")
    #expect(script.form?.request.s3Prefix == "raw")
  }

  @Test(arguments: [
    ("--profile audit", "The command is for the profile audit; this export starts with prod."),
    ("--profile prod --region eu-west-1", nil), ("", nil),
    (
      "--endpoint-url http://localhost:4566",
      "The command is for http://localhost:4566; this export starts at"
    ),
  ])
  func `where a command would have started it is said, if that is not where the form does`(
    options: String, words: String?
  ) {
    var script = Script(running("a"), columns: 140)
    script.openEmptyForm()
    script.paste("aws rds start-export-task --export-task-identifier x \(options)")
    #expect(script.form?.request.exportTaskIdentifier == "x")
    #expect(script.screen.contains(words ?? "The command is for") == (words != nil))
  }

  @Test func `what can't be read changes nothing and says why`() {
    var script = Script(running("a"))
    script.openEmptyForm()
    script.press(.tab)
    script.type("mine")
    script.paste("{\"ExportTaskIdentifier\": ")
    #expect(script.form?.request.exportTaskIdentifier == "mine")
    #expect(script.screen.contains("what was pasted can't be read"))
  }
}
