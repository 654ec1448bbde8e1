import Canvas
import RDSExports
import Testing
import Tracking
import Words

@testable import Dashboard

@Suite struct CopyMenuTests {
  private let orders = task("orders", percent: 9) {
    $0.s3Bucket = "lake-raw"
    $0.s3Prefix = "rds/orders/"
  }

  private static let copies: [(Key, String)] = [
    (.character("y"), "orders"),
    (.character("a"), "arn:aws:rds:eu-west-1:123456789012:snapshot:orders-source"),
    (.character("s"), "s3://lake-raw/rds/orders/orders/"),
  ]

  @Test(arguments: copies)
  func `y and a letter copy`(key: Key, text: String) {
    var script = Script([orders])
    script.press(.character("y"), key)
    #expect(script.effects == [.copy(CopiedText(text: text, name: text, isCleaned: false))])
    #expect(script.state.dialog == nil)
  }

  @Test func `y j copies the JSON whole`() {
    var script = Script([orders])
    script.press(.character("y"), .character("j"))
    let json = ExportTaskJSON.text(orders.task)
    #expect(
      script.effects
        == [.copy(CopiedText(text: json, name: "the JSON of orders", isCleaned: false))])
  }

  @Test func `a failed task's policies are copied whole, each by a letter of its own`() {
    let role = "arn:aws:iam::123456789012:role/lake-export"
    let failed = task("orders", .failed) {
      $0.s3Bucket = "lake-raw"
      $0.iamRoleArn = role
      $0.failureCause =
        "S3 credential check failed. Check the permissions on your S3 bucket and IAM policy."
    }
    let rows = { (script: Script) in
      (0..<25).map { view(script.state, at: script.moment).frame.text(row: $0) }.joined()
    }
    var script = Script([failed])
    script.press(.character("y"))
    #expect(rows(script).contains("role's policy") && rows(script).contains("trust policy"))
    #expect(!rows(script).contains("key's statement"))
    script.press(.character("p"))
    #expect(failed.explanation?.policy(.role)?.contains("arn:aws:s3:::lake-raw/*") == true)
    let policy = failed.explanation?.policy(.role) ?? ""
    #expect(
      script.effects
        == [.copy(CopiedText(text: policy, name: "the role's policy", isCleaned: false))])
    script.press(.character("y"), .character("t"))
    let trust = failed.explanation?.policy(.trust) ?? ""
    #expect(
      script.effects
        == [.copy(CopiedText(text: trust, name: "the trust policy", isCleaned: false))])
    script.press(.character("y"), .character("k"))
    #expect(script.effects == [])
    #expect(script.says("nothing was copied"))
    script = Script([orders])
    script.press(.character("y"))
    #expect(!rows(script).contains("policy"))
  }

  @Test func `without a prefix the folder lies in the bucket itself`() {
    var script = Script([task("b") { $0.s3Bucket = "lake" }])
    script.press(.character("y"), .character("s"))
    let folder = "s3://lake/b/"
    #expect(script.effects == [.copy(CopiedText(text: folder, name: folder, isCleaned: false))])
  }

  @Test func `what the task does not name is not copied, and it says so`() {
    var script = Script([task("b") { $0.sourceArn = nil }])
    script.press(.character("y"), .character("a"))
    #expect(script.effects == [])
    #expect(script.says("nothing was copied"))
  }

  @Test(arguments: [Key.escape, .character("q"), .character("Y"), .enter, .down, .control("y")])
  func `any other key closes it and copies nothing`(key: Key) {
    var script = Script([orders])
    script.press(.character("y"), key)
    #expect(script.effects == [])
    #expect(script.state.dialog == nil)
    #expect(script.state.details == nil)
  }

  @Test func `it copies of the task that it was opened for`() {
    var script = Script([orders, task("b", percent: 1)])
    script.press(.character("y"))
    script.data([task("b", percent: 1)])
    script.press(.character("y"))
    #expect(script.effects == [])
    #expect(script.says("nothing was copied"))
  }
}

@Suite struct CopyMoreTests {
  private func failed(_ name: String) -> TrackedTask {
    task(name, .failed) {
      $0.s3Bucket = "lake-raw"
      $0.iamRoleArn = "arn:aws:iam::123456789012:role/lake-export"
      $0.failureCause =
        "S3 credential check failed. Check the permissions on your S3 bucket and IAM policy."
    }
  }

  private func copied(_ script: Script) -> String? {
    if case .copy(let text)? = script.effects.first { text.text } else { nil }
  }

  @Test func `what failed is copied with its meaning and what to check`() {
    var script = Script([failed("orders")])
    script.press(.character("y"), .character("f"))
    let text = copied(script) ?? ""
    #expect(text.hasPrefix("Export orders failed, in account 123456789012 in eu-west-1"))
    #expect(text.contains("AWS says: S3 credential check failed."))
    #expect(text.contains("\n1. "))
  }

  @Test func `what did not fail has no such text`() {
    var script = Script([task("orders", .complete)])
    script.press(.character("y"), .character("f"))
    #expect(script.effects.isEmpty)
    #expect(script.state.reasonDisabled(.copyFailure) == "nothing went wrong")
  }

  @Test func `the console's address is that of the region`() {
    var script = Script([task("orders")])
    script.press(.character("y"), .character("u"))
    #expect(
      copied(script)
        == "https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-west-1#snapshots-list:tab=exporttos3"
    )
  }

  @Test func `a colleague gets the command that starts the export, and the one that describes it`()
  {
    let orders = task("orders", percent: 9) {
      $0.s3Bucket = "lake"
      $0.s3Prefix = "rds/it's"
      $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
      $0.kmsKeyId = "alias/export"
      $0.exportOnly = ["orders.public"]
    }
    var script = Script([orders])
    script.press(.character("y"), .character("c"))
    #expect(
      copied(script)
        == "aws rds start-export-task --export-task-identifier orders --source-arn "
        + "arn:aws:rds:eu-west-1:123456789012:snapshot:orders-source --s3-bucket-name lake "
        + "--iam-role-arn arn:aws:iam::123456789012:role/export --kms-key-id alias/export "
        + "--s3-prefix 'rds/it'\"'\"'s' --export-only orders.public --profile prod "
        + "--region eu-west-1")
    script.press(.character("y"), .character("d"))
    #expect(
      copied(script)
        == "aws rds describe-export-tasks --export-task-identifier orders --profile prod "
        + "--region eu-west-1")
  }

  @Test func `Y copies the same again, of the task that is selected now`() {
    var script = Script([task("orders", percent: 9), task("users", percent: 8)])
    script.press(.character("Y"))
    #expect(script.effects.isEmpty)
    #expect(script.says("nothing was copied yet"))
    script.press(.character("y"), .character("y"), .down, .character("Y"))
    #expect(
      script.effects.last == .copy(CopiedText(text: "users", name: "users", isCleaned: false)))
  }

  @Test func `o asks before it opens a browser`() {
    var settings = Settings()
    settings.hasBrowser = true
    var script = Script([task("orders")], settings: settings)
    script.press(.character("o"))
    #expect(script.state.dialog is ConsoleQuestion)
    script.press(.enter)
    #expect(script.effects.isEmpty)
    #expect(script.state.dialog == nil)
    script.press(.character("o"), .control("y"))
    #expect(
      script.effects == [
        .open(
          "https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-west-1#snapshots-list:tab=exporttos3"
        )
      ])
  }

  @Test func `without a desktop o says so`() {
    var script = Script([task("orders")])
    script.press(.character("o"))
    #expect(script.state.dialog == nil)
    #expect(script.says("no desktop here"))
  }
}
