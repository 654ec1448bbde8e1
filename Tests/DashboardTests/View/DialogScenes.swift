import Canvas
import Foundation
import RDSExports
import Tracking

@testable import Dashboard

extension Scene {
  static let dialogs = [
    Scene("help") { $0.dialog = HelpDialog(scroll: 0) },
    Scene("help-read-only", sizes: ordinary, from: Fleet.state(settings: readOnly)) {
      $0.dialog = HelpDialog(scroll: 4)
    },
    Scene("read-only", sizes: ordinary, from: Fleet.state(settings: readOnly)),
    Scene("actions") {
      $0.list.selected = Fleet.active[1].id
      $0.dialog = ActionsMenu(selected: 2)
    },
    Scene("sort") { $0.dialog = SortMenu(selected: 4) },
    Scene("themes") {
      $0.dialog = ThemeMenu(selected: 1, before: "default")
      $0.themeProblem = "themes/light.toml:12: status.failed: there is no colour `rde`"
    },
    Scene("cancel-one") {
      $0.dialog = CancelDialog(
        tasks: [Fleet.active[0].id], shown: Fleet.shown, word: nil)
    },
    Scene("cancel-stale", from: Fleet.state(feed: staleFeed)) {
      $0.dialog = CancelDialog(
        tasks: [Fleet.active[0].id], shown: Fleet.shown, word: nil)
    },
    Scene("cancel-paused", sizes: ordinary, from: Fleet.state(feed: pausedFeed)) {
      $0.dialog = CancelDialog(
        tasks: [0, 3, 4].map { Fleet.active[$0].id }, shown: Fleet.shown,
        word: "cancel 3")
    },
    Scene("cancel-omitting") {
      var dialog = CancelDialog(
        tasks: [0, 2, 3, 4, 8].map { Fleet.active[$0].id }, shown: Fleet.shown,
        word: "cancel 5")
      dialog.leftOut = .counting(
        ("already complete", 30), ("already failed", 5), ("hidden by the filter", 3))
      $0.filter.text = "orders"
      $0.dialog = dialog
    },
    Scene("cancel-many") {
      var dialog = CancelDialog(
        tasks: [0, 2, 3, 4, 5, 8].map { Fleet.active[$0].id }, shown: Fleet.shown, word: "cancel 6")
      dialog.word.field = TextField("cancel 5")
      dialog.word.problem = "type cancel 6 first"
      $0.dialog = dialog
    },
    Scene("cancel-results") {
      let tasks = [0, 2, 3, 4, 8].map { Fleet.active[$0].id }
      $0.cancelOutcomes = [
        tasks[0]: .canceling, tasks[1]: .sent, tasks[2]: .ended(.complete),
        tasks[3]: .leftOut(because: "already complete"),
        tasks[4]: .refused(
          because: "AccessDenied: User: arn:aws:iam::123456789012:user/ana is not authorized to "
            + "perform: rds:CancelExportTask"),
      ]
      $0.dialog = CancelResults(tasks: tasks)
    },
    Scene("cancel-production", from: Fleet.state(settings: Settings())) {
      $0.watch = WatchSet([
        Watched(id: Fleet.context, label: Fleet.label, isProduction: true)
      ])
      let id = Fleet.active[0].id
      $0.dialog = CancelDialog(
        tasks: [id], shown: Fleet.shown, word: id.identifier)
    },
    Scene("copy") { $0.dialog = CopyMenu(task: Fleet.active[1].id) },
    Scene("leaving-form") {
      $0.dialog = LeavingQuestion(
        below: filledForm, reason: .unsent(identifier: "nightly-orders-2026-11-23"))
    },
    Scene("question") {
      let question = AskedQuestion(
        number: 1, text: "MFA code for arn:aws:iam::123456789012:mfa/ana",
        reason: "profile \"prod\" assumes the role arn:aws:iam::123456789012:role/export-operator")
      var dialog = QuestionDialog(question: question)
      dialog.typed = TextField("12345")
      $0.questions = [question]
      $0.dialog = dialog
    },
    Scene("form-empty") {
      $0.dialog = StartForm(site: Fleet.site, shown: Fleet.place)
    },
    Scene("form-problems") { $0.dialog = formWithProblems },
    Scene("form-confirm") { $0.dialog = StartQuestion(form: filledForm) },
    Scene("form-sent", sizes: ordinary) {
      var form = filledForm
      form.ticket = 1
      $0.dialog = form
    },
    Scene("form-refused", sizes: ordinary) {
      var form = filledForm
      form.refusal = (
        field: .iamRoleArn,
        message: "AWS refused it: the role rds-export-to-lake can't be found. Check the ARN."
      )
      form.filledFrom = Fleet.active[0].id.identifier
      $0.dialog = form
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

  private static let staleFeed = Fleet.feed {
    $0.lastAnswer = Fleet.minutesAgo(4.2)
    $0.nextPoll = .seconds(1008)
    $0.trouble = Fleet.trouble(.unreachable)
  }

  private static let pausedFeed = Fleet.feed {
    $0.lastAnswer = Fleet.minutesAgo(12)
    $0.isPaused = true
  }

  private static let readOnly = Settings(isReadOnly: true, isDemo: true)

  private static var filledForm: StartForm {
    var form = StartForm(site: Fleet.site, shown: Fleet.place)
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
    form.touched = Set(FieldProblem.Field.allCases)
    form.focus = .s3Prefix
    return form
  }
}

extension LeftOut {
  /// So many with each reason.
  static func counting(_ reasons: (String, Int)...) -> LeftOut {
    LeftOut(
      reasons.flatMap { reason, count in
        (0..<count).map { (name: "\(reason)-\($0)", reason: reason) }
      })
  }
}
