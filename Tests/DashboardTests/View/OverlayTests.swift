import Canvas
import Dashboard
import Foundation
import RDSExports
import Support
import Testing
import Tracking

struct OverlayTests {
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
    return view(state, at: Fleet.moment, Abilities()).frame
  }

  private func cancel(_ tasks: [TaskID], word: String? = nil) -> Overlay {
    .cancel(CancelDialog(tasks: tasks, shown: Fleet.shown, word: word, openedAt: .zero))
  }

  @Test(arguments: [Size(columns: 40, rows: 10), Size(columns: 80, rows: 24)])
  func `a cancel names task, account and region and what stays in the bucket`(size: Size) {
    let shown = text(size) { $0.overlay = cancel([Fleet.active[0].id]) }
    for word in ["nightly-orders-2026-11-22", "123456789012", "eu-west-1", "64 %", "212 GB"] {
      #expect(shown.contains(word))
    }
    let words = shown.split { " \n│".contains($0) }.joined(separator: " ")
    #expect(
      words.contains(
        "Any data that has already been written to the S3 bucket isn't removed."))
  }

  @Test func `a cancel that needs a word says which, and has the cursor in its field`() {
    let id = Fleet.active[0].id
    let frame = draw { $0.overlay = cancel([id], word: id.identifier) }
    let rows = (0..<24).map(frame.text(row:))
    let asked = rows.firstIndex { $0.contains("type \(id.identifier) and press") }
    #expect(asked != nil && frame.cursor?.row == asked.map { $0 + 1 })
  }

  @Test func `every key of the table is in the help`() {
    var seen = ""
    for scroll in stride(from: 0, to: 140, by: 18) {
      seen += text { $0.overlay = .help(scroll: scroll) }
    }
    for entry in Keymap.entries {
      for key in entry.keys { #expect(seen.contains(Keymap.name(of: key, unicode: true))) }
    }
    for place in Place.allCases where !Keymap.entries(in: place).isEmpty {
      #expect(seen.contains(Keymap.title(of: place)))
    }
  }

  @Test func `what can't be done is shown with its reason`() {
    let shown = text {
      $0.list.selected = Fleet.active[1].id
      $0.overlay = .actions(selected: 0)
    }
    #expect(shown.contains("off: already failed"))
  }

  @Test func `read-only takes actions out of the hints and says so in the help`() {
    let state = Fleet.state(settings: Settings(isReadOnly: true))
    let hints = draw(from: state) { _ in }.text(row: 23)
    #expect(!hints.contains("cancel") && !hints.contains("new") && !hints.contains("clone"))
    #expect(text(from: state) { $0.overlay = .help(scroll: 0) }.contains("(read-only)"))
  }

  @Test func `a problem stands below its field and only where the user has been`() {
    func shown(_ touched: Set<StartForm.Field>) -> String {
      text {
        var form = StartForm(site: Fleet.site, shown: Fleet.place, openedAt: .zero)
        form.fields[.s3Prefix] = TextField("rds:orders")
        form.touched = touched
        $0.overlay = .start(form)
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
