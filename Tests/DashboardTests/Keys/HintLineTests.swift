import Canvas
import Testing
import Tracking

@testable import Dashboard

/// The hint line offers what can be done now, and nothing else.
@Suite struct HintLineTests {
  private func hints(_ script: Script) -> String {
    let frame = view(script.state, at: script.moment).frame
    return frame.text(row: frame.size.rows - 1)
  }

  @Test func `what is off has no hint`() {
    #expect(hints(Script(running("a"))).contains("x cancel"))
    #expect(!hints(Script([task("a", .failed)])).contains("x cancel"))
    #expect(!hints(Script()).contains("details"))
  }

  @Test func `Esc is offered with what it closes`() {
    var script = Script(running("a", "b", "c"), columns: 160)
    #expect(!hints(script).contains("Esc"))
    script.press(.character("/"))
    script.type("a")
    script.press(.enter)
    #expect(hints(script).contains("Esc clear filter"))
    script.press(.character(" "))
    #expect(hints(script).contains("Esc clear marks"))
    script.press(.escape)
    script.press(.character("V"))
    #expect(hints(script).contains("Esc take range back"))
    script.press(.escape, .escape)
    #expect(!hints(script).contains("Esc"))
    script.press(.enter, .enter)
    #expect(hints(script).contains("Esc close details"))
  }

  @Test func `a range that is being marked shows`() {
    var script = Script(running("a", "b", "c"))
    func line() -> String { view(script.state, at: script.moment).frame.text(row: 2) }
    script.press(.character(" "))
    #expect(line().contains("1 marked") && !line().contains("moving marks"))
    script.press(.character("V"))
    #expect(line().contains("moving marks"))
    script.press(.character("V"))
    #expect(!line().contains("moving marks"))
  }

  @Test func `a pause is taken back in plain words`() {
    var script = Script(running("a"), columns: 160)
    script.press(.character("p"))
    #expect(script.says("paused: p resumes"))
    #expect(hints(script).contains("p resume"))
    script.press(.character("p"))
    #expect(script.says("resumed"))
  }

  @Test func `a cancel that is off can't be read as one that failed`() {
    var script = Script([task("a", .failed)])
    script.press(.character("x"))
    #expect(script.said == ["cancel is off: the export has already failed"])
  }

  @Test func `w says what it added where it is out of sight`() {
    var script = Script(running("a"), columns: 80)
    script.press(.character("w"))
    #expect(script.said.contains { $0.contains("more columns at the right: →") })
    script = Script(running("a"), columns: 230)
    script.press(.character("w"))
    #expect(script.says("every column is in sight"))
  }

  @Test(arguments: [100, 200])
  func `where the keys go shows on the rules and headings`(columns: Int) {
    var script = Script(running("a", "b"), rows: 30, columns: columns)
    script.press(.enter)
    func roles(_ rect: Rect) -> Set<Role> {
      let frame = view(script.state, at: script.moment).frame
      var roles: Set<Role> = []
      for row in rect.origin.row..<rect.endRow {
        for column in rect.origin.column..<rect.endColumn {
          roles.insert(frame.cells[row * frame.size.columns + column].style.role)
        }
      }
      return roles
    }
    func details() -> Set<Role> { script.state.layout.details.map(roles) ?? [] }
    #expect(details().contains(.paneFocused) && !details().contains(.paneRule))
    #expect(!roles(script.state.layout.header).contains(.columnHeader))
    script.press(.enter)
    #expect(!details().contains(.paneFocused) && details().contains(.paneRule))
    #expect(roles(script.state.layout.header).contains(.columnHeader))
  }

  @Test func `nothing fades on the selected row`() {
    let script = Script(running("a", "b"), columns: 160)
    let frame = view(script.state, at: script.moment).frame
    func roles(_ line: Int) -> Set<Role> {
      let row = script.state.layout.list.origin.row + line
      return Set(
        (0..<158).filter {
          frame.cells[row * 160 + $0].glyph != .blank
        }.map { frame.cells[row * 160 + $0].style.role })
    }
    #expect(!roles(0).contains(.textMuted))
    #expect(roles(1).contains(.textMuted))
  }
}
