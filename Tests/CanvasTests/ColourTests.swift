import Canvas
import Support
import Testing

@Suite struct ColourTests {
  @Test(
    arguments: [
      ("ff0000", .indexed256, 196), ("ff0000", .ansi16, 9), ("ff0000", .ansi8, 1),
      ("000000", .indexed256, 16), ("ffffff", .indexed256, 231), ("ffffff", .ansi8, 7),
      ("808080", .indexed256, 244), ("5f87af", .indexed256, 67), ("00cd00", .ansi16, 2),
      ("fab387", .indexed256, 216),
    ] as [(String, ColourDepth, UInt8)])
  func `a colour becomes the nearest that there is`(
    _ hex: String, depth: ColourDepth, index: UInt8
  ) throws {
    #expect(try colour(hex).nearest(in: depth) == .indexed(index))
  }

  @Test func `what a terminal has stays as it is`() throws {
    let red = try colour("ff0000")
    #expect(red.nearest(in: .direct) == red)
    #expect(Colour.terminal.nearest(in: .ansi8) == .terminal)
    #expect(Colour.indexed(200).nearest(in: .indexed256) == .indexed(200))
    #expect(Colour.indexed(12).nearest(in: .ansi16) == .indexed(12))
    #expect(red.nearest(in: .mono) == .terminal)
  }

  @Test func `the bright half becomes the plain one, and grey never black`() {
    #expect(Colour.indexed(9).nearest(in: .ansi8) == .indexed(1))
    #expect(Colour.indexed(8).nearest(in: .ansi8) == .indexed(7))
    let theme = Theme(name: "", roles: [.title: Appearance(foreground: .indexed(12))])
    let title = theme.appearance(of: Style(.title), depth: .ansi8)
    #expect(title == ResolvedAppearance(foreground: .indexed(4), attributes: .bold))
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `no candidate is nearer than the chosen one`(seed: Seed) {
    var dice = seed.generator("colours")
    for _ in 0..<200 {
      let wanted = Colour.rgb(
        red: .random(in: 0...255, using: &dice), green: .random(in: 0...255, using: &dice),
        blue: .random(in: 0...255, using: &dice))
      guard case .indexed(let index) = wanted.nearest(in: .indexed256) else {
        Issue.record("\(wanted) became no indexed colour")
        continue
      }
      #expect(index >= 16, "the user's palette is no candidate")
    }
  }

  private func colour(_ hex: String) throws -> Colour {
    let value = try #require(UInt32(hex, radix: 16))
    return .rgb(
      red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
  }
}
