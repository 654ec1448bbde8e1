import Canvas
import Dashboard
import Foundation
import RDSExports
import Tracking

extension Scene {
  static let dialogs = [
    Scene("help") { $0.overlay = .help(scroll: 0) },
    Scene("help-read-only", sizes: ordinary, from: Fleet.state(settings: readOnly)) {
      $0.overlay = .help(scroll: 4)
    },
    Scene("read-only", sizes: ordinary, from: Fleet.state(settings: readOnly)),
    Scene("actions") {
      $0.list.selected = Fleet.active[1].id
      $0.overlay = .actions(selected: 2)
    },
    Scene("sort") { $0.overlay = .sort(selected: 4) },
    Scene("themes") {
      $0.overlay = .themes(selected: 1, before: "default")
      $0.themeProblem = "themes/light.toml:12: status.failed: there is no colour `rde`"
    },
    Scene("cancel-one") {
      $0.overlay = .cancel(
        CancelDialog(
          tasks: [Fleet.active[0].id], shown: Fleet.shown, word: nil, openedAt: .seconds(999)))
    },
    Scene("cancel-many") {
      var dialog = CancelDialog(
        tasks: [0, 2, 3, 4, 5, 8].map { Fleet.active[$0].id }, shown: Fleet.shown, word: "cancel 6",
        openedAt: .seconds(999))
      dialog.typed = TextField("cancel 5")
      dialog.problem = "Not the words that were asked for: nothing was canceled."
      $0.overlay = .cancel(dialog)
    },
    Scene(
      "cancel-production",
      from: Fleet.state(settings: Settings(production: [Fleet.context]))
    ) {
      let id = Fleet.active[0].id
      $0.overlay = .cancel(
        CancelDialog(tasks: [id], shown: Fleet.shown, word: id.identifier, openedAt: .seconds(999)))
    },
    Scene("question") {
      let question = AskedQuestion(
        number: 1, text: "MFA code for arn:aws:iam::123456789012:mfa/ana",
        reason: "profile \"prod\" assumes the role arn:aws:iam::123456789012:role/export-operator")
      var dialog = QuestionDialog(question: question, openedAt: .seconds(999))
      dialog.typed = TextField("12345")
      $0.questions = [question]
      $0.overlay = .question(dialog)
    },
    Scene("form-empty") {
      $0.overlay = .start(StartForm(site: Fleet.site, shown: Fleet.place, openedAt: .seconds(999)))
    },
    Scene("form-problems") { $0.overlay = .start(formWithProblems) },
    Scene("form-confirm") {
      var form = filledForm
      form.isConfirming = true
      $0.overlay = .start(form)
    },
    Scene("form-sent", sizes: ordinary) {
      var form = filledForm
      form.isConfirming = true
      form.ticket = 1
      $0.overlay = .start(form)
    },
    Scene("form-refused", sizes: ordinary) {
      var form = filledForm
      form.refusal = (
        field: .iamRoleArn,
        message: "AWS refused it: the role rds-export-to-lake can't be found. Check the ARN."
      )
      form.clonedFrom = Fleet.active[0].id.identifier
      $0.overlay = .start(form)
    },
    Scene("notices") {
      $0.notices = [
        Notice(
          kind: .success, text: "nightly-shapes-2026-11-21 is complete", until: .seconds(1002)),
        Notice(
          kind: .error,
          text: "AWS refused to cancel adhoc-carts: it is being canceled already. "
            + "Nothing has to be done.", until: .seconds(1004)),
      ]
    },
    Scene("notices-above", sizes: ordinary) {
      let rows = Layout(size: Size(columns: 80, rows: 24), hasDetails: false).listRows
      $0.list.selected = $0.list.rows[rows - 1].task.id
      $0.notices = [Notice(kind: .info, text: "copied nightly-orders", until: .seconds(1002))]
    },
    Scene("leaving", sizes: ordinary) {
      $0.leavingBy = .seconds(1004)
      $0.acting = [1: Fleet.cancel(Fleet.active[0])]
    },
  ]

  private static let readOnly = Settings(isReadOnly: true, isDemo: true)

  private static var filledForm: StartForm {
    var form = StartForm(site: Fleet.site, shown: Fleet.place, openedAt: .seconds(999))
    form.fields = [
      .exportTaskIdentifier: TextField("nightly-orders-2026-11-23"),
      .sourceArn: TextField("arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-11-23"),
      .s3BucketName: TextField("lake-raw"), .s3Prefix: TextField("rds/orders"),
      .iamRoleArn: TextField("arn:aws:iam::123456789012:role/rds-export-to-lake"),
      .kmsKeyId: TextField("alias/lake"), .exportOnly: TextField(""),
    ]
    return form
  }

  private static var formWithProblems: StartForm {
    var form = filledForm
    form.fields[.exportTaskIdentifier] = TextField("nightly--orders")
    form.fields[.sourceArn] = TextField("arn:aws:rds:us-east-1:123456789012:cluster:orders")
    form.fields[.s3Prefix] = TextField("rds:orders")
    form.fields[.iamRoleArn] = TextField("rds-export-to-lake")
    form.fields[.kmsKeyId] = TextField("")
    form.fields[.exportOnly] = TextField("orders.public")
    form.touched = Set(StartForm.Field.allCases)
    form.focus = .s3Prefix
    return form
  }
}
