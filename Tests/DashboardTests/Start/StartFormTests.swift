import AWSCore
import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct StartFormTests {
  @Test func `n opens an empty form, and its keys move between the fields`() {
    var script = Script(running("a"))
    script.openEmptyForm()
    #expect(script.form?.isBlank == true)
    #expect(script.form?.focus == .sourceArn)
    script.press(.tab)
    #expect(script.form?.focus == .exportTaskIdentifier)
    script.press(.tab, .enter)
    #expect(script.form?.focus == .s3Prefix)
    script.press(.backTab, .up)
    #expect(script.form?.focus == .exportTaskIdentifier)
    script.press(.up, .up)
    #expect(script.form?.focus == .exportOnly, "the last one, where no form was left")
    script.press(.tab)
    #expect(script.form?.focus == .sourceArn)
  }

  @Test func `fields that were left are touched, the others are not`() {
    var script = Script(running("a"))
    script.press(.character("n"), .tab, .tab)
    #expect(script.form?.touched == [.exportTaskIdentifier, .sourceArn])
  }

  @Test func `letters are typed, whatever they mean elsewhere`() {
    var script = Script(running("a"))
    script.openEmptyForm()
    script.type("qxn/ R")
    #expect(script.form?.fields[.sourceArn]?.text == "qxn/ R")
    script.press(.tab)
    script.type("qxn/ R")
    #expect(script.form?.fields[.exportTaskIdentifier]?.text == "qxn/ R")
    #expect(script.effects == [])
  }

  @Test func `a paste goes into the field that has the focus`() {
    var script = Script(running("a"))
    script.openEmptyForm()
    script.paste(" arn:aws:rds:eu-west-1:123456789012:snapshot:x\n")
    #expect(
      script.form?.request.sourceArn == "arn:aws:rds:eu-west-1:123456789012:snapshot:x")
    #expect(script.form?.focus == .sourceArn)
  }

  @Test func `keys typed ahead are not for the form, nor for its question`() {
    var script = Script(running("a"))
    script.state.list.selected = nil
    script.pressTogether(.character("n"), .character("a"))
    #expect(script.form?.isBlank == true)
    script.fill()
    script.pressTogether(.control("s"), .control("y"))
    #expect(script.asksForStart)
    #expect(script.effects == [])
  }

  @Test func `Enter in the last field asks, and C-y starts`() {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    for _ in 0..<6 { script.press(.enter) }
    #expect(script.form?.focus == .exportOnly)
    #expect(!script.asksForStart)
    script.press(.enter)
    #expect(script.asksForStart)
    #expect(script.state.place == .check)
    script.press(.enter)
    #expect(script.effects == [])
    #expect(script.state.place == .form)
    script.press(.control("s"), .control("y"))
    #expect(script.starts == [Script.request])
    #expect(script.state.acting == [1: Script.pendingStart])
    #expect(script.form?.ticket == 1)
  }

  @Test(arguments: [Key.escape, .character("n"), .character("q")])
  func `no goes back to the form`(key: Key) {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"), key)
    #expect(!script.asksForStart)
    #expect(script.form?.request == Script.request)
    #expect(script.effects == [])
  }

  @Test func `while a request is under way the form can't be changed nor sent again`() {
    var script = Script(running("a"))
    script.startExport()
    script.press(.character("z"), .tab, .control("s"), .control("y"), .enter)
    script.paste("z")
    #expect(script.form?.request == Script.request)
    #expect(script.effects == [])
    #expect(script.state.acting.count == 1)
  }

  /// Passes once requests are checked.
  @Test func `what breaks a rule is not sent`() {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    var form = script.form
    form?.set(.s3BucketName, "")
    script.state.dialog = form
    script.press(.control("s"))
    #expect(!script.asksForStart)
    #expect(script.form?.focus == .s3BucketName)
    #expect(script.form?.visibleProblems.map(\.field) == [.s3BucketName])
  }

  @Test func `Esc closes the form, and it is offered in the next one`() {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    script.press(.tab, .escape)
    #expect(script.state.dialog == nil)
    script.press(.character("n"))
    #expect(script.form?.request.exportTaskIdentifier == "a-2", "the row's is not replaced by it")
    script.press(.up)
    #expect(script.form?.request == Script.request)
    #expect(script.form?.focus == .exportTaskIdentifier)
    #expect(script.state.keptForm == nil)
  }

  @Test func `read-only is looked at again where the effect is made`() {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"))
    script.state.settings.isReadOnly = true
    script.press(.control("y"))
    #expect(script.effects == [])
    #expect(script.state.acting.isEmpty)
    #expect(script.form?.refusal?.message.contains("read-only") == true)
  }

  @Test func `the new task is selected when it appears`() {
    var script = Script(running("a", "b"))
    script.startExport()
    script.send(.acted(ticket: 1, .success(Script.accepted)))
    #expect(script.state.dialog == nil)
    #expect(script.says("new-export was started"))
    #expect(script.state.acting.isEmpty)
    #expect(script.selected == "a")
    script.data(running("a", "b") + [task("new-export", .starting)])
    #expect(script.names == ["a", "b", "new-export"])
    #expect(script.selected == "new-export")
    script.data(running("b") + [task("new-export", .starting)])
    #expect(script.selected == "new-export")
  }

  @Test func `whoever has moved on is not torn away`() {
    var script = Script(running("a", "b"))
    script.startExport()
    script.send(.acted(ticket: 1, .success(Script.accepted)))
    script.press(.down)
    script.data(running("a", "b") + [task("new-export", .starting)])
    script.idle(.seconds(9))
    #expect(script.selected == "b")
  }

  @Test func `a task that is there already is selected at once`() {
    var script = Script(running("a"))
    script.startExport()
    script.data(running("a") + [task("new-export", .starting)])
    script.send(.acted(ticket: 1, .success(Script.accepted)))
    #expect(script.selected == "new-export")
  }

  @Test func `a finished form is not brought back`() {
    var script = Script(running("a"))
    script.startExport()
    script.send(.acted(ticket: 1, .success(Script.accepted)))
    script.openEmptyForm()
    #expect(script.form?.isBlank == true)
    #expect(script.state.keptForm == nil)
  }

  private static let faults: [(ExportTaskFault, FieldProblem.Field)] = [
    (ExportTaskFault.exportTaskAlreadyExists, FieldProblem.Field.exportTaskIdentifier),
    (.invalidExportSourceState, .sourceArn), (.dbSnapshotNotFound, .sourceArn),
    (.dbClusterSnapshotNotFound, .sourceArn), (.dbClusterNotFound, .sourceArn),
    (.invalidS3Bucket, .s3BucketName), (.iamRoleNotFound, .iamRoleArn),
    (.iamRoleMissingPermissions, .iamRoleArn), (.kmsKeyNotAccessible, .kmsKeyId),
    (.invalidExportOnly, .exportOnly),
  ]

  @Test(arguments: faults)
  func `a refusal stands at the field that it is about`(
    fault: ExportTaskFault, field: FieldProblem.Field
  ) {
    var script = Script(running("a"))
    script.startExport()
    script.send(.acted(ticket: 1, .failure(.modelled(fault, Script.fault(fault.rawValue)))))
    #expect(script.form?.refusal?.field == field)
    #expect(script.form?.focus == field)
    #expect(script.form?.request == Script.request)
    #expect(script.form?.ticket == nil)
    #expect(!script.asksForStart)
    #expect(script.state.acting.isEmpty)
    #expect(script.state.notices.allSatisfy { $0.kind != .error }, "said once, at the field")
  }

  @Test func `a refusal for want of a slot is about no field`() {
    var script = Script(running("a"))
    script.startExport()
    let error = ExportTasksError.modelled(.exportTaskLimitReached, Script.fault("Limit"))
    script.send(.acted(ticket: 1, .failure(error)))
    #expect(script.form?.refusal != nil)
    #expect(script.form?.refusal?.field == nil)
  }

  @Test func `what our own rules refuse stands at its field`() {
    var script = Script(running("a"))
    script.startExport()
    let problem = FieldProblem(field: .kmsKeyId, message: "a key is needed")
    script.send(.acted(ticket: 1, .failure(.invalid([problem]))))
    #expect(script.form?.refusal?.field == .kmsKeyId)
    #expect(script.form?.refusal?.message == "a key is needed")
  }

  @Test func `an error that names its parameter stands at that field`() {
    var script = Script(running("a"))
    script.startExport()
    let fault = ServiceFault(
      code: "InvalidParameterValue",
      message: "The parameter ExportTaskIdentifier is not a valid identifier.", status: 400)
    script.send(.acted(ticket: 1, .failure(.call(.service(fault)))))
    #expect(script.form?.refusal?.field == .exportTaskIdentifier)
  }

  private static let me = "User: arn:aws:sts::123456789012:assumed-role/dba/ann"

  private static let sentences: [(String, String, FieldProblem.Field?)] = [
    (
      "AccessDenied",
      "\(me) is not authorized to perform: iam:PassRole on resource: "
        + "arn:aws:iam::123456789012:role/export because no identity-based policy allows the "
        + "iam:PassRole action", .iamRoleArn
    ),
    (
      "AccessDenied",
      "\(me) is not authorized to perform: iam:PassRole on the resource", .iamRoleArn
    ),
    (
      "AccessDenied",
      "\(me) is not authorized to perform: rds:StartExportTask on resource: "
        + "arn:aws:rds:eu-west-1:123456789012:snapshot:orders", .sourceArn
    ),
    (
      "AccessDenied",
      "\(me) is not authorized to perform: kms:CreateGrant on resource: "
        + "arn:aws:kms:eu-west-1:123456789012:key/1", .kmsKeyId
    ),
    ("AccessDenied", "\(me) is not authorized to perform: s3:ListBucket", .s3BucketName),
    ("InvalidParameterValue", "Invalid S3Prefix: ExportTaskIdentifier is right", .s3Prefix),
    ("InvalidParameterValue", "The value lake-raw can't be used", .s3BucketName),
    (
      "InvalidParameterValue",
      "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab is asymmetric",
      .kmsKeyId
    ),
    ("InvalidParameterValue", "The S3 bucket prefix is too long", .s3BucketName),
    ("InvalidParameterCombination", "The DB snapshot's engine can't be exported", .sourceArn),
    ("ValidationError", "The IAM role ARN is malformed", .iamRoleArn),
    ("AccessDenied", "\(me) is not authorized to do that", nil),
    ("InternalFailure", "The bucket of our thoughts is empty", nil),
    ("ExpiredToken", "The SourceArn token expired", nil),
    ("Throttling", "Rate of ExportTaskIdentifier exceeded", nil),
  ]

  @Test(arguments: sentences)
  func `the cursor is at the field that AWS's sentence is about`(
    code: String, message: String, field: FieldProblem.Field?
  ) {
    var script = Script(running("a"))
    script.startExport()
    let focus = script.form?.focus
    let fault = ServiceFault(code: code, message: message, status: 403)
    script.send(.acted(ticket: 1, .failure(.call(.service(fault)))))
    #expect(script.form?.refusal?.field == field)
    #expect(script.form?.focus == field ?? focus)
    #expect(script.form?.refusal != nil)
  }

  @Test func `a connection that fails is about no field, whatever its words hold`() {
    var script = Script(running("a"))
    script.startExport()
    let error = AWSError.configuration(place: "SourceArn", message: "S3BucketName")
    script.send(.acted(ticket: 1, .failure(.call(error))))
    #expect(script.form?.refusal != nil)
    #expect(script.form?.refusal?.field == nil)
  }

  @Test func `typing into the field takes the refusal away, and it can be sent again`() {
    var script = Script(running("a"))
    script.startExport()
    let error = ExportTasksError.modelled(.exportTaskAlreadyExists, Script.fault("Exists"))
    script.send(.acted(ticket: 1, .failure(error)))
    script.press(.character("2"))
    #expect(script.form?.refusal == nil)
    script.press(.control("s"), .control("y"))
    var request = Script.request
    request.exportTaskIdentifier = "new-export2"
    #expect(script.starts == [request])
  }

  @Test func `a form that was closed while its request was under way keeps what was refused`() {
    var script = Script(running("a"))
    script.startExport()
    script.press(.escape)
    #expect(script.state.dialog == nil)
    let error = ExportTasksError.modelled(.invalidS3Bucket, Script.fault("Bucket"))
    script.send(.acted(ticket: 1, .failure(error)))
    #expect(script.says("was not started"))
    script.press(.character("n"), .up)
    #expect(script.form?.request == Script.request)
    #expect(script.form?.refusal?.field == .s3BucketName)
  }

  @Test func `an answer to a ticket that nobody drew changes nothing`() {
    var script = Script(running("a"))
    script.send(.acted(ticket: 9, .success(Script.accepted)))
    #expect(script.said == [])
    #expect(script.state.awaited == nil)
  }
}

