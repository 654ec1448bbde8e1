import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct DetailsPageTests {
  private func rows(_ script: Script) -> [String] {
    let frame = view(script.state, at: script.moment).frame
    return (0..<frame.size.rows).map { frame.text(row: $0) }
  }

  /// A task whose cause is longer than any pane.
  private var long: Script {
    let words = (1...400).map { "word\($0)" }.joined(separator: " ")
    return Script([task("nightly", .failed, percent: 3) { $0.failureCause = words }, task("other")])
  }

  @Test func `the details fill the screen, and the list is as it was afterwards`() {
    var script = long
    script.press(.down, .up)
    let before = rows(script)
    script.press(.character("Z"))
    #expect(script.state.place == .page)
    #expect(rows(script)[1].contains("nightly") || rows(script)[1].contains("other"))
    #expect(!rows(script).contains { $0.contains("IDENTIFIER") })
    script.press(.tab)
    #expect(rows(script)[1].contains("[json]"))
    script.press(.character("q"))
    #expect(script.state.place == .list)
    #expect(rows(script) == before)
  }

  @Test func `a search goes from match to match, round the end, and back`() throws {
    var script = long
    script.press(.character("G"), .character("Z"), .character("/"))
    #expect(script.state.place == .search)
    script.type("WORD39")
    script.press(.enter)
    #expect(script.state.place == .page)
    let page = try #require(script.state.page as? DetailsPage)
    let first = try #require(page.reader.found)
    #expect(rows(script).contains { $0.contains("word39") })
    #expect(rows(script).contains { $0.contains("/ word39") && $0.contains("11 matches") })
    script.press(.character("n"))
    let second = try #require((script.state.page as? DetailsPage)?.reader.found)
    #expect(second > first)
    script.press(.character("N"))
    #expect((script.state.page as? DetailsPage)?.reader.found == first)
    script.press(.character("N"), .character("n"))
    #expect((script.state.page as? DetailsPage)?.reader.found == first)
  }

  @Test func `the last line is reached while something is searched for`() {
    var script = long
    script.press(.character("G"), .character("Z"), .character("2"), .character("G"))
    /// The closing brace of the JSON.
    func isEndInSight() -> Bool {
      rows(script).contains { $0.split(separator: " ").first == "}" }
    }
    #expect(isEndInSight())
    script.press(.character("/"))
    script.type("word1")
    script.press(.enter, .character("g"))
    #expect(!isEndInSight())
    script.press(.character("G"))
    #expect(isEndInSight())
  }

  @Test func `a search goes on in the page that is turned to, from its beginning`() {
    var script = long
    script.press(.character("G"), .character("Z"))
    #expect(script.state.reasonDisabled(.nextMatch) == "nothing is searched for")
    script.press(.character("/"))
    script.type("exporttaskid")
    script.press(.enter)
    let json = { (script: Script) in rows(script).contains { $0.contains("ExportTaskIdentifier") } }
    #expect(rows(script).contains { $0.contains("not found") }, "the overview doesn't name members")
    script.press(.tab)
    #expect(json(script))
    #expect(rows(script).contains { $0.contains("1 match") })
    #expect(script.state.reasonDisabled(.nextMatch) == nil)
    script.press(.character("G"), .character("n"))
    #expect(json(script))
    #expect((script.state.page as? DetailsPage)?.reader.found != nil)
    script.press(.backTab)
    #expect((script.state.page as? DetailsPage)?.reader.found == nil)
    #expect(rows(script).contains { $0.contains("not found") })
  }

  @Test func `what is not there is said, and what is typed starts nothing`() {
    var script = long
    script.press(.character("Z"), .character("/"))
    script.type("xyq nothing")
    #expect(script.state.dialog == nil)
    script.paste("more\n")
    script.press(.enter)
    #expect(rows(script).contains { $0.contains("not found") })
    script.press(.character("n"))
    #expect(rows(script).contains { $0.contains("not found") })
    script.press(.character("/"))
    script.press(.escape)
    #expect(script.state.place == .page)
  }

  @Test func `the page scrolls to its last line and no further, with ASCII alone as well`() {
    for unicode in [true, false] {
      var script = long
      script.state.abilities = Abilities(unicode: unicode)
      script.press(.character("G"), .character("Z"), .character("G"))
      #expect(rows(script).contains { $0.contains("word400") })
      let last = (script.state.page as? DetailsPage)?.reader.top
      script.press(.character("j"), .pageDown)
      #expect((script.state.page as? DetailsPage)?.reader.top == last)
    }
  }

  @Test func `what the menu of actions offers on the page, it does`() {
    var script = long
    script.press(.character("Z"), .character("a"))
    let entries = ActionsMenu.entries(script.state)
    let index = entries.firstIndex { $0.action == .search } ?? 0
    for _ in 0..<index { script.press(.down) }
    script.press(.enter)
    #expect(script.state.place == .search)
  }

  @Test func `cancel asks on the page too, and nothing is canceled by a letter`() {
    var script = Script(running("a", "b"))
    script.press(.character("Z"), .character("x"))
    #expect(script.state.dialog is CancelDialog)
    script.press(.character("y"))
    #expect(script.state.dialog == nil)
    #expect(script.cancels == [])
    #expect(script.state.place == .page)
  }
}
