import Canvas
import FoundationEssentials
import Ground

/// Draws the state. `due` is when this frame stops being true (monotonic); nil if it never does.
///
/// It looks only at what is visible, so a frame costs the same with a hundred tasks and with a
/// hundred thousand.
public func view(_ state: State, at moment: Moment) -> (frame: Frame, due: Duration?) {
  var memory = FrameMemory()
  return view(state, at: moment, &memory)
}

/// The same, but reuses what has not changed since the last frame.
/// - Parameter memory: What the last frame of the same screen was drawn with.
public func view(
  _ state: State, at moment: Moment, _ memory: inout FrameMemory
) -> (frame: Frame, due: Duration?) {
  var drawing = Drawing(state, at: moment, memory)
  memory = FrameMemory()
  drawing.drawScreen()
  memory = drawing.memory
  return (drawing.painter.frame, drawing.facts.validity.end)
}

extension Drawing {
  mutating func drawScreen() {
    if let due = state.nextDue(at: moment) { facts.validity.ends(at: due) }
    if let stale = state.alerts.watch.nextStaleness(at: moment) {
      facts.validity.ends(at: stale)
    }
    guard !layout.isTooSmall else {
      drawTooSmall()
      return
    }
    drawTitle()
    drawAlertBand()
    state.page.draw(&self)
    if !state.isWall {
      drawHints()
      drawNotices()
    }
    state.dialog?.draw(&self)
  }

  /// One line, so that it is readable even if next to nothing fits.
  private mutating func drawTooSmall() {
    let smallest = "\(Layout.smallest.columns)×\(Layout.smallest.rows)"
    let size = "\(state.size.columns)×\(state.size.rows)"
    let wordings = [
      "This window is \(size): exportdeck needs \(smallest) or more.",
      "\(size) is too small: \(smallest) or more", "needs \(smallest)",
    ]
    let text = wordings.first { facts.width($0) <= state.size.columns } ?? "needs \(smallest)"
    put(
      text, column: 0, row: (state.size.rows - 1) / 2, width: state.size.columns,
      style: Style(.textStrong), alignment: .centre)
    painter.place(cursor: nil)
  }
}
