import Canvas
import Support
import Testing

@MainActor @Suite struct MemoryScreenTests {
  @Test func `its input is the script, then due or the end`() {
    let screen = MemoryScreen(script: [[.key(.up), .woken]])
    screen.press(.enter, .escape)
    #expect(screen.wait(until: nil) == [.key(.up), .woken])
    #expect(screen.wait(until: nil) == [.key(.enter)])
    #expect(screen.wait(until: .seconds(3)) == [.key(.escape)])
    #expect(screen.wait(until: .seconds(4)) == [.due])
    #expect(screen.wait(until: nil) == [.hangUp])
    #expect(screen.waits == [nil, nil, .seconds(3), .seconds(4), nil])
  }

  @Test func `a resize in the script resizes it`() {
    let screen = MemoryScreen(script: [[.resized(Size(columns: 10, rows: 2))]])
    #expect(screen.wait(until: nil).count == 1)
    screen.present(Frame(size: Size(columns: 10, rows: 2)), theme: Theme(name: "plain", roles: [:]))
    #expect(screen.frame?.size == Size(columns: 10, rows: 2))
  }

  @Test func `a frame of another size is a failure`() {
    let screen = MemoryScreen()
    withKnownIssue {
      screen.present(
        Frame(size: Size(columns: 10, rows: 2)), theme: Theme(name: "plain", roles: [:]))
    }
  }

  @Test func `flaws of a frame are found`() {
    let size = Size(columns: 3, rows: 1)
    var halved = Frame(size: size)
    halved[2, 0] = Cell(glyph: Glyph("日"))
    #expect(flaws(of: halved).count == 1)
    halved[1, 0] = Cell(glyph: Glyph("日"))
    #expect(flaws(of: halved).count == 2)
    var orphan = Frame(size: size)
    orphan[0, 0] = Cell(glyph: .continuation)
    #expect(flaws(of: orphan).count == 1)
    var control = Frame(size: size)
    control[0, 0] = Cell(glyph: Glyph("\u{1B}"))
    #expect(flaws(of: control).count == 1)
    var lost = Frame(size: size)
    lost.cursor = Point(column: 3, row: 0)
    #expect(flaws(of: lost).count == 1)
    var marked = Frame(size: size)
    marked[0, 0].glyph.add(mark: "x")
    #expect(flaws(of: marked).count == 1)
    #expect(flaws(of: Frame(size: size)).isEmpty)
  }

  @Test func `a word that is cut without a mark is a flaw, wrapped or marked it is none`() {
    func cuts(_ rows: String...) -> Int {
      var painter = Painter(
        size: Size(columns: 22, rows: rows.count), abilities: Abilities())
      for (row, text) in rows.enumerated() { painter.put(text, column: 0, row: row) }
      return bareCuts(of: ["nightly-orders-1122", "nightly-orders"], in: painter.frame).count
    }
    #expect(cuts("nightly-orders-1122") == 0)
    #expect(cuts("nightly-orders 12 %") == 0)
    #expect(cuts("nightly-orders-1… 4") == 0)
    #expect(cuts("  nightly-orders-11 4") == 1)
    #expect(cuts("nightly-ord") == 1)
    #expect(cuts("x nightly-orders-1", "122 and more") == 0)
  }
}
