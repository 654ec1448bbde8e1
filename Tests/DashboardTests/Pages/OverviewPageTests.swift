import Canvas
import Foundation
import Ground
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// The overview and the wall say what runs, what failed and why.
@Suite struct OverviewPageTests {
  private func rows(_ script: Script) -> [String] {
    let frame = view(script.state, at: script.moment).frame
    return (0..<frame.size.rows).map(frame.text(row:))
  }

  private static let hour: TimeInterval = 3600

  private func failed(_ name: String, _ cause: String?, hoursAgo: Double) -> TrackedTask {
    task(name, .failed, ended: -hoursAgo * Self.hour) { $0.failureCause = cause }
  }

  private var night: Script {
    var ends = ProgressEvidence(samples: 9)
    ends.expectedEnd = Script.start.addingTimeInterval(600)
    return Script(
      [
        task("late", percent: 90), task("soon", percent: 20, started: -60, progress: ends),
        failed("a1", "The disk is full.", hoursAgo: 2), failed("b", nil, hoursAgo: 1),
        failed("a2", "The disk is full.", hoursAgo: 1),
        failed("old", "The disk is full.", hoursAgo: 25),
        task("done", .complete, ended: -60, gigabytes: 12),
      ], rows: 30, columns: 100)
  }

  @Test func `failures of the last day stand together by their cause, the most common first`() {
    var script = night
    script.press(.character("O"))
    let rows = rows(script).map { $0.trimmingCharacters(in: .whitespaces) }
    let first = rows.firstIndex(of: "2  The disk is full.") ?? -1
    #expect(first > 0 && rows[first + 1] == "a2, a1")
    #expect(rows[first + 2] == "1  AWS gives no cause" && rows[first + 3] == "b")
    #expect(rows.contains("1 export complete, 12 GB extracted in the last 24 h"))
    #expect(!rows.joined().contains("old"))
  }

  @Test func `what failed stands beside what runs, so that no width leaves it out`() {
    for columns in [40, 44, 80, 200] {
      var script = Script(night.state.list.rows.map(\.task), columns: columns)
      script.press(.character("O"))
      #expect(rows(script).joined().contains("failed in 24 h"), "\(columns)")
    }
  }

  @Test func `the next to finish comes first`() {
    var script = night
    script.press(.character("O"))
    let rows = rows(script)
    let (soon, late) = (
      rows.firstIndex { $0.contains("soon") && $0.contains("%") } ?? 0,
      rows.firstIndex { $0.contains("late") && $0.contains("%") } ?? 0
    )
    #expect(0 < soon && soon < late && rows[soon].contains("left"))
  }

  @Test func `it counts anew when an answer comes and when the day has passed`() {
    var script = night
    script.press(.character("O"))
    var memory = FrameMemory()
    func rows() -> String {
      let frame = view(script.state, at: script.moment, &memory).frame
      return (0..<frame.size.rows).map(frame.text(row:)).joined(separator: "\n")
    }
    #expect(rows().contains("2  The disk is full."))
    script.wait(.seconds(22 * 3600 + 60))
    #expect(rows().contains("1  The disk is full."))
    script.data([failed("new", "The disk is full.", hoursAgo: -22)])
    #expect(rows().contains("new"))
  }

  @Test func `tonight and when it will be through stand below the figures, the hour large`() {
    var script = night
    script.press(.character("O"))
    #expect(rows(script).contains { $0.contains("tonight (since") && $0.contains("of ") })
    #expect(rows(script).contains { $0.contains("≥ through, 1 unsure") })
    #expect(!rows(script).joined().contains("through ≥"), "it is said once")
    let low = Script(night.state.list.rows.map(\.task), rows: 17, columns: 100)
    script = low
    script.press(.character("O"))
    #expect(rows(script).joined().contains("tonight (since"))
  }

