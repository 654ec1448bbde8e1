import Canvas
import Foundation
import Support
import Testing

@testable import Dashboard

struct FrameTests {
  @Test(arguments: Scene.all)
  func `a frame looks as it was written down`(_ scene: Scene) {
    for size in scene.sizes {
      expectGolden(
        scene.draw(size), scene.fileName(size), words: words(of: scene.state()))
    }
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
    let words = words(of: state)
    for (columns, rows) in [
      (0, 0), (1, 1), (2, 60), (40, 8), (41, 9), (59, 13), (60, 14), (72, 24), (100, 11),
      (160, 12), (191, 8),
    ] {
      var state = state
      state.size = Size(columns: columns, rows: rows)
      for unicode in [true, false] {
        state.abilities = Abilities(unicode: unicode)
        let frame = view(state, at: scene.moment).frame
        #expect(frame.size == state.size)
        expectWellFormed(frame, words: words)
        if !unicode { expectASCII(frame) }
      }
    }
  }

  private func words(of state: State) -> Set<String> {
    // What a dialog or a notice covers is not cut, and JSON is wrapped wherever it is.
    guard state.dialog == nil, state.notices.isEmpty, state.details?.page != .json else {
      return []
    }
    let tasks = state.snapshots.values.flatMap(\.tasks)
    // The board says what a series is called: its tasks' identifiers without what differs.
    let series = state.expected.rows.flatMap { $0.series.pattern.split(separator: "*") }
    return Set(tasks.map(\.id.identifier) + series.map(String.init))
  }

  private func expectASCII(_ frame: Frame) {
    let strange = frame.cells.flatMap(\.glyph.scalars).filter { !$0.isASCII }
    #expect(strange.isEmpty)
  }
}
