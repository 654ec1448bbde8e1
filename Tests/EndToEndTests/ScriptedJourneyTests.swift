import AWSCore
import Canvas
import Foundation
import RDSExports
import Simulator
import Support
import Synchronization
import Testing
import Tracking

@testable import Dashboard
@testable import exportdeck

/// The scripted program against the simulator, over real HTTP, by a clock that is turned by hand.
@Suite(.serialized) @MainActor struct `The program from key to AWS and back` {
  func opened(
    _ size: Size = Size(columns: 120, rows: 40),
    options: SimulatorOptions = SimulatorOptions(tasks: 40, seed: 1, speed: 60),
    settings: Settings = Settings()
  ) async throws -> ScriptedApp {
    let app = try await ScriptedApp(size: size, options: options, settings: settings)
    try await app.until("40 exports")
    try await app.until("the first sweep has ended") {
      app.state.snapshots.values.first?.feed.hasSwept == true
    }
    return app
  }

  /// The task of a status that is first in the list.
  func first(_ app: ScriptedApp, _ status: ExportTaskStatus) throws -> TrackedTask {
    try #require(app.state.list.rows.first { $0.task.task.status == status }?.task)
  }

  func select(_ app: ScriptedApp, _ id: TaskID) throws {
    app.press(.character("g"))
    for _ in 0..<app.state.list.rows.count where app.state.list.selected != id {
      app.press(.down)
    }
    #expect(app.state.list.selected == id)
  }

  @Test func `progress moves by itself`() async throws {
    let app = try await opened()
    let task = try first(app, .inProgress)
    func percent() -> Int? {
      app.state.snapshots.values.first?.tasks.first { $0.id == task.id }?.task.percentProgress
    }
    let before = try #require(percent())
    try await app.until("the percentage grows") { (percent() ?? 0) > before }
    await app.end()
  }

  @Test func `the selection holds by identity while rows come, go and change places`()
    async throws
  {
    let app = try await opened(
      options: SimulatorOptions(tasks: 40, seed: 3, speed: 400))
    let task = try first(app, .complete)
    try select(app, task.id)
    // Its line in the list: the band of an alert may come above it meanwhile.
    func line() -> Int? { app.state.list.selectedIndex.map { $0 - app.state.list.top } }
    let before = try #require(line())
    let order = app.state.list.rows.map(\.task.id)
    try await app.until("rows have changed places") {
      app.state.list.rows.map(\.task.id) != order
    }
    #expect(app.state.list.selected == task.id)
    #expect(line() == before)
    #expect(app.text.contains(task.id.identifier))
    await app.end()
  }

  @Test func `a stop that is read together with q did not end the program`() async throws {
    let app = try await opened()
    app.screen.type(.signal(SIGTSTP), .key(.character("q")))
    app.loop.turn()
    #expect(app.loop.isOver)
    #expect(app.loop.endedBy == nil)
    await app.end()
  }

  @Test func `the order is held for five seconds after a move`() async throws {
    let app = try await opened(
      options: SimulatorOptions(tasks: 40, seed: 3, speed: 400, arrivals: true))
    app.press(.down)
    let order = app.state.list.rows.map(\.task.id)
    for _ in 0..<12 {
      try await app.pass(.milliseconds(2500))
      #expect(app.state.list.rows.map(\.task.id) == order)
      app.press(.down)
    }
    try await app.until("the order is released") {
      app.state.list.rows.map(\.task.id) != order
    }
    await app.end()
  }

  @Test func `a canceled task goes through CANCELING to CANCELED`() async throws {
    let app = try await opened()
    let task = try first(app, .inProgress)
    try select(app, task.id)
    app.press(.character("x"))
    #expect(app.text.contains("isn't removed"))
    #expect(app.text.contains(SimulatorServer.accountID))
    app.press(.enter)
    #expect(app.state.dialog == nil)
    try await app.pass(.seconds(1))
    #expect(app.server.calls(of: "CancelExportTask") == 0)
    try select(app, task.id)
    app.press(.character("x"), .control("y"))
    func status() -> ExportTaskStatus? {
      app.state.snapshots.values.first?.tasks.first { $0.id == task.id }?.task.status
    }
    try await app.until("CANCELING") { status() == .canceling }
    try await app.until("CANCELED") { status() == .canceled }
    #expect(app.server.calls(of: "CancelExportTask") == 1)
    await app.end()
  }

