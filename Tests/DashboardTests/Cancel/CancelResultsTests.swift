import AWSCore
import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What is said of cancels after they were confirmed.
@Suite struct CancelResultsTests {
  private func bucket(_ name: String, _ status: ExportTaskStatus = .inProgress, data: Int?)
    -> TrackedTask
  {
    task(name, status) {
      $0.s3Bucket = "lake"
      $0.s3Prefix = "rds"
      $0.totalExtractedDataInGB = data
    }
  }

  private func answer(_ status: ExportTaskStatus) -> Result<ExportTask, ExportTasksError> {
    var task = ExportTask(exportTaskIdentifier: "any")
    task.status = status
    return .success(task)
  }

  private func screen(_ script: Script) -> String {
    let frame = view(script.state, at: script.moment).frame
    // Whatever the width, without the panel's edges.
    let rows = (0..<frame.size.rows).map { frame.text(row: $0) }
    return rows.joined(separator: " ").split { " │".contains($0) }.joined(separator: " ")
  }

  @Test func `the question says what stays, where, and how old that is`() {
    var script = Script([bucket("orders", data: 31)])
    script.wait(.seconds(12))
    script.press(.character("x"))
    let text = screen(script)
    #expect(text.contains("isn't removed: 31 GB so far"))
    #expect(text.contains("s3://lake/rds/orders/"))
    #expect(text.contains("This is how it was 10s ago."))
  }

  @Test func `several say how much that is in all`() {
    var script = Script([bucket("a", data: 31), bucket("b", data: 11), bucket("c", data: nil)])
    script.press(.character("*"), .character("x"))
    #expect(screen(script).contains("isn't removed: 42 GB so far."))
  }

  @Test func `several stay on a page, a line each, until it is closed`() {
    var script = Script([
      bucket("a", data: 31), bucket("b", data: 11), bucket("c", data: 1), bucket("d", data: 1),
    ])
    script.press(.character("*"), .character("x"))
    script.data([
      bucket("a", data: 31), bucket("b", data: 11), bucket("c", data: 1),
      bucket("d", .complete, data: 1),
    ])
    script.typeWord("cancel 4")
    script.press(.control("y"))
    #expect(script.cancels == [id("a"), id("b"), id("c")])
    script.answerCancel(of: id("a"), answer(.canceling))
    script.answerCancel(of: id("b"), answer(.canceling))
    let fault = ServiceFault(code: "AccessDenied", message: "not yours", status: 403)
    script.answerCancel(of: id("c"), .failure(.call(.service(fault))))
    script.data([
      bucket("a", .canceled, data: 33), bucket("b", .complete, data: 40), bucket("c", data: 1),
      bucket("d", .complete, data: 1),
    ])
    script.idle(.seconds(60))
    script.press(.character("z"))
    let text = screen(script)
    #expect(
      text.contains(
        "Cancel of 4 exports: 1 canceled, 1 ended otherwise, 1 left out, 1 refused"))
    #expect(text.contains("a canceled: 33 GB stay in s3://lake/rds/a/"))
    #expect(text.contains("b complete before it was canceled"))
    #expect(text.contains("not yours"))
    #expect(text.contains("d nothing was done: already complete"))
    #expect(script.said.isEmpty, "the page says it all")
    script.press(.escape)
    #expect(script.state.dialog == nil)
  }

  @Test func `one is followed to its end`() {
    var script = Script([bucket("orders", data: 31)])
    script.press(.character("x"), .control("y"))
    script.answerCancel(of: id("orders"), answer(.canceling))
    #expect(script.says("AWS is canceling orders"))
    script.data([bucket("orders", .canceling, data: 31)])
    #expect(!script.says("orders is canceled"))
    script.data([bucket("orders", .canceled, data: 32)])
    #expect(script.says("orders is canceled: 32 GB stay in s3://lake/rds/orders/"))
    script.idle(.seconds(60))
    script.data([bucket("orders", .canceled, data: 32)])
    #expect(script.said.isEmpty, "it is told once")
  }

  @Test func `an end that was seen before AWS's answer came is told as well`() {
    var script = Script([bucket("orders", data: 31)])
    script.press(.character("x"), .control("y"))
    script.data([bucket("orders", .complete, data: 40)])
    script.answerCancel(of: id("orders"), answer(.canceling))
    #expect(script.says("orders was complete before it was canceled"))
  }

  @Test func `an end of its own, without a cancel, is not told as one`() {
    var script = Script([bucket("orders", data: 31)])
    script.data([bucket("orders", .canceled, data: 31)])
    #expect(script.said.isEmpty)
  }

  @Test func `of results that don't fit, how many are out of sight is said with the keys`() {
    var script = Script(
      (10..<50).map { task("export-\($0)") }, settings: Settings(maxActions: 40))
    script.press(.character("*"), .character("x"), .control("y"))
    script.type("cancel 40")
    script.press(.control("y"))
    #expect(script.state.dialog is CancelResults)
    #expect(script.screen.contains(" more") && !script.screen.contains(" above"))
    script.press(.end)
    #expect(script.screen.contains(" above") && !script.screen.contains(" more"))
    #expect(script.screen.contains("export-10") != script.screen.contains("export-49"))
  }

  @Test func `a star marks what is listed, and nothing else`() {
    var script = Script([bucket("lake-a", data: 1), bucket("b", data: 1), bucket("c", data: 1)])
    script.press(.character("/"))
    script.type("lake-a")
    script.press(.enter, .character("*"))
    #expect(script.marked == ["lake-a"])
    script.press(.character("*"))
    #expect(script.marked == [])
  }

  @Test func `where the filter hides all that is marked, nothing is asked`() {
    var script = Script([bucket("orders", data: 1), bucket("users", data: 1)])
    script.press(.character(" "), .character("/"))
    script.type(script.marked.contains("orders") ? "users" : "orders")
    script.press(.enter, .character("x"))
    #expect(script.cancelDialog == nil)
    #expect(script.says("hidden by the filter"))
  }
}
