import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

extension Script {
  /// Selects a context on the page of contexts.
  mutating func select(_ number: Int) {
    press(.home)
    for _ in 0..<state.roster.contexts.count
    where state.contextsPage?.selected != ContextID(number) { press(.down) }
  }
}

@Suite struct ContextsPageTests {
  private func opened(_ count: Int = 3, rows: Int = 24, columns: Int = 120) -> Script {
    var script = Several.script(count, rows: rows, columns: columns)
    script.press(.home, .character("P"))
    return script
  }

  @Test func `P lists the contexts with their lights, counts and troubles`() {
    var script = opened()
    script.answer(
      2,
      trouble: Trouble(
        kind: .expired, summary: "The token has expired.", advice: "Log in.", since: Script.start))
    script.standBy(4, behind: 1, of: 1)
    let rows = script.rows()
    #expect(rows[1].contains("4 contexts"))
    #expect(rows[3].contains("● live") && rows[3].contains("prod"))
    #expect(rows[3].contains("▶ 2") && rows[3].contains("✖ 1") && rows[3].contains("111111111111"))
    #expect(rows[4].contains("✖ stale") && rows[4].contains("The token has expired"))
    #expect(rows[6].contains("stands by") && rows[6].contains("prod asks for both"))
  }

  @Test(arguments: [Key.enter, .character(" ")])
  func `a context is hidden, with its rows and counts, and shown again`(key: Key) {
    var script = opened()
    script.select(2)
    script.press(key)
    #expect(script.names.filter { $0.hasSuffix("-2") } == [])
    #expect(script.state.counts.total == 6)
    #expect(script.rows()[4].contains("hidden"))
    #expect(script.rows()[0].contains("1 hidden"))
    // What comes meanwhile stays out of the list.
    script.answer(2, running: 3)
    #expect(script.state.counts.total == 6)
    script.press(key)
    #expect(script.names.count { $0.hasSuffix("-2") } == 4)
    #expect(script.state.counts.total == 10)
    #expect(script.effects == [])
  }

  @Test func `a site is there while one of its contexts is shown`() {
    var script = opened()
    script.standBy(4, behind: 1, of: 1)
    script.select(1)
    script.press(.enter)
    #expect(script.names.count { $0.hasSuffix("-1") } == 3)
    // It is seen through the one that stands by, which the title names.
    #expect(script.rows()[0].contains("lab · us-east-1"), "\(script.rows()[0])")
    #expect(script.rows()[0].contains("+2 contexts, 1 hidden"))
    script.select(4)
    script.press(.enter)
    #expect(script.names.count { $0.hasSuffix("-1") } == 0)
    script.press(.enter)
    #expect(script.names.count { $0.hasSuffix("-1") } == 3)
  }

  @Test func `o shows one alone, and then all that were shown before`() {
    var script = opened(4)
    script.select(3)
    script.press(.enter)
    script.select(2)
    script.press(.character("o"))
    #expect(Set(script.state.list.rows.map(\.task.siteID.number)) == [2])
    script.select(4)
    script.press(.character("o"))
    #expect(Set(script.state.list.rows.map(\.task.siteID.number)) == [4])
    script.press(.character("o"))
    #expect(Set(script.state.list.rows.map(\.task.siteID.number)) == [1, 2, 4])
  }

