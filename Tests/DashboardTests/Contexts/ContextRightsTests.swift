import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What may be done, and how it looks, is up to the selected row's context.
@Suite struct ContextRightsTests {
  private func script(select site: Int, change: (inout Watched) -> Void) -> Script {
    var script = Several.script(3, change: change)
    script.press(.home)
    for _ in 0..<9 where script.state.list.selected?.site != SiteID(site) { script.press(.down) }
    return script
  }

  @Test func `production is what its context says, in the title and in the question`() {
    for site in [1, 2] {
      var script = script(select: site) { $0.isProduction = $0.id == ContextID(2) }
      #expect(script.rows()[0].contains("PRODUCTION") == (site == 2))
      script.press(.character("x"))
      #expect(script.cancelDialog?.word.wanted == (site == 2 ? script.selected : nil))
    }
  }

  @Test func `a site is production if any of its contexts is`() {
    var script = Several.script(1) { $0.isProduction = false }
    script.state.watch[ContextID(2)] = Watched(
      id: ContextID(2), label: Several.label(2), isProduction: true)
    script.standBy(2, behind: 1, of: 1)
    #expect(script.state.isProduction(SiteID(1)))
  }

  @Test func `read-only holds where it was said, in hints, keys and at the end`() {
    for site in [1, 2] {
      var script = script(select: site) { $0.isReadOnly = $0.id == ContextID(2) }
      let isOff = site == 2
      #expect(script.state.isReadOnly(SiteID(site)) == isOff)
      #expect(script.rows()[0].contains("read-only") == isOff)
      #expect(script.rows()[23].contains("x cancel") != isOff)
      #expect((script.state.reasonDisabled(.cancel) == "read-only") == isOff)
      #expect((script.state.reasonDisabled(.start) == "read-only") == isOff)
      script.press(.character("x"))
      #expect((script.cancelDialog == nil) == isOff)
    }
  }

  @Test func `what failed in a read-only context isn't marked, and holds no other one back`() {
    var script = Several.script(3) { $0.isReadOnly = $0.id == ContextID(1) }
    script.press(.character("m"))
    #expect(script.marked.sorted() == ["failed-2", "failed-3"])
    #expect(script.says("1 more can't be started again: read-only"))
    // Wherever the selection is.
    script.press(.home)
    for _ in 0..<20 where script.state.list.selected?.site != SiteID(1) { script.press(.down) }
    script.state.list.marks.insert(id("failed-1", context: ContextID(1)))
    script.press(.character("c"))
    #expect(script.repeatQuestion?.lines.count == 2)
    #expect(script.repeatQuestion?.leftOut.named == ["failed-1: read-only"])
  }

  @Test func `marked tasks of a read-only context are left out, with the reason`() {
    var script = Several.script(3) { $0.isReadOnly = $0.id == ContextID(2) }
    script.state.list.marks = Set([1, 2, 3].map { id("r0-\($0)", context: ContextID($0)) })
    script.press(.character("x"))
    #expect(script.cancelDialog?.tasks.map(\.site.number).sorted() == [1, 3])
    #expect(script.cancelDialog?.word.wanted == "cancel 2")
    #expect(
      script.cancelDialog?.leftOut.named == ["r0-2: read-only"])
    script.typeWord("cancel 2")
    // Meanwhile it is forbidden there, too.
    script.state.watch[ContextID(3)]?.isReadOnly = true
    script.press(.control("y"))
    #expect(script.cancels == [id("r0-1", context: ContextID(1))])
    #expect(
      script.state.cancelOutcomes[id("r0-3", context: ContextID(3))]
        == .leftOut(because: "read-only"))
  }

  @Test func `a start goes nowhere that has become read-only`() {
    var script = Several.script(1)
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"))
    script.state.watch[ContextID(1)]?.isReadOnly = true
    script.press(.control("y"))
    #expect(script.starts == [])
    #expect(script.form?.refusal?.message.contains("read-only") == true)
  }

  @Test func `marked tasks whose context is hidden are left out, with the reason`() {
    var script = Several.script(2)
    script.state.list.marks = Set([1, 2].map { id("r0-\($0)", context: ContextID($0)) })
    script.press(.home, .character("P"))
    script.select(2)
    script.press(.enter, .escape, .character("x"))
    #expect(script.cancelDialog?.tasks == [id("r0-1", context: ContextID(1))])
    #expect(
      script.cancelDialog?.leftOut.named == ["r0-2: hidden with its context"])
  }

  // MARK: Themes

  private func themes(_ script: Script) -> [String] {
    script.effects.compactMap { if case .useTheme(let name) = $0 { name } else { nil } }
  }

  /// Answers as the program does.
  private func answer(_ script: inout Script) {
    for name in themes(script) { script.send(.theme(name: name, problem: nil)) }
  }

  @Test func `a context's own theme is on the screen while its row is selected`() {
    var script = Several.script(2) { if $0.id == ContextID(2) { $0.theme = "production" } }
    script.press(.home)
    var seen: [Int: Set<String>] = [:]
    for _ in 0..<5 {
      answer(&script)
      #expect(themes(script) == [])
      seen[script.state.list.selected?.site.number ?? 0, default: []].insert(
        script.state.themeShown)
      script.press(.down)
    }
    #expect(seen == [1: ["default"], 2: ["production"]])
    #expect(script.state.themeName == "default")
  }

  @Test func `a theme that can't be read is asked for once`() {
    var script = Several.script(1) { $0.theme = "gone" }
    script.press(.home)
    script.send(.theme(name: "gone", problem: "there is no theme gone"))
    #expect(script.says("there is no theme gone"))
    script.press(.down)
    #expect(themes(script) == [])
  }

  @Test func `a theme that is chosen counts for the others, and is seen while it is tried`() {
    var script = Several.script(1) { $0.theme = "mono" }
    script.press(.home)
    script.send(.theme(name: "mono", problem: nil))
    script.press(.character("t"), .down)
    #expect(themes(script) == ["light"])
    answer(&script)
    #expect(script.state.themeShown == "light")
    script.press(.enter)
    #expect(themes(script) == ["mono"])
    answer(&script)
    #expect(script.state.themeName == "light")
  }
}
