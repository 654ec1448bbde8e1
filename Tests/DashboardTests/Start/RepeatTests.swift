import Canvas
import Ground
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// Starting marked exports again.
@Suite struct RepeatTests {
  private static func night(_ name: String, _ status: ExportTaskStatus = .failed) -> TrackedTask {
    task("\(name)-2026-11-21", status, started: -40_000, ended: -30_000) {
      $0.s3Bucket = "lake-raw"
      $0.s3Prefix = "raw/2026/11/21"
      $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
      $0.kmsKeyId = "alias/export"
    }
  }

  private func marked(_ tasks: [TrackedTask], isProduction: Bool = false) -> Script {
    var script = Script(tasks, rows: 40, isProduction: isProduction)
    script.state.list.marks = Set(tasks.map(\.id))
    script.press(.character("c"))
    return script
  }

  private static let three = ["a", "b", "c"].map { night($0) }

  private func answer(
    _ script: inout Script, _ identifier: String, _ error: ExportTasksError? = nil
  ) {
    guard
      let ticket = script.state.acting.first(where: {
        $0.value.action.exportTaskIdentifier == identifier
      })?.key
    else {
      Issue.record("\(identifier) is not under way")
      return
    }
    var task = ExportTask(exportTaskIdentifier: identifier)
    task.status = .starting
    script.send(.acted(ticket: ticket, error.map { .failure($0) } ?? .success(task)))
  }

  @Test func `one question names what differs from each original`() {
    let script = marked(Self.three)
    #expect(script.screen.contains("Start 3 exports again?"))
    #expect(script.screen.contains("a-2026-11-22"))
    #expect(script.screen.contains("instead of a-2026-11-21"))
    #expect(script.screen.contains("s3-prefix raw/2026/11/22, was raw/2026/11/21"))
    #expect(script.effects == [])
  }

  @Test func `they are sent one after the other, and each result stands on a page`() {
    var script = marked(Self.three)
    script.press(.control("y"))
    #expect(script.starts.map(\.exportTaskIdentifier) == ["a-2026-11-22"])
    #expect(script.starts.first?.sourceArn == Self.three[0].sourceArn)
    answer(&script, "a-2026-11-22")
    #expect(script.starts.map(\.exportTaskIdentifier) == ["b-2026-11-22"])
    answer(&script, "b-2026-11-22", .modelled(.exportTaskLimitReached, Script.fault("Limit")))
    #expect(script.starts.map(\.exportTaskIdentifier) == ["c-2026-11-22"])
    script.press(.escape)
    answer(&script, "c-2026-11-22")
    #expect(script.starts == [])
    #expect(script.says("2 of 3 started, 1 not"))
    #expect(script.state.list.marks.isEmpty)
    #expect(script.state.acting.isEmpty)
  }

  @Test func `what has not ended is left out, and nothing at all says why`() {
    var script = marked(Self.three + [Self.night("d", .inProgress)])
    #expect(script.screen.contains("Start 3 exports again?"))
    #expect(script.screen.contains("1 marked export is left out"))
    script = marked([Self.night("d", .inProgress)])
    #expect(script.state.dialog == nil)
    #expect(script.says("it has not ended"))
  }

  @Test func `more than twenty are refused`() {
    let script = marked((0..<21).map { Self.night("n\($0)x") })
    #expect(script.state.dialog == nil)
    #expect(script.says("more than the 20"))
  }

  @Test func `production wants a word`() {
    var script = marked(Self.three, isProduction: true)
    script.press(.control("y"))
    #expect(script.starts == [])
    script.type("start 3")
    script.press(.control("y"))
    #expect(script.starts.count == 1)
  }

  @Test func `two of one source are warned of, and fresh names never meet`() {
    let twins = ["x-2026-11-20", "x-2026-11-21"].map { name in
      task(name, .failed, source: "arn:aws:rds:eu-west-1:123456789012:snapshot:x") {
        $0.s3Bucket = "lake-raw"
        $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
        $0.kmsKeyId = "alias/export"
      }
    }
    let script = marked(twins)
    #expect(script.screen.contains("x-2026-11-22-2"))
    #expect(script.screen.contains("Another of these exports the same source"))
  }

  @Test func `read-only is looked at again before each send`() {
    var script = marked(Self.three)
    script.press(.control("y"))
    script.state.settings.isReadOnly = true
    answer(&script, "a-2026-11-22")
    #expect(script.starts == [])
    #expect(script.screen.contains("not sent: read-only"))
  }
}
