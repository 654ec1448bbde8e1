import Canvas
import Dashboard
import Foundation
import Support
import Testing

struct FrameTests {
  @Test(arguments: Scene.all)
  func `a frame looks as it was written down`(_ scene: Scene) {
    for size in scene.sizes { expectGolden(scene.draw(size), scene.fileName(size)) }
  }

  @Test(.disabled(if: Goldens.isUpdating, "files are being written"))
  func `no frame is written down that nothing draws`() throws {
    let drawn = Scene.all.flatMap { scene in scene.sizes.map(scene.fileName) }
    #expect(drawn.count == Set(drawn).count)
    #expect(try Goldens.names() == Set(drawn))
  }

  @Test(arguments: Scene.all)
  func `a frame is well formed at every size and with every ability`(_ scene: Scene) {
    let state = scene.state()
    for (columns, rows) in [
      (0, 0), (1, 1), (2, 60), (40, 8), (41, 9), (59, 13), (60, 14), (72, 24), (100, 11),
      (160, 12), (191, 8),
    ] {
      var state = state
      state.size = Size(columns: columns, rows: rows)
      for unicode in [true, false] {
        let frame = view(state, at: scene.moment, Abilities(unicode: unicode)).frame
        #expect(frame.size == state.size)
        expectWellFormed(frame)
        if !unicode { expectASCII(frame) }
      }
    }
  }

  private func expectASCII(_ frame: Frame) {
    let strange = frame.cells.flatMap(\.glyph.scalars).filter { !$0.isASCII }
    #expect(strange.isEmpty)
  }
}