  @Test func `read-only sends nothing, by whatever way`() async throws {
    let app = try await opened(settings: Settings(isReadOnly: true))
    let task = try first(app, .inProgress)
    try select(app, task.id)
    app.press(.character("x"), .control("y"), .escape, .character("n"), .escape)
    app.press(.character("c"), .control("s"), .control("y"), .escape)
    try await app.pass(.seconds(2))
    #expect(app.server.calls(of: "CancelExportTask") == 0)
    #expect(app.server.calls(of: "StartExportTask") == 0)
    await app.end()
  }

  @Test func `a clone of a finished export is started`() async throws {
    let app = try await opened(options: SimulatorOptions(tasks: 40, seed: 1, speed: 4000))
    try await app.until("a slot is free") { app.state.counts.active < 4 }
    try await app.pass(.seconds(6))
    let task = try #require(
      app.state.list.rows.first {
        $0.task.task.status == .complete && $0.task.task.sourceType == .snapshot
          && $0.task.task.warningMessage == nil
      }?.task)
    try select(app, task.id)
    app.press(.character("c"))
    guard let form = app.state.dialog as? StartForm else {
      Issue.record("no form is open:\n\(app.text)")
      return await app.end()
    }
    #expect(form.request.sourceArn == task.task.sourceArn)
    let identifier = form.request.exportTaskIdentifier
    #expect(identifier != task.id.identifier)
    for _ in FieldProblem.Field.allCases { app.press(.enter) }
    app.press(.control("y"))
    try await app.until("the new task is listed") {
      app.state.snapshots.values.first?.tasks.contains { $0.id.identifier == identifier } == true
    }
    #expect(app.server.calls(of: "StartExportTask") == 1)
    await app.end()
  }

  @Test func `a word that is read in one piece is one filter, whatever comes with it`() async throws
  {
    let app = try await ScriptedApp()
    try await app.until("complete")
    app.press(.character("/"))
    let letters = "failed-nothing".map { Input.key(.character($0)) }
    app.read(letters + [.woken], after: .milliseconds(10))
    #expect(app.state.filter.text == "failed-nothing")
    #expect(app.text.contains("0 of 40"))
    app.read(
      [.key(.control("u"))] + "adhoc".map { .key(.character($0)) } + [.key(.enter)], after: .zero)
    #expect(app.state.filter.editing == nil)
    #expect(app.state.filter.text == "adhoc")
    #expect(app.state.list.rows.allSatisfy { $0.task.identifier.contains("adhoc") })
    #expect(!app.state.list.rows.isEmpty)
    await app.end()
  }

  @Test func `a paste into the list does nothing, and into the filter goes as text`() async throws {
    let app = try await opened()
    let before = app.state.list.selected
    app.turn([.paste("arn:aws:rds:eu-west-1:123456789012:snapshot:x-y-q\n")])
    #expect(app.state.dialog == nil)
    #expect(app.state.list.selected == before)
    try await app.pass(.seconds(1))
    #expect(app.server.calls(of: "CancelExportTask") == 0)
    app.press(.character("/"))
    app.turn([.paste("status=failed")])
    #expect(app.state.filter.editing?.text == "status=failed")
    #expect(
      app.state.list.rows.allSatisfy { $0.isLeaving || $0.task.task.status == .failed })
    await app.end()
  }

  @Test func `a server that goes away leaves the rows, marked stale, and comes back`() async throws
  {
    let app = try await opened()
    let identifiers = Set(app.state.list.rows.map(\.task.id.identifier))
    var faults = Faults()
    faults.droppedConnections = .always
    app.server.set(faults)
    try await app.until("trouble is said") {
      app.state.snapshots.values.first?.feed.trouble?.kind == .unreachable
    }
    try await app.pass(.seconds(60))
    #expect(identifiers.isSubset(of: Set(app.state.list.rows.map(\.task.id.identifier))))
    #expect(app.text.contains("stale"))
    let running = try first(app, .inProgress)
    try select(app, running.id)
    app.press(.character("x"))
    #expect(
      app.text.contains(", 1m ago") && app.text.contains("this is how it was 1m ago"), "\(app.text)"
    )
    app.press(.escape)
    app.server.set(Faults())
    try await app.until("it is live again") {
      app.state.snapshots.values.first?.feed.trouble == nil
    }
    try await app.until("live")
    #expect(!app.text.contains("stale"))
    await app.end()
  }

  @Test func `it goes on by itself once credentials and a region appear`() async throws {
    let files = LateFiles()
    let app = try await ScriptedApp(
      environment: { _ in
        Environment(variables: [
          "HOME": "/home/anna", "AWS_EC2_METADATA_DISABLED": "true",
        ])
      }, files: files)
    try await app.until("~/.aws/config")
    #expect(app.text.contains("exportdeck demo"))
    #expect(app.text.lowercased().contains("region"))
    files.set([
      "/home/anna/.aws/config": """
      [default]
      region = eu-west-1
      endpoint_url = \(app.server.endpoint)
      """
    ])
    try await app.until("credentials are missed") {
      app.state.snapshots.values.first?.feed.trouble?.kind == .noCredentials
    }
    #expect(app.text.contains("exportdeck demo"))
    files.set([
      "/home/anna/.aws/config": """
      [default]
      region = eu-west-1
      endpoint_url = \(app.server.endpoint)
      """,
      "/home/anna/.aws/credentials": """
      [default]
      aws_access_key_id = \(SimulatorServer.accessKeyID)
      aws_secret_access_key = \(SimulatorServer.secretAccessKey)
      """,
    ])
    try await app.until("40 exports")
    await app.end()
  }

  @Test func `ETA is within 30 per cent of the truth after a quarter of the work`() async throws {
    var errors: [Double] = []
    for seed in 1...8 as ClosedRange<UInt64> {
      let app = try await ScriptedApp(
        options: SimulatorOptions(tasks: 12, seed: seed, speed: 60, arrivals: true))
      var judged: Set<TaskID> = []
      try await app.until("40 curves were watched") {
        for row in app.state.list.rows where !judged.contains(row.task.id) {
          let evidence = row.task.progress
          guard evidence.samples < 5 || evidence.expectedEnd != nil else { continue }
          if evidence.samples < 5 { #expect(evidence.expectedEnd == nil) }
          guard let eta = evidence.expectedEnd, (row.task.task.percentProgress ?? 0) >= 25,
            let truth = app.server.truth(of: row.task.id.identifier)
          else { continue }
          judged.insert(row.task.id)
          let rest = truth.end.timeIntervalSince(row.task.observedAt)
          guard rest > 5 else { continue }
          errors.append(abs(eta.timeIntervalSince(row.task.observedAt) - rest) / rest)
        }
        return judged.count >= 5
      }
      await app.end()
    }
    let median = errors.sorted()[errors.count / 2]
    print("ETA: median error \(Int((median * 100).rounded())) % over \(errors.count) curves")
    #expect(errors.count >= 20)
    #expect(median <= 0.30)
  }
}

/// Files that appear while the program runs.
final class LateFiles: FileAccess {
  private let texts = Mutex<[String: String]>([:])
  func set(_ new: [String: String]) { texts.withLock { $0 = new } }
  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    texts.withLock { $0[path].map { Array($0.utf8) } }
  }
  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    set([path: String(decoding: contents, as: UTF8.self)])
  }
}
