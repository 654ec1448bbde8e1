import Canvas
import Foundation
import Ground
import RDSExports
import Support
import Testing
import Tracking

@testable import Dashboard
@testable import Listing

/// Whatever comes in whatever order, the list is the same as one that looks at every task each time.
@Suite struct ListTruthTests {
  private static let filters = [
    "", "status=failed,running", "t1", "!t2", "progress>=50", "status=stalled", "elapsed>1h",
    "age<2h", "started=today", "bucket~lake or data>20gb", "status!=stalled t1", "failed",
    "!stalled",
  ]

  @Test(.tags(.generated), arguments: Seed.run(), 0..<24)
  func `rows, selection and what waits are those of a list that counts everything anew`(
    seed: Seed, round: Int
  ) {
    var random = seed.generator("list \(round)")
    var bench = ListBench(rows: 6 + Int.random(in: 0..<20, using: &random))
    for context in 1...Int.random(in: 1...2, using: &random) {
      bench.see(Int.random(in: 0...120, using: &random), of: context, &random)
      bench.deliver(context)
    }
    for step in 0..<40 {
      bench.pass(&random)
      switch Int.random(in: 0..<12, using: &random) {
      case 0: bench.sort(by: random.pick(ColumnID.allCases), random.chance(0.5))
      case 1, 2: bench.filter(random.pick(Self.filters))
      case 3: bench.move(random.pick([Key.down, .up, .pageDown, .end, .home]))
      default:
        if random.chance(0.3) { bench.move(random.pick([Key.down, .pageDown])) }
        for context in bench.contexts {
          if random.chance(0.03) { bench.changeSite(of: context) }
          let count = random.chance(0.05) ? 90 : 6
          bench.see(Int.random(in: 0...count, using: &random), of: context, &random)
          // Snapshots that nobody took are united with the next.
          if random.chance(0.8) { bench.deliver(context, isWhole: random.chance(0.05)) }
        }
      }
      bench.check("round \(round), step \(step)")
    }
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<12)
  func `a filter that is typed, taken back and interrupted lists what a look at all would`(
    seed: Seed, round: Int
  ) {
    var random = seed.generator("typed \(round)")
    var bench = ListBench(rows: 20)
    for context in 1...Int.random(in: 1...2, using: &random) {
      bench.see(Int.random(in: 0...300, using: &random), of: context, &random)
      bench.deliver(context)
    }
    bench.script.press(.character("/"))
    for step in 0..<120 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0...5:
        let piece = random.pick([
          "t", "1", "2", " ", "!", "or ", "status=failed", "elapsed>1h", "stalled", "failed", "x",
          "status:complete",
        ])
        for letter in piece { bench.type(.character(letter)) }
      case 6...8: bench.type(.backspace)
      case 9: bench.type(.control("w"))
      default:
        let context = random.pick(bench.contexts)
        if random.chance(0.1) { bench.changeSite(of: context) }
        bench.see(Int.random(in: 0...4, using: &random), of: context, &random)
        bench.deliver(context, isWhole: random.chance(0.1))
        if random.chance(0.1) {
          bench.script.moment.utcOffset = random.pick([0, 7200])
          // A list of its own, new to all that was remembered.
          bench.see(70, of: 3, &random)
          bench.deliver(3)
        }
      }
      bench.checkRows("round \(round), step \(step)")
    }
  }
}

/// A list and its simple twin, fed with the same.
private struct ListBench {
  var script: Script
  private var simple = SimpleList()
  private var stores: [Int: Store] = [:]
  private var undelivered: [Int: Changes] = [:]
  private var sites = 0
  private var typedFilter = Filter.all

  init(rows: Int) {
    script = Script(rows: rows + 5)
    // A band that comes and goes changes how many rows there are.
    script.state.alerts.watch.rules = []
  }

  private var version = 0

  var contexts: [Int] { stores.keys.sorted() }

  private var setting: SimpleList.Setting {
    let state = script.state
    return SimpleList.Setting(
      sort: state.list.sort, filter: state.filter.active, isHeld: state.list.isHeld,
      isUntouched: state.list.isUntouched, isAtTop: state.list.isAtTop,
      height: state.layout.listRows, now: state.serverNow(script.moment), moment: script.moment,
      ranks: state.roster.ranks)
  }

  /// Some tasks are seen, new ones among them.
  mutating func see(_ count: Int, of context: Int, _ random: inout SeededGenerator) {
    var store = stores[context] ?? Store(site: SiteID(context))
    let now = script.moment.wall
    let tasks = (0..<count).map { _ in
      let known = Int.random(in: 0..<(store.count + 3), using: &random)
      return random.export(number: known, now: now.timeIntervalSince(Script.start))
    }
    store.merge(tasks, Observation(sentAt: now), seenAt: now, from: .fastLane)
    stores[context] = store
    let (_, changes) = snapshot(of: context)
    undelivered[context] = undelivered[context].map { $0.united(with: changes) } ?? changes
  }