  @Test func `with every context hidden the list says so`() {
    var script = opened(2)
    for number in [1, 2] {
      script.select(number)
      script.press(.enter)
    }
    script.press(.escape)
    #expect(script.rows().contains { $0.contains("every context is hidden") })
    #expect(script.rows().contains { $0.contains("P shows them") })
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)])
  func `two hundred contexts scroll, and are found by name, account and state`(
    columns: Int, rows: Int
  ) {
    var script = opened(200, rows: rows, columns: columns)
    script.press(.end)
    #expect(script.state.contextsPage?.selected == ContextID(200))
    #expect(script.rows().contains { $0.hasPrefix("▌") && $0.contains("account-200") })
    script.press(.home)
    #expect(script.rows().contains { $0.hasPrefix("▌") && $0.contains("prod") })
    script.press(.character("/"))
    script.type("t-117")
    #expect(script.state.place == .search)
    #expect(script.state.contextsPage?.selected == ContextID(117))
    script.press(.enter)
    #expect(script.rows().count { $0.contains("account-1") && $0.contains("● live") } == 1)
    script.press(.escape)
    #expect(script.rows().count { $0.contains("live") } > 2)
    script.answer(
      150, trouble: Trouble(kind: .denied, summary: "no", advice: "", since: Script.start))
    script.press(.character("/"))
    script.type("stale")
    #expect(script.state.contextsPage?.selected == ContextID(150))
    script.press(.escape, .escape)
    #expect(script.state.place == .list)
  }

  // MARK: Adding and removing

  private static let found = [
    WatchRequest(profile: "audit", region: "eu-north-1"), WatchRequest(profile: "prod"),
  ]

  @Test(arguments: [Key.character("+"), .character("n")])
  func `a profile is found by typing, then a region, and is watched`(key: Key) {
    var script = opened()
    script.press(key)
    #expect(script.effects == [.findProfiles])
    #expect(script.rows().contains { $0.contains("reading AWS's configuration files") })
    script.send(.foundProfiles(Self.found, problem: nil))
    script.type("aud")
    script.press(.enter, .enter)
    #expect(script.effects == [.watch(WatchRequest(profile: "audit"))])
    #expect(script.state.place == .contexts)
    let label = ContextLabel(profile: "audit", region: "eu-north-1")
    script.send(.watched(Watched(id: ContextID(8), label: label)))
    #expect(script.says("audit is watched from now on"))
    #expect(script.state.contextsPage?.selected == ContextID(8))
    #expect(script.rows().contains { $0.contains("audit") && $0.contains("connecting") })
  }

  @Test func `a region is picked or typed whole`() {
    for (typed, region) in [("us-west-2", "us-west-2"), ("xx-new-3", "xx-new-3")] {
      var script = opened()
      script.press(.character("+"))
      script.send(.foundProfiles(Self.found, problem: nil))
      script.type("audit")
      script.press(.enter)
      script.type(typed)
      script.press(.enter)
      #expect(script.effects == [.watch(WatchRequest(profile: "audit", region: region))])
    }
    var script = opened()
    script.press(.character("+"))
    script.send(.foundProfiles(Self.found, problem: nil))
    script.press(.enter)
    script.type("no region")
    script.press(.enter)
    #expect(script.effects == [])
    #expect(script.state.place == .pick)
    script.press(.escape, .escape)
    #expect(script.state.place == .contexts)
  }

  @Test func `what is watched already is shown, not watched twice`() {
    var script = opened()
    script.select(1)
    script.press(.enter, .character("+"))
    script.send(.foundProfiles(Self.found, problem: nil))
    script.type("prod")
    script.press(.enter)
    script.type("eu-west-1")
    script.press(.enter)
    #expect(script.effects == [])
    #expect(script.says("prod is watched already"))
    #expect(script.names.contains("r0-1"))
  }

  @Test func `files that can't be read say why`() {
    var script = opened()
    script.press(.character("+"))
    script.send(.foundProfiles([], problem: "~/.aws/config can't be read: permission denied"))
    #expect(script.rows().contains { $0.contains("permission denied") })
  }

  @Test func `what was added is removed without a question, and its late answers change nothing`() {
    var script = opened()
    script.send(.watched(Watched(id: ContextID(4), label: Several.label(4))))
    script.answer(4)
    #expect(script.state.counts.total == 12)
    script.select(4)
    script.press(.character("x"))
    #expect(script.effects == [.unwatch(ContextID(4))])
    #expect(script.state.counts.total == 9)
    #expect(script.names.filter { $0.hasSuffix("-4") } == [])
    #expect(script.says("lab is not watched any more; nothing changed in AWS"))
    #expect(script.state.contextsPage?.selected == ContextID(3))
    script.answer(4)
    #expect(script.state.counts.total == 9)
    #expect(script.state.roster.contexts.count == 3)
  }

  @Test func `what was named at the start is not removed, and says why`() {
    var script = opened()
    script.press(.character("x"))
    #expect(script.effects == [])
    #expect(script.says("it was named at the start: hide it instead"))
  }

  @Test func `of long names that are alike both ends and the notes are in sight`() {
    for columns in [50, 80, 120] {
      var script = Several.script(2, columns: columns)
      script.press(.character("P"), .character("+"))
      let long = "organisation-data-platform-analytics-replication-production-account"
      let names = ["\(long)-eu", "\(long)-us"]
      script.send(
        .foundProfiles(names.map { WatchRequest(profile: $0, region: "eu-west-1") }, problem: nil))
      let shown = script.rows().filter { $0.contains("organisation") }
      #expect(shown.count == 2, "\(columns)")
      #expect(shown.first?.contains("-eu ") == true && shown.last?.contains("-us ") == true)
      #expect(shown.allSatisfy { $0.contains("eu-west-1") && $0.contains("…") })
    }
  }

  @Test func `the demo adds nothing, and says why`() {
    var script = opened()
    script.state.settings.isDemo = true
    script.press(.character("+"))
    #expect(script.effects == [])
    #expect(script.says("the demo has no profiles"))
  }
}