  @Test func `the export that runs for longest is named`() {
    var script = Script(
      [
        task("short", percent: 90, started: -60), task("long", percent: 20, started: -7200),
        task("over", .complete, started: -90_000, ended: -60),
      ], rows: 30, columns: 100)
    script.press(.character("O"))
    #expect(rows(script).contains { $0.contains("longest long  2 h 00 m") })
  }

  @Test func `causes can be read to their end on a narrow screen`() {
    let failures = (0..<12).map { failed("f\($0)", "Cause number \($0) of all.", hoursAgo: 1) }
    var script = Script(
      failures + (0..<9).map { task("r\($0)", percent: 5 * $0) }, rows: 24, columns: 80)
    script.press(.character("O"))
    var seen = Set(rows(script))
    for _ in 0..<60 {
      script.press(.down)
      seen.formUnion(rows(script))
    }
    for number in 0..<12 {
      #expect(seen.contains { $0.contains("Cause number \(number) of") }, "\(number)")
    }
    for number in 0..<9 { #expect(seen.contains { $0.contains(" r\(number) ") }) }
    #expect(rows(script).contains { $0.contains("12 exports complete") == false })
    let end = rows(script)
    script.press(.down)
    #expect(rows(script) == end, "the end is the end")
    script.press(.up)
    #expect(rows(script) != end)
    script.press(.character("g"))
    #expect(!rows(script).joined().contains("above"))
  }

  @Test func `what finds no room is counted in exports`() {
    let failures = (0..<20).map { failed("f\($0)", "Cause \($0 / 4).", hoursAgo: 1) }
    var script = Script(
      failures + (0..<20).map { (number: Int) in task("r\(number)", percent: number) }, rows: 24,
      columns: 80)
    script.press(.character("O"))
    let rows = rows(script)
    let more = rows.filter { $0.contains("… and ") }
    #expect(more.count == 2)
    let counts = more.compactMap { Int($0.split(separator: " ")[2]) }
    let shown = rows.count { $0.contains("▶ running ") && $0.contains("%") }
    #expect(shown > 0 && counts.first == 20 - shown)
    let causes = rows.count { $0.contains("Cause ") }
    #expect(counts.last == 20 - causes * 4)
  }

  @Test func `large digits have no lines that are not theirs, whatever the theme underlines`() {
    var script = night
    script.press(.character("W"))
    let theme = Theme(
      name: "", roles: [.statusFailed: Appearance(attributes: [.bold, .underline])])
    let frame = view(script.state, at: script.moment).frame
    var figures = 0
    for cell in frame.cells where "┏┓┗┛┃━╸╹╻".unicodeScalars.contains(cell.glyph.baseScalar ?? " ")
    {
      figures += 1
      #expect(!theme.appearance(of: cell.style).attributes.contains(.underline))
    }
    #expect(figures > 0)
    #expect(theme.appearance(of: Style(.statusFailed)).attributes.contains(.underline))
  }

  @Test func `a screen that is left on says that what it shows is old`() {
    var script = night
    script.press(.character("W"))
    #expect(!rows(script)[1].contains("stale"))
    script.wait(.seconds(600))
    #expect(rows(script)[1].contains("✖ stale for 10m"))
    let trouble = Trouble(
      kind: .unreachable, summary: "RDS can't be reached.", advice: "", since: script.moment.wall)
    let answered = script.moment.wall.addingTimeInterval(-600)
    script.data(script.state.list.rows.map(\.task), trouble: trouble) { $0.lastAnswer = answered }
    #expect(rows(script)[1].contains("RDS can't be reached."))
  }

  @Test func `digits stand five rows high where there is room, and a clock has its colon`() {
    #expect(BigNumber("12:40", .lines, unicode: true).lines.allSatisfy { $0.count == 17 })
    for size in [BigNumber.Size.lines, .blocks] {
      for unicode in [true, false] {
        let number = BigNumber("0123456789:", size, unicode: unicode)
        #expect(number.lines.count == size.rows)
        #expect(Set(number.lines.map(\.count)).count == 1)
        #expect(unicode || number.lines.allSatisfy { $0.allSatisfy(\.isASCII) })
      }
    }
    var script = Script(night.state.list.rows.map(\.task), rows: 60, columns: 200)
    script.press(.character("O"))
    #expect(rows(script)[2...6].count { $0.contains("██████") } >= 3)
  }

  @Test func `O and Esc lead back, W makes it a wall, and a wall has no keys of the list`() {
    var script = night
    script.press(.character("O"), .character("O"))
    #expect(script.state.page is ListPage)
    script.press(.character("O"), .escape)
    #expect(script.state.page is ListPage)
    script.press(.character("W"))
    #expect(script.state.isWall)
    script.press(.character("p"), .character("M"), .character("x"))
    #expect(!script.state.isPaused && script.state.dialog == nil && script.state.isWall)
    script.press(.character("W"))
    #expect(script.state.page is OverviewPage && !script.state.isWall)
    script.press(.character("W"), .character("q"))
    #expect(script.state.page is ListPage && script.effects.isEmpty)
  }

  @Test func `a wall shows no account and no ARN, wherever it stands`() {
    let cause =
      "The IAM role arn:aws:iam::123456789012:role/exports of 123456789012 is unknown to us"
    var script = Script([task("a", percent: 5), failed("b", cause, hoursAgo: 1)], columns: 160)
    script.data([
      task("a", .failed, ended: 1) { $0.failureCause = cause }, failed("b", cause, hoursAgo: 1),
    ])
    script.press(.character("O"))
    #expect(rows(script).joined().contains("arn:aws:iam::123456789012:role/exports"))
    #expect(rows(script)[0].contains("123456789012"))
    script.press(.character("W"))
    let shown = rows(script).joined()
    #expect(!shown.contains("123456789012") && !shown.contains("role/exports"))
    #expect(shown.contains("a failed: ") && shown.contains("prod · eu-west-1 · ••••••••••••"))
    #expect(!shown.contains("acknowledge") && !shown.contains("Esc"))
  }

  @Test func `a wall masks before it wraps`() {
    let key = "arn:aws:kms:eu-west-1:123456789012:key/1b2c3d4e-5f60-4718-92a3-b4c5d6e7f809"
    for columns in [46, 60, 80] {
      var script = Script(
        [failed("b", "The key \(key) is disabled.", hoursAgo: 1)], columns: columns)
      script.press(.character("W"))
      let shown = rows(script).joined()
      #expect(shown.contains("arn:") && !shown.contains("f809") && !shown.contains("1b2c"))
    }
  }

  @Test func `what isn't known yet is not called good`() {
    var script = Script()
    script.press(.character("O"))
    #expect(rows(script).joined().contains("No answer yet"))
    #expect(!rows(script).joined().contains("Nothing"))
    script.data([], hasSwept: true)
    #expect(rows(script).joined().contains("Nothing runs"))
  }

  @Test(arguments: [
    (
      "arn:aws:s3:::lake/x, 1234567890123 and 12345678901",
      "arn:\(dots(15)), 1234567890123 and 12345678901"
    ),
    ("in 123456789012.", "in \(dots(12))."), ("plain", "plain"), ("ünï 7", "ünï 7"),
  ])
  func `a mask is as wide as what it hides`(text: String, shown: String) {
    #expect(WallMask.masked(text, unicode: true) == shown)
    #expect(WallMask.masked(text, unicode: false).count == text.count)
  }

  private static func dots(_ count: Int) -> String { String(repeating: "•", count: count) }
}

extension Scene {
  static let overviews = [
    Scene("overview") { $0.page = OverviewPage() },
    Scene("overview-ascii", sizes: ordinary, abilities: Abilities(unicode: false, colours: .mono)) {
      $0.page = OverviewPage()
    },
    Scene("wall") { $0.page = OverviewPage(isWall: true) },
  ]
}