  private mutating func snapshot(of context: Int) -> (Snapshot, Changes) {
    version += 1
    return stores[context]!.snapshot(
      of: ContextID(context), label: ContextLabel(profile: "p", region: "r"), site: Script.place,
      version: version, feed: Feed(lastAnswer: script.moment.wall, hasSwept: true))
  }

  mutating func deliver(_ context: Int, isWhole: Bool = false) {
    let (snapshot, changes) = snapshot(of: context)
    var all = undelivered[context].map { $0.united(with: changes) } ?? changes
    if isWhole { all.isWhole = true }
    undelivered[context] = nil
    script.send(.snapshot(snapshot, all))
    simple.take(Array(snapshot.tasks), of: snapshot.context, setting)
  }

  /// Another account answers.
  mutating func changeSite(of context: Int) {
    sites += 1
    stores[context] = Store(site: SiteID(10 + sites))
    undelivered[context] = nil
  }

  /// Some time goes by; what it ends is let go. What is filtered by age is true to five seconds.
  mutating func pass(_ random: inout SeededGenerator) {
    let isByAge = script.state.filter.active.reachOfTime == .everything
    script.wait(.seconds(Int.random(in: isByAge ? 5...90 : 0...12, using: &random)))
    script.send(.notice(.info, "time passes"))
    if !script.state.list.isHeld { simple.release(setting) }
  }

  mutating func sort(by column: ColumnID, _ ascending: Bool) {
    script.state.sort(by: Sort(column: column, ascending: ascending), at: script.moment)
    simple.relist(setting, byUser: true)
  }

  mutating func filter(_ text: String) {
    script.state.openFilter()
    for _ in script.state.filter.text { script.send(.input(.key(.backspace))) }
    script.send(.input(.paste(text)))
    script.send(.input(.key(.enter)))
    simple.relist(setting)
    takeSelection()
  }

  mutating func move(_ key: Key) {
    script.send(.input(.key(key)))
    takeSelection()
  }

  /// Where keys led is not what is judged here.
  private mutating func takeSelection() {
    simple.selected = script.state.list.selected
    simple.top = script.state.list.top
  }

  /// A key of a filter. A text that can't be read leaves in force what was typed before.
  mutating func type(_ key: Key) {
    script.press(key)
    let text = script.state.filter.editing?.text ?? ""
    let isBlank = text.allSatisfy(\.isWhitespace)
    if let typed = isBlank ? Filter.all : try? Filter.parse(text) { typedFilter = typed }
  }

  private func rows(of filter: Filter) -> [Row] {
    var (simple, setting) = (simple, setting)
    setting.filter = filter
    simple.relist(setting)
    return simple.rows
  }

  /// Where nothing is held, the rows alone.
  func checkRows(_ comment: String) {
    let text = script.state.filter.editing?.text ?? ""
    #expect(
      script.state.list.rows.map(\.task.id) == rows(of: typedFilter).map(\.task.id),
      "\(comment): \(text)")
  }

  func check(_ comment: String) {
    let list = script.state.list
    let comment = Comment(rawValue: "\(comment), \(list.sort), \(script.state.filter.text)")
    #expect(list.rows.map(\.task.id) == simple.rows.map(\.task.id), comment)
    #expect(zip(list.rows, simple.rows).allSatisfy { $0.task === $1.task }, comment)
    #expect(list.rows.map(\.isLeaving) == simple.rows.map(\.isLeaving), comment)
    #expect(list.waiting == simple.waiting, comment)
    #expect(list.selected == simple.selected, comment)
    #expect(list.selectedIndex == simple.index, comment)
    #expect(list.top == simple.top, comment)
    #expect(script.state.counts.total == simple.total, comment)
  }
}

extension SeededGenerator {
  /// A task as it may be seen at a time.
  fileprivate mutating func export(number: Int, now: TimeInterval) -> ExportTask {
    let statuses: [ExportTaskStatus?] = [
      .starting, .inProgress, .inProgress, .complete, .failed, .canceling, .canceled,
      .unknown("NEW"), nil,
    ]
    var task = ExportTask(exportTaskIdentifier: "t\(number)")
    task.status = pick(statuses)
    task.percentProgress = chance(0.9) ? Int.random(in: 0...100, using: &self) : nil
    task.totalExtractedDataInGB = chance(0.8) ? Int.random(in: 0...40, using: &self) : nil
    if chance(0.9) {
      task.taskStartTime = Script.start.addingTimeInterval(
        now - .random(in: 0...90_000, using: &self))
    }
    if task.status?.isFinal == true, chance(0.9) {
      task.taskEndTime = Script.start.addingTimeInterval(now - .random(in: 0...9_000, using: &self))
    }
    task.s3Bucket = pick(["lake", "Archive", nil])
    task.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:s\(next() % 7)"
    return task
  }
}
