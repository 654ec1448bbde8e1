import Canvas
import Foundation
import Ground
import Listing
import Testing
import Tracking

@testable import Dashboard

/// What is wrong with a feed, and what it waits for, is readable whole and hides nothing.
@Suite struct FeedRemarksTests {
  private static let advice =
    "The credentials have expired: get new ones where these came from (`aws sso login --profile "
    + "production-data-platform` for SSO, or the keys in the environment)."

  private func trouble(_ advice: String = advice) -> Trouble {
    Trouble(
      kind: .expired,
      summary: "ExpiredToken: The security token included in the request is expired.",
      advice: advice, since: Script.start)
  }

  private func script(
    _ columns: Int, rows: Int = 24, advice: String = advice, waiting: Waiting? = nil
  ) -> Script {
    var script = Script(rows: rows, columns: columns)
    script.state.alerts.watch.rules = []
    let trouble = trouble(advice)
    let next = script.moment.monotonic + .seconds(8)
    script.data(many(40), trouble: advice.isEmpty ? nil : trouble) {
      $0.waiting = waiting
      $0.nextPoll = next
    }
    return script
  }

  private func rows(_ script: Script) -> [String] {
    let frame = view(script.state, at: script.moment).frame
    return (0..<frame.size.rows).map(frame.text(row:))
  }

  private func words(_ rows: some Sequence<String>) -> String {
    rows.joined(separator: " ").split(separator: " ").joined(separator: " ")
  }

  @Test(arguments: [80, 100, 120, 160, 200])
  func `advice is readable whole, between the filter and the headings`(columns: Int) {
    var script = script(columns, rows: 30)
    script.press(.character("/"))
    script.type("t0")
    let rows = rows(script)
    let heading = rows.firstIndex { $0.contains("IDENTIFIER") } ?? 0
    #expect(rows[2].contains("/ t0"))
    let lines = rows[3..<heading]
    let said = words(lines.map { $0.replacing("retry in 10 s", with: "") })
    #expect(said.contains("`aws sso login --profile production-data-platform` for SSO"))
    #expect(said.contains("The security token included in the request is expired"))
    #expect(lines.contains { $0.hasSuffix("retry in 10 s") })
    #expect(!said.contains("…"))
    #expect(rows[heading + 1].contains("t000"))
  }

  @Test(arguments: [(40, 10), (80, 24), (200, 60)])
  func `what is too long ends with the key that shows it whole`(columns: Int, rows count: Int) {
    let long = (0..<900).map { "word\($0)" }.joined(separator: " ")
    var script = script(columns, rows: count, advice: long)
    #expect(rows(script).contains { $0.contains("! shows it whole") })
    #expect(script.state.layout.listRows >= 4 || count < 24)
    #expect(rows(script).last?.contains("! what is wrong") == true)
    script.press(.character("!"))
    var seen: Set<String> = []
    for _ in 0..<400 {
      let shown = words(rows(script).map { $0.filter { !"│|┃".contains($0) } })
      seen.formUnion(shown.split(separator: " ").map(String.init))
      script.press(.down)
    }
    #expect((0..<900).allSatisfy { seen.contains("word\($0)") || seen.contains("word\($0).") })
    script.press(.escape)
    #expect(script.state.dialog == nil)
  }

  @Test func `nothing wrong takes no line and no key`() {
    var script = script(80, advice: "")
    #expect(script.state.layout.header.origin.row == 3)
    #expect(!rows(script).joined().contains("what is wrong"))
    script.press(.character("!"))
    #expect(script.says("nothing is wrong"))
  }

  @Test func `the selected row stays in sight while lines come and go`() {
    var script = script(80, advice: "")
    for _ in 0..<18 { script.press(.down) }
    #expect(script.line == script.state.layout.listRows - 1)
    script.data(many(40), trouble: trouble())
    #expect(script.line.map { $0 < script.state.layout.listRows } == true)
    #expect(rows(script).contains { $0.contains("▌  \(script.selected ?? "?")") })
    script.data(many(40))
    #expect(script.state.layout.header.origin.row == 3)
  }

  @Test func `neither does a list that was left at its top let them cover the selected row`() {
    var script = script(80, advice: "")
    for _ in 0..<18 { script.press(.down) }
    let selected = script.selected ?? "?"
    script.idle(.seconds(10))
    #expect(!script.state.list.isHeld && script.state.list.top == 0)
    for _ in 0..<2 {
      script.data(many(40), trouble: trouble())
      script.idle(.seconds(10))
      #expect(rows(script).contains { $0.contains("▌  \(selected)") })
      #expect(script.selected == selected)
    }
    script.data(many(40))
    #expect(script.state.list.top == 0)
    #expect(rows(script).contains { $0.contains("▌  \(selected)") })
  }

  @Test func `what is waited for is told with its limit, beside the rows and before the first`() {
    let waiting = Waiting(
      what: "the credential_process `aws-vault …` of profile \"prod\"", since: .seconds(997),
      limit: .seconds(60))
    let told =
      "waiting for the credential_process `aws-vault …` of profile \"prod\", 60 s at most"
    for advice in ["", Self.advice] {
      let rows = rows(script(80, rows: 32, advice: advice, waiting: waiting))
      #expect(words(rows.map { $0.replacing("<5 s so far", with: "") }).contains(told))
      #expect(rows.contains { $0.hasSuffix("<5 s so far") })
    }
    var first = Script(rows: 24, columns: 80)
    first.data([], hasSwept: false) {
      $0.lastAnswer = nil
      $0.waiting = waiting
    }
    #expect(words(rows(first)).contains(told))
    #expect(words(rows(first)).contains("◌ waiting"))
    #expect(!words(rows(first)).contains("reading exports"))
    first.press(.character("!"))
    #expect(words(rows(first)).contains("<5 s so far"))
  }

  @Test func `the time waited is drawn anew each five seconds, then each minute`() throws {
    let waiting = Waiting(what: "10.0.0.1:3128", since: .seconds(998), limit: .seconds(150))
    var script = Script(rows: 24, columns: 80)
    script.data([], hasSwept: false) {
      $0.lastAnswer = nil
      $0.waiting = waiting
    }
    func said(after seconds: Double) throws -> (String, Duration) {
      var moment = script.moment
      moment.monotonic = waiting.since + .seconds(seconds)
      moment.wall += seconds - 2
      let (frame, due) = view(script.state, at: moment)
      let row = (0..<24).map(frame.text(row:)).first { $0.contains("so far") }
      return (words([row ?? ""]), try #require(due) - waiting.since)
    }
    #expect(try said(after: 2).0 == "<5 s so far")
    #expect(try said(after: 5.5).0 == "5 s so far")
    #expect(try said(after: 5.5).1 <= .seconds(10))
    #expect(try said(after: 59).0 == "55 s so far")
    #expect(try said(after: 61).0 == "1 m so far")
    #expect(words(rows(script)).contains("2 m at most") || words(rows(script)).contains("2 m"))
  }
}
