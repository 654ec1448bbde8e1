import Canvas
import Testing

@Suite struct TranscriptTests {
  @Test func `a frame reads as rows, styles and a cursor`() {
    var painter = Painter(size: Size(columns: 22, rows: 4), abilities: Abilities())
    painter.put("exportdeck", column: 1, row: 0, width: 21, style: Style(.title))
    painter.put("日本 plain", column: 0, row: 1)
    painter.put("✖", column: 1, row: 2, style: Style(.statusFailed))
    painter.put(
      "failed", column: 3, row: 2, style: Style(.statusFailed, on: .rowSelected, step: 40))
    painter.place(cursor: Point(column: 0, row: 2))
    #expect(
      painter.frame.transcript() == """
        22x4
        ----+----1----+----2--
         exportdeck
        日本 plain
         ✖ failed

        ----+----1----+----2--
        0: 1-21 title
        2: 1 status.failed, 3-8 status.failed on row.selected step 40
        cursor 0,2

        """)
  }

  @Test func `an empty frame is a transcript, too`() {
    let frame = Frame(size: Size(columns: 0, rows: 0))
    #expect(frame.transcript() == "0x0\n\n\nno cursor\n")
  }

  @Test func `frames that differ have transcripts that differ`() {
    var painter = Painter(size: Size(columns: 4, rows: 1), abilities: Abilities())
    var seen: Set<String> = [painter.frame.transcript()]
    painter.place(cursor: Point(column: 3, row: 0))
    #expect(seen.insert(painter.frame.transcript()).inserted)
    painter.fill(Rect(column: 3, row: 0, columns: 1, rows: 1), style: Style(.match))
    #expect(seen.insert(painter.frame.transcript()).inserted)
    painter.fill(Rect(column: 3, row: 0, columns: 1, rows: 1), with: "\u{A0}")
    #expect(seen.insert(painter.frame.transcript()).inserted)
  }
}
