import Canvas
import Foundation
import RDSExports
import Support
import Testing
import Tracking

@testable import Dashboard

/// How a task moved and the last runs of its series, in its details.
@Suite struct ChartTests {
  /// Half of the work in the first quarter of an hour, the other half in three.
  private static let slowing: [ProgressSample] =
    (0...10).map { step in
      let seconds = step <= 5 ? Double(step) * 180 : 900 + Double(step - 5) * 540
      return ProgressSample(
        at: Script.start.addingTimeInterval(seconds - 3600), percent: step * 10,
        gigabytes: step * 20)
    }

  private static func moving(_ samples: [ProgressSample], started: TimeInterval = -3600)
    -> TrackedTask
  {
    var progress = ProgressEvidence(
      expectedEnd: Script.start.addingTimeInterval(1200),
      lastMovement: Script.start.addingTimeInterval(-30), usualRest: 900, samples: samples.count)
    progress.course = samples
    return task("moving", percent: 80, started: started, gigabytes: 160, progress: progress)
  }

  private func movement(
    _ samples: [ProgressSample], started: TimeInterval = -3600
  ) throws -> TaskMovement {
    try #require(
      TaskMovement(
        of: Self.moving(samples, started: started), known: Script.start,
        expectedEnd: Script.start.addingTimeInterval(1200)))
  }

  private func date(_ seconds: Double) -> Date { Script.start.addingTimeInterval(seconds) }

  @Test func `between two movements it is on the line between them, and then it stands`() throws {
    let movement = try movement(Array(Self.slowing.prefix(9)))
    #expect(movement.percent(at: date(-3600 + 450)) == 25)
    #expect(movement.percent(at: date(-2700 + 270)) == 55)
    #expect(movement.percent(at: date(-1080)) == 80)
    #expect(movement.percent(at: date(0)) == 80)
    #expect(movement.percent(at: date(1)) == nil)
    #expect(movement.expectedPercent(at: date(600)) == 90)
    #expect(movement.expectedPercent(at: date(-600)) == nil)
    #expect(movement.span == date(-3600)..<date(1200))
  }

  @Test func `the rate follows a task that slows down, and falls to nothing where it stands`()
    throws
  {
    let movement = try movement(Array(Self.slowing.prefix(9)))
    let early = try #require(movement.rate(from: date(-3500), to: date(-3000)))
    let late = try #require(movement.rate(from: date(-2500), to: date(-2000)))
    #expect(abs(early - 400) < 1 && abs(late - 400 / 3) < 1)
    #expect(movement.rate(from: date(-600), to: date(-300)) == 0)
    #expect(movement.rate(from: date(100), to: date(200)) == nil)
  }

  @Test func `what nobody has seen is not drawn`() throws {
    let late = Array(Self.slowing.suffix(6).prefix(4))
    let movement = try movement(late)
    #expect(movement.seenFrom == date(-2700))
    #expect(movement.percent(at: date(-3000)) == nil)
    #expect(movement.span.lowerBound == date(-3600))
    let task = Self.moving([Self.slowing[3]])
    #expect(TaskMovement(of: task, known: date(0), expectedEnd: nil) == nil)
  }

  @Test func `an area is as high as its values, and dots show what is foretold`() {
    let chart = AreaChart(
      values: [0, 0.01, 0.25, 0.5, 1, nil, nil], foretold: [nil, nil, nil, nil, nil, 0.6, 1],
      rows: 2)
    func text(_ unicode: Bool) -> [String] {
      chart.lines(.progressFill, unicode: unicode).map { $0.map(\.text).joined() }
    }
    #expect(text(true) == ["    █┄┄", " ▁▄██  "])
    #expect(text(false) == ["    #..", " _=##  "])
  }

  // MARK: On the screen

  /// Ten nights before tonight: one failed, one was canceled, the others took 40 to 49 minutes.
  private func series(_ tonight: TrackedTask? = nil) -> [TrackedTask] {
    let tonight = tonight ?? Self.nightly(0, .inProgress, minutes: 0)
    return [tonight]
      + (1...12).map { night in
        switch night {
        case 3: Self.nightly(night, .failed, minutes: 12)
        case 5: Self.nightly(night, .canceled, minutes: 20)
        default: Self.nightly(night, .complete, minutes: Double(40 + night % 10))
        }
      }
  }

  private static func nightly(_ nightsAgo: Int, _ status: ExportTaskStatus, minutes: Double)
    -> TrackedTask
  {
    let start = -Double(nightsAgo) * 86_400 - 1800
    return task(
      "nightly-\(1122 - nightsAgo)", status, percent: status == .complete ? 100 : 30,
      started: start, ended: status.isFinal ? start + minutes * 60 : nil, gigabytes: 40,
      source: "arn:aws:rds:eu-west-1:123456789012:cluster:orders")
  }

  private func details(
    _ tasks: [TrackedTask], columns: Int = 80, rows: Int = 60, unicode: Bool = true
  ) -> [String] {
    var script = Script(tasks, rows: rows, columns: columns)
    script.state.abilities = Abilities(unicode: unicode)
    script.press(.character("g"), .character("Z"))
    return script.rows()
  }

  @Test func `the last ten runs stand below tonight's, and none is older`() {
    let shown = details(series())
    let first = shown.firstIndex { $0.contains("Last runs") } ?? 0
    #expect(shown[first].contains("▶ 22 Nov") && shown[first].contains("30 m"))
    #expect(shown[first + 1].contains("✔ 21 Nov") && shown[first + 1].contains("41 m"))
    #expect(shown[first + 3].contains("✖ 19 Nov") && shown[first + 3].contains("failed"))
    #expect(shown[first + 3].contains("▒") && !shown[first + 3].contains("█"))
    #expect(shown[first + 5].contains("⊘ 17 Nov") && shown[first + 5].contains("░"))
    #expect(shown[first + 10].contains("12 Nov"))
    #expect(!shown.contains { $0.contains("11 Nov") })
    #expect(shown[first + 11].contains("┊ usual 4"))
  }

  @Test func `bars are as long as their runs`() {
    let shown = details(series())
    func length(_ day: String) -> Int {
      shown.first { $0.contains(day) }?.count { "█▒░".contains($0) } ?? 0
    }
    #expect(length("13 Nov") > length("21 Nov") && length("21 Nov") > length("17 Nov"))
    #expect(length("17 Nov") > length("19 Nov") && length("19 Nov") > 0)
  }

  @Test func `of an older run, itself and those before it are shown`() {
    var script = Script(series(), rows: 60, columns: 80)
    script.press(.character("g"), .character("/"))
    script.type("nightly-1110")
    script.press(.enter, .character("Z"))
    #expect(script.rows().contains { $0.contains("10 Nov") || $0.contains("Last runs") } == false)
    script.press(.escape, .escape, .character("/"))
    script.type("nightly-1119")
    script.press(.enter, .character("Z"))
    let marked = script.rows().filter { $0.contains("▌") }
    #expect(marked.count == 1 && marked.first?.contains("19 Nov") == true)
  }

  @Test func `of several runs a day the hour is told`() {
    let hourly = (0..<4).map { number in
      task(
        "hourly-\(number)", .complete, started: -Double(number) * 3600 - 1800,
        ended: -Double(number) * 3600, source: "arn:aws:rds:eu-west-1:1:cluster:c")
    }
    let shown = details(hourly)
    #expect(shown.contains { $0.contains("22 Nov 11:30") })
    #expect(shown.contains { $0.contains("22 Nov 08:30") })
  }

  @Test func `charts stand beside the text where it is wide, and below one another else`() {
    let task = Self.moving(Array(Self.slowing.prefix(9)))
    let wide = details([task], columns: 200)
    #expect(wide.contains { $0.contains("Status") && $0.contains("Percent") })
    let narrow = details([task], columns: 80)
    let status = narrow.firstIndex { $0.contains("Status") } ?? 0
    let percent = narrow.firstIndex { $0.contains("Percent") } ?? 0
    let source = narrow.firstIndex { $0.contains("Source") } ?? 0
    #expect(status < percent && percent < source)
    #expect(narrow.contains { $0.contains("GB/h") && $0.contains("▁▂▃▄▅▆▇█".last ?? " ") })
    #expect(
      narrow.contains { $0.contains("11:00") && $0.contains("now") && $0.contains("≈ 12:20") })
  }

  @Test func `the runs find room beside the text and below it at every width`() {
    for columns in 60...200 {
      let shown = details(series(), columns: columns)
      #expect(shown.contains { $0.contains("Last runs") }, "\(columns)")
      let failed = shown.first { $0.contains("✖ 19 Nov") } ?? ""
      #expect(failed.contains("▒") && failed.contains("12 m"), "\(columns)")
    }
  }

  @Test func `without Unicode all of it is ASCII`() {
    for columns in [80, 200] {
      let shown = details(
        series(Self.nightly(0, .failed, minutes: 20)), columns: columns, unicode: false)
      #expect(shown.allSatisfy { $0.allSatisfy(\.isASCII) })
      #expect(shown.contains { $0.contains("Last runs") && $0.contains("xxx") })
      let moving = details([Self.moving(Self.slowing)], columns: columns, unicode: false)
      #expect(moving.allSatisfy { $0.allSatisfy(\.isASCII) })
      #expect(moving.contains { $0.contains("Percent") })
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `a frame is the same until it says that it is over`(seed: Seed) {
    var random = seed.generator("charts")
    for _ in 0..<20 {
      let first = Int.random(in: 0...4, using: &random)
      let samples = Array(Self.slowing[first...Int.random(in: first + 1...9, using: &random)])
      var script = Script(
        series(Self.moving(samples)), rows: 60, columns: random.pick([80, 120, 200]))
      script.press(.character("g"), .character("Z"))
      let (frame, due) = view(script.state, at: script.moment)
      let rest = ((due ?? script.moment.monotonic) - script.moment.monotonic).seconds
      #expect(rest >= 0.9, "no ticking")
      script.wait(.seconds(max(0, rest - 0.01) * Double.random(in: 0...1, using: &random)))
      let later = view(script.state, at: script.moment).frame
      #expect(later == frame)
    }
  }
}
