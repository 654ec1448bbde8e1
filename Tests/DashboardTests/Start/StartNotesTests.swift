import Canvas
import RDSExports
import Testing

@testable import Dashboard

/// What the form says of what is not wrong, before it is sent.
@Suite struct StartNotesTests {
  private func warnings(_ field: FieldProblem.Field, _ text: String, focus: Bool = false)
    -> [String]
  {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    guard var form = script.form else { return [] }
    form.set(field, text)
    if focus { form.focus = field }
    return script.state.warnings(for: form)
  }

  @Test func `a slash at the prefix's end is left out, and that is said before it is sent`() {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    guard var form = script.form else { return #expect(Bool(false), "no form") }
    form.set(.s3Prefix, "rds/orders/")
    script.state.dialog = form
    #expect(script.state.warnings(for: form).contains { $0.contains("last slash") })
    script.press(.control("s"))
    #expect(script.asksForStart)
    let shown = view(script.state, at: script.moment).frame
    let frame = (0..<shown.size.rows).map { shown.text(row: $0) }.joined(separator: "\n")
    #expect(frame.contains("last slash"))
    #expect(frame.contains("rds/orders ") && !frame.contains("rds/orders/"))
    script.press(.control("y"))
    #expect(script.starts == [Script.request])
  }

  @Test func `a prefix that is still being typed is not remarked on`() {
    #expect(warnings(.s3Prefix, "exports/", focus: true) == [])
    #expect(warnings(.s3Prefix, "exports/").count == 1)
    #expect(warnings(.s3Prefix, "exports/2026") == [])
  }

  @Test(arguments: [
    ("my exports", "spaces", "my_exports"), ("a\\b", "“\\”", "a_b"), ("a`b", "“`”", "a_b"),
    ("a\"b c", "spaces, “\"”", "a_b_c"),
  ])
  func `what AWS writes otherwise in a path is said`(
    prefix: String, which: String, result: String
  ) {
    let told = warnings(.s3Prefix, prefix)
    #expect(told.count == 1)
    #expect(told.first?.contains("“_” for \(which) in a path") == true, "\(told)")
    #expect(told.first?.contains("“\(result)”") == true, "\(told)")
  }

  @Test(arguments: [
    "alias/aws/rds", "alias/aws/s3", "arn:aws:kms:eu-west-1:123456789012:alias/aws/rds",
  ])
  func `a key that AWS manages is warned of`(key: String) {
    let told = warnings(.kmsKeyId, key)
    #expect(told.count == 1)
    #expect(told.first?.contains("is a key that AWS manages") == true)
  }

  @Test func `a key of another region is warned of, as a source is`() {
    let id = "1234abcd-12ab-34cd-56ef-1234567890ab"
    #expect(
      warnings(.kmsKeyId, "arn:aws:kms:us-east-1:123456789012:key/\(id)")
        == ["The key is in us-east-1, not in eu-west-1."])
    #expect(
      warnings(.sourceArn, "arn:aws:rds:us-east-1:123456789012:snapshot:x")
        == ["The source is in us-east-1, not in eu-west-1."])
    for key in [id, "alias/export", "alias/awsome", "arn:aws:kms:eu-west-1:1:alias/export"] {
      #expect(warnings(.kmsKeyId, key) == [], "\(key)")
    }
  }

  @Test func `only a cluster's partial export is told to cost as much as a whole one`() {
    let cluster = warnings(.sourceArn, "arn:aws:rds:eu-west-1:123456789012:cluster:x")
    #expect(cluster.count == 1)
    #expect(cluster.first?.contains("charged for the whole cluster") == true)
    #expect(warnings(.sourceArn, "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:x") == [])
  }
}
