import Canvas
import Ground

/// A frame that is being drawn, and how long it will be true.
struct Drawing {
  var facts: Facts
  var painter: Painter
  var memory: FrameMemory

  init(_ state: State, at moment: Moment, _ memory: FrameMemory = FrameMemory()) {
    self.memory = memory
    facts = Facts(state, at: moment)
    painter = Painter(size: state.size, abilities: state.abilities)
  }

  var state: State { facts.state }
  var moment: Moment { facts.moment }
  var signs: Signs { facts.signs }
  var layout: Layout { facts.layout }

  /// Paints one text; see `Painter.put`.
  @discardableResult
  mutating func put(
    _ text: String, column: Int, row: Int, width: Int? = nil, style: Style = .plain,
    alignment: Painter.Alignment = .leading, cut: Painter.Cut = .end
  ) -> Int {
    let spelled = signs.spelled(text)
    return painter.put(
      state.isWall ? WallMask.masked(spelled, unicode: signs.unicode) : spelled, column: column,
      row: row, width: width, style: style,
      alignment: alignment, cut: cut)
  }

  /// Paints spans one after another and cuts what does not fit before `end`; returns the column
  /// after the last one.
  @discardableResult
  mutating func put(
    _ spans: [Span], column: Int, row: Int, end: Int, surface: Role? = nil
  ) -> Int {
    var at = column
    for span in spans where at < end {
      let wanted = facts.width(span.text)
      guard wanted > 0 else { continue }
      let room = min(wanted, end - at)
      put(
        span.text, column: at, row: row, width: room,
        style: Style(
          span.role, on: surface, step: span.step, isPicture: span.isPicture))
      at += room
    }
    return at
  }

  /// Paints spans so that they end before `end`; returns the column of the first.
  @discardableResult
  mutating func put(
    trailing spans: [Span], row: Int, end: Int, notBefore start: Int = 0, surface: Role? = nil
  ) -> Int {
    let column = max(start, end - facts.width(spans))
    put(spans, column: column, row: row, end: end, surface: surface)
    return column
  }
}