extension Script {
  static let pendingStart = PendingAction(site: site, shown: place, action: .start(request))
  static let request = StartExportTaskRequest(
    exportTaskIdentifier: "new-export",
    sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:orders",
    s3BucketName: "lake-raw", iamRoleArn: "arn:aws:iam::123456789012:role/export",
    kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    s3Prefix: "rds/orders", exportOnly: ["orders.public", "orders.audit"])

  static var accepted: ExportTask {
    var task = ExportTask(exportTaskIdentifier: "new-export")
    task.status = .starting
    return task
  }

  static func fault(_ code: String) -> ServiceFault {
    ServiceFault(code: code, message: "AWS says no.", status: 400)
  }

  /// Types a whole request into the open form.
  mutating func fill() {
    guard var form else { return }
    let request = Self.request
    form.set(.exportTaskIdentifier, request.exportTaskIdentifier)
    form.set(.sourceArn, request.sourceArn)
    form.set(.s3BucketName, request.s3BucketName)
    form.set(.s3Prefix, request.s3Prefix)
    form.set(.iamRoleArn, request.iamRoleArn)
    form.set(.kmsKeyId, request.kmsKeyId)
    form.set(.exportOnly, "orders.public, orders.audit")
    state.dialog = form
  }

  mutating func startExport() {
    press(.character("n"))
    fill()
    press(.control("s"), .control("y"))
  }
}
