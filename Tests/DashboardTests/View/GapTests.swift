import Canvas
import Foundation
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What AWS gave and can't be read is said where it would stand, and in the details.
@Suite struct GapTests {
  private func odd(_ gaps: ExportTaskGap...) -> TrackedTask {
    task("odd") { $0.gaps = gaps }
  }

  private func text(_ script: Script) -> String {
    let frame = view(script.state, at: script.moment).frame
    return (0..<frame.size.rows).map(frame.text(row:)).joined(separator: "\n")
  }

  private static let every: [ExportTaskGap] = [
    ExportTaskGap(.percentProgress, .unreadable("99999999999999999999")),
    ExportTaskGap(.totalExtractedDataInGB, .unreadable("1e3")),
    ExportTaskGap(.taskStartTime, .unreadable("0000-01-01T00:00:00Z")),
    ExportTaskGap(.taskEndTime, .unreadable("soon")),
  ]

  @Test func `the row has a question mark in each such cell`() {
    var script = Script([task("odd") { $0.gaps = Self.every }], columns: 200)
    script.state.list.selected = nil
    let row = text(script).split(separator: "\n").first { $0.contains("odd") } ?? ""
    #expect(row.count { $0 == "?" } == 5)
    let plain = text(Script([task("odd")], columns: 200))
    #expect(!plain.contains { $0 == "?" } || plain.components(separatedBy: "?").count == 2)
  }

  @Test func `a complete task whose percentage can't be read has none`() {
    let gap = ExportTaskGap(.percentProgress, .unreadable("x"))
    let script = Script([task("done", .complete) { $0.gaps = [gap] }], columns: 120)
    #expect(!text(script).contains("100 %"))
  }

  @Test(arguments: [Key.enter, .character("J")])
  func `the details say what stood there, on every page that has values`(key: Key) {
    var script = Script([task("odd") { $0.gaps = Self.every }], rows: 60, columns: 120)
    script.press(key)
    for gap in Self.every { #expect(text(script).contains("can't be read: \(reason(gap))")) }
  }

  private func reason(_ gap: ExportTaskGap) -> String {
    if case .unreadable(let text) = gap.reason { text } else { "" }
  }

  @Test func `the details say that there is more of a text`() {
    var script = Script([odd(ExportTaskGap(.failureCause, .cut(bytes: 1_000_000)))], rows: 40)
    script.press(.enter)
    #expect(text(script).contains("AWS gave a FailureCause of 1000 KB"))
  }
}
