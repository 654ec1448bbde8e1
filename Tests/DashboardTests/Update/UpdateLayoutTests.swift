import Canvas
import Testing

@testable import Dashboard

@Suite struct UpdateLayoutTests {
  @Test(arguments: [40, 79, 80, 100, 159, 160, 250], [8, 9, 12, 24, 50, 120])
  func `the parts lie beside each other and fill the screen`(columns: Int, rows: Int) {
    for hasDetails in [false, true] {
      let layout = Layout(size: Size(columns: columns, rows: rows), hasDetails: hasDetails)
      #expect(!layout.isTooSmall)
      let parts =
        [layout.title, layout.summary, layout.tonight, layout.filter, layout.header, layout.list]
        + [layout.details, layout.hints].compactMap { $0 }
      var covered = 0
      for part in parts {
        #expect(part.origin.column >= 0 && part.endColumn <= columns)
        #expect(part.origin.row >= 0 && part.endRow <= rows)
        covered += part.size.columns * part.size.rows
      }
      #expect(covered == columns * rows)
      #expect(layout.tonight.size.rows == (rows >= 32 ? 1 : 0))
      #expect(layout.listRows >= 1)
      #expect((layout.details != nil) == hasDetails)
      if hasDetails { #expect(layout.detailsRows >= 1) }
      #expect(layout.isBeside == (hasDetails && columns >= 160))
    }
  }

  @Test(arguments: [(39, 24), (80, 7), (0, 0), (-1, -1), (1, 200)])
  func `what is too small is said to be`(columns: Int, rows: Int) {
    let layout = Layout(size: Size(columns: columns, rows: rows), hasDetails: true)
    #expect(layout.isTooSmall)
    #expect(layout.listRows >= 0)
  }
}
