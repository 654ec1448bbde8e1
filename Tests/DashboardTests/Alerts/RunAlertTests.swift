import Foundation
import Ground
import Listing
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// A run that is due and doesn't come is told, as one that fails is.
@Suite struct RunAlertTests {
  private let day: TimeInterval = 86_400
  /// Script.start is 2026-11-22 12:00 UTC.
  private let noon = Script.start

  /// Eight nights from 01:00 to 02:00; the last one was today's.
  private func nights(and more: TrackedTask...) -> [TrackedTask] {
    (0..<8).map { number in
      let ended = -10 * 3600 - day * Double(7 - number)
      return task("nightly-orders-\(1115 + number)", .complete, ended: ended) {
        $0.taskStartTime = noon.addingTimeInterval(ended - 3600)
        $0.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-\(1115 + number)"
      }
    } + more
  }

  private func run(_ status: ExportTaskStatus, began: TimeInterval, ended: TimeInterval? = nil)
    -> TrackedTask
  {
    task("nightly-orders-1123", status, ended: ended) {
      $0.taskStartTime = noon.addingTimeInterval(began)
      $0.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-1123"
    }
  }

  private func begun(at hours: Double = 0) -> Script {
    var script = Script()
    script.state.expected = ExpectedRuns([
      ExpectedSeries(series: "nightly-orders-*", by: TimeOfDay(written: "06:00") ?? .evening)
    ])
    script.wait(.seconds(hours * 3600))
    script.data(nights())
    return script
  }

  private func pass(_ script: inout Script, hours: Double, _ more: TrackedTask...) {
    script.wait(.seconds(hours * 3600))
    script.data(nights() + more)
    script.send(.input(.due))
  }

  private let missing = AlertKey(
    site: Script.place, subject: "nightly-orders-* rds:orders-*", kind: "missing",
    at: Date(timeIntervalSince1970: 0))

  @Test func `a run that doesn't come is told at its deadline, once`() throws {
    var script = begun()
    pass(&script, hours: 17.9)
    #expect(script.state.alerts.open.isEmpty)
    pass(&script, hours: 0.2)
    #expect(script.state.alerts.open.map(\.kind) == [.missing])
    #expect(script.state.alerts.open.first?.headline == "nightly-orders-* did not run")
    #expect(script.says("Nothing has begun: it had to be through by"))
    #expect(windowTitle(script.state).hasSuffix("1 exportdeck"))
    pass(&script, hours: 1)
    #expect(script.state.alerts.open.count == 1 && script.noted.count == 1)
  }

  @Test func `one that comes after all is no longer missing, and the next night is another`() {
    var script = begun()
    pass(&script, hours: 18.5)
    #expect(script.state.alerts.open.map(\.kind) == [.missing])
    pass(&script, hours: 1, run(.complete, began: 18.6 * 3600, ended: 19.2 * 3600))
    #expect(script.state.alerts.open.isEmpty)
  }

  @Test func `while nobody can tell, it stands, and is not told a second time`() {
    var script = begun()
    pass(&script, hours: 18.5)
    let said = script.noted.count
    script.wait(.seconds(120))
    script.data(nights()) { $0.mayHaveMissed = true }
    #expect(script.state.expected.rows.map(\.state).contains(.unknown))
    #expect(script.state.alerts.open.map(\.kind) == [.missing])
    pass(&script, hours: 0.1)
    #expect(script.state.alerts.open.map(\.kind) == [.missing] && script.noted.count == said)
    #expect(script.said.isEmpty)
  }

  @Test func `what is remembered of it waits until the runs are known`() {
    var script = Script()
    script.state.expected = ExpectedRuns([
      ExpectedSeries(series: "nightly-orders-*", by: TimeOfDay(written: "06:00") ?? .evening)
    ])
    script.wait(.seconds(19 * 3600))
    script.data(nights()) { $0.mayHaveMissed = true }
    script.send(
      .recalledAlerts(
        Script.place, RememberedAlerts(lastSeen: noon.addingTimeInterval(10 * 3600))))
    #expect(script.state.alerts.open.isEmpty)
    script.data(nights())
    #expect(script.state.alerts.open.map(\.kind) == [.missing])
  }

  @Test func `one that nobody acknowledged stays when the next night is waited for`() {
    var script = begun()
    pass(&script, hours: 18.5)
    pass(&script, hours: 20)
    #expect(script.state.alerts.open.map(\.kind) == [.missing])
    pass(&script, hours: 4)
    #expect(script.state.alerts.open.map(\.kind) == [.missing, .missing], "two nights")
  }

  @Test func `what is missing when the program begins is no news, unless it became so meanwhile`() {
    var script = begun(at: 19)
    script.send(.input(.due))
    #expect(script.state.alerts.open.isEmpty)
    script.send(
      .recalledAlerts(
        Script.place, RememberedAlerts(lastSeen: noon.addingTimeInterval(10 * 3600))))
    #expect(script.state.alerts.open.map(\.kind) == [.missing])
    let key = script.noted.first
    #expect(key?.subject == missing.subject && key?.kind == "missing")

    var again = begun(at: 20)
    let keys = Set([key].compactMap { $0 })
    again.send(
      .recalledAlerts(
        Script.place,
        RememberedAlerts(lastSeen: noon.addingTimeInterval(19 * 3600), told: keys, claimed: keys)))
    #expect(again.state.alerts.open.map(\.kind) == [.missing] && again.noted.isEmpty)
  }

  @Test func `one that runs past its deadline is late until it is through`() {
    var script = begun()
    let began = 17.5 * 3600
    pass(&script, hours: 18.5, run(.inProgress, began: began))
    #expect(script.state.alerts.open.map(\.kind).contains(.late))
    pass(&script, hours: 1, run(.complete, began: began, ended: 19 * 3600))
    #expect(!script.state.alerts.open.map(\.kind).contains(.late))
  }

  @Test func `a rule's filter asks the run before, and its contexts the site's`() throws {
    for (filter, contexts, count) in [
      ("orders", [], 1), ("stock", [], 0), ("orders", ["prod"], 1), ("", ["staging"], 0),
    ] as [(String, Set<String>, Int)] {
      var script = begun()
      script.state.alerts.watch.rules = [
        AlertRule(
          kinds: [.missing, .late], filter: try Filter.parse(filter), contexts: contexts)
      ]
      pass(&script, hours: 18.5)
      #expect(script.state.alerts.open.count == count, "\(filter) \(contexts)")
    }
  }
}
