import Canvas
import Foundation
import Ground
import Listing
import RDSExports
import Support
import Testing
import Tracking

@testable import Dashboard

struct DialogDrawingTests {
  private func text(
    _ size: Size = Size(columns: 80, rows: 24), from state: State = Fleet.state(),
    _ change: (inout State) -> Void
  ) -> String {
    let frame = draw(size, from: state, change)
    return (0..<size.rows).map(frame.text(row:)).joined(separator: "\n")
  }

  private func draw(
    _ size: Size = Size(columns: 80, rows: 24), from state: State = Fleet.state(),
    _ change: (inout State) -> Void
  ) -> Frame {
    var state = state
    state.size = size
    change(&state)
    return view(state, at: Fleet.moment).frame
  }

  @Test(arguments: [Size(columns: 40, rows: 10), Size(columns: 80, rows: 24)])
  func `a cancel names task, account and region and what stays in the bucket`(size: Size) {
    let shown = text(size) {
      $0.dialog = CancelDialog(tasks: [Fleet.active[0].id], shown: Fleet.shown, word: nil)
    }
    for word in ["nightly-orders-2026-11-22", "123456789012", "eu-west-1", "64 %", "212 GB"] {
      #expect(shown.contains(word))
    }
    let words = shown.split { " \n│".contains($0) }.joined(separator: " ")
    #expect(
      words.contains(
        "Any data that has already been written to the S3 bucket isn't removed: 212 GB so far"))
  }

  @Test func `a cancel that needs a word says which, and has the cursor in its field`() {
    let id = Fleet.active[0].id
    let frame = draw {
      $0.dialog = CancelDialog(tasks: [id], shown: Fleet.shown, word: id.identifier)
    }
    let rows = (0..<24).map(frame.text(row:))
    let asked = rows.firstIndex { $0.contains("type \(id.identifier) and press") }
    #expect(asked != nil && frame.cursor?.row == asked.map { $0 + 1 })
  }

  private func stale(_ change: (inout Feed) -> Void) -> State {
    Fleet.state(feed: Fleet.feed(change))
  }

  @Test func `a cancel over an account that does not answer says how old it is`() throws {
    let state = stale {
      $0.lastAnswer = Fleet.minutesAgo(4.2)
      $0.trouble = Fleet.trouble(.unreachable)
    }
    let dialog = CancelDialog(tasks: [Fleet.active[0].id], shown: Fleet.shown, word: nil)
    let shown = text(from: state) { $0.dialog = dialog }
    #expect(shown.contains("64 %, 212 GB, 4m ago"))
    #expect(!shown.contains("so far"))
    #expect(shown.contains("this is how it was 4m ago"))

    var open = state
    open.dialog = dialog
    let due = try #require(view(open, at: Fleet.moment).due)
    // The fifth minute is full in 48 s; other things on the screen may change before.
    #expect(due <= Fleet.moment.monotonic + .seconds(49))
    let later = Moment(
      wall: Fleet.wall.addingTimeInterval(49), monotonic: Fleet.moment.monotonic + .seconds(49))
    open.size = Size(columns: 80, rows: 24)
    let frame = view(open, at: later).frame
    #expect((0..<24).contains { frame.text(row: $0).contains("212 GB, 5m ago") })
  }

  @Test func `paused says so, fresh says nothing, and lost answers count without trouble too`() {
    func shown(_ change: (inout Feed) -> Void) -> String {
      text(from: stale(change)) {
        $0.dialog = CancelDialog(tasks: [Fleet.active[0].id], shown: Fleet.shown, word: nil)
      }
    }
    let paused = shown {
      $0.lastAnswer = Fleet.minutesAgo(12)
      $0.isPaused = true
    }
    #expect(paused.contains("paused: this is how it was 12m ago"))
    #expect(shown { _ in }.contains("212 GB so far"))
    #expect(!shown { _ in }.contains("this is how it was"))
    #expect(shown { $0.lastAnswer = Fleet.minutesAgo(3) }.contains("212 GB, 3m ago"))
  }

  @Test func `a cancel of marks says what is left out and why`() {
    func shown(_ size: Size, hidden: Int) -> String {
      text(size) {
        var dialog = CancelDialog(
          tasks: [0, 2, 3, 4, 8].map { Fleet.active[$0].id }, shown: Fleet.shown,
          word: "cancel 5")
        dialog.leftOut = .counting(
          ("already complete", 30), ("already failed", 5), ("hidden by the filter", hidden))
        $0.dialog = dialog
      }
    }
    let size = Size(columns: 80, rows: 24)
    #expect(
      shown(size, hidden: 0).contains(
        "35 of 40 marked are left out: 30 already complete, 5 already failed."))
    #expect(!shown(size, hidden: 0).contains("filter"))
    #expect(shown(size, hidden: 3).contains("38 of 43 marked are left out"))
    let words = shown(size, hidden: 3).split { " \n│".contains($0) }.joined(separator: " ")
    #expect(words.contains("3 hidden by the filter."))
    let small = shown(Size(columns: 40, rows: 10), hidden: 0)
    #expect(small.contains("35 of 40 left out"))
    #expect(small.contains("123456789012") && small.contains("cancel 5"))
  }

  @Test func `a small screen does not turn a reason around`() {
    let shown = text(Size(columns: 60, rows: 11)) {
      var dialog = CancelDialog(
        tasks: Fleet.active.prefix(2).map(\.id), shown: Fleet.shown, word: "cancel 2")
      dialog.leftOut = .counting(("no longer listed", 2))
      $0.dialog = dialog
    }
    #expect(shown.contains("2 of 4 left out: 2 no longer listed"))
  }

  @Test func `while nobody knows whose the keys are, a cancel says that, not that AWS is silent`() {
    let shown = text(
      from: stale {
        $0.lastAnswer = Fleet.minutesAgo(3)
        $0.isAccountUnsure = true
      }
    ) { $0.dialog = CancelDialog(tasks: [Fleet.active[0].id], shown: Fleet.shown, word: nil) }
    #expect(shown.contains("Whose credentials these are isn't known yet: this is how it was"))
  }

  @Test func `every key of the table is in the help`() {
    var seen = ""
    for scroll in stride(from: 0, to: 900, by: 18) {
      seen += text { $0.dialog = HelpDialog(scroll: scroll) }
    }
    for entry in Keymap.standard.entries {
      for key in entry.keys { #expect(seen.contains(key.name(unicode: true))) }
    }
    for place in Place.allCases where !Keymap.standard.entries(in: place).isEmpty {
      #expect(seen.contains(place.title))
    }
  }

  @Test func `what can't be done is shown with its reason`() {
    let shown = text {
      $0.list.selected = Fleet.active[1].id
      $0.dialog = ActionsMenu()
    }
    #expect(shown.contains("off: the export has already failed"))
  }

  @Test func `read-only takes actions out of the hints and says so in the help`() {
    let state = Fleet.state(settings: Settings(isReadOnly: true))
    let hints = draw(from: state) { _ in }.text(row: 23)
    #expect(!hints.contains("cancel") && !hints.contains("new") && !hints.contains("clone"))
    #expect(text(from: state) { $0.dialog = HelpDialog() }.contains("(read-only)"))
  }

  @Test func `where the title is short, the endpoint goes before the account`() {
    let label = ContextLabel(
      profile: "prod", region: "eu-west-1", endpoint: "http://127.0.0.1:8991")
    func title(_ columns: Int) -> String {
      var state = Fleet.state(label: label, settings: Settings())
      state.watch = WatchSet([
        Watched(id: Fleet.context, label: label, isProduction: true)
      ])
      return draw(Size(columns: columns, rows: 24), from: state) { _ in }.text(row: 0)
    }
    #expect(title(120).contains("123456789012 at http://127.0.0.1:8991"))
    #expect(title(80).contains("prod · eu-west-1 · 123456789012  PRODUCTION"))
  }

  @Test func `a problem stands below its field and only where the user has been`() {
    func shown(_ touched: Set<FieldProblem.Field>) -> String {
      text {
        var form = StartForm(site: Fleet.site, shown: Fleet.place)
        form.fields[.s3Prefix] = TextField("rds:orders")
        form.touched = touched
        $0.dialog = form
      }
    }
    #expect(shown([.s3Prefix]).contains("colon"))
    #expect(!shown([.sourceArn]).contains("colon"))
  }

  @Test func `notices never hide the selected row where there is another place`() {
    for line in [0, 5, 18] {
      let frame = draw {
        $0.list.selected = $0.list.rows[line].task.id
        $0.notices = (0..<3).map { Notice(kind: .info, text: "note \($0)", until: .seconds(2000)) }
      }
      let row = frame.text(row: 4 + line)
      #expect(row.hasPrefix("▌") && !row.contains("note"))
      let all = (0..<24).map(frame.text(row:)).joined()
      #expect(all.contains("note 0") && all.contains("note 2"))
    }
  }

  @Test func `a notice that is over is gone`() {
    let shown = text { $0.notices = [Notice(kind: .info, text: "note", until: .seconds(1000))] }
    #expect(!shown.contains("note"))
  }

  @Test func `the caret stands below the mistake, in a long filter too`() {
    for length in [0, 10, 90] {
      let before = String(repeating: "a", count: length)
      let frame = draw {
        $0.filter.editing = TextField(before + " status=x")
        $0.filter.problem = FilterProblem(offset: length + 8, message: "no status")
      }
      let caret = (0..<80).first { frame[$0, 3].glyph == Glyph("▲") }
      let mistake = (0..<80).last { frame[$0, 2].glyph == Glyph("x") }
      #expect(caret != nil && caret == mistake)
      #expect(frame.cursor?.row == 2)
    }
  }
}
