import Canvas
import FoundationEssentials
import RDSExports
import Tracking

/// A frame in the making: what is drawn, and how long it will be true.
struct Drawing {
  let state: State
  let moment: Moment
  let signs: Signs
  let layout: Layout
  var painter: Painter
  var validity: Validity

  init(_ state: State, at moment: Moment, _ abilities: Abilities) {
    self.state = state
    self.moment = moment
    signs = Signs(unicode: abilities.unicode)
    layout = state.layout
    painter = Painter(size: state.size, abilities: abilities)
    validity = Validity(at: moment)
  }

  /// The present by the clock of a site's server, in whole seconds of this machine's.
  func serverNow(_ site: SiteID) -> Date {
    validity.second.addingTimeInterval(state.snapshot(of: site)?.feed.serverAhead ?? 0)
  }

  func knownNow(_ site: SiteID) -> Date {
    state.knownNow(of: site, at: serverNow(site))
  }

  func phase(of task: TrackedTask) -> Phase {
    Phase(of: task, at: knownNow(task.id.site))
  }

  func dateTime(_ date: Date) -> String {
    Format.dateTime(date, utcOffset: moment.utcOffset)
  }

  /// The cells that a text takes as it will be painted.
  func width(_ text: String) -> Int { GlyphWidth.columns(of: signs.spelled(text)) }

  func width(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + width($1.text) } }

  /// Paints one text; see `Painter.put`.
  @discardableResult
  mutating func put(
    _ text: String, column: Int, row: Int, width: Int? = nil, style: Style = .plain,
    alignment: Painter.Alignment = .leading, cut: Painter.Cut = .end
  ) -> Int {
    painter.put(
      signs.spelled(text), column: column, row: row, width: width, style: style,
      alignment: alignment, cut: cut)
  }

  /// Paints spans one after the other and cuts what does not fit before `end`; returns the column
  /// after the last one.
  @discardableResult
  mutating func put(
    _ spans: [Span], column: Int, row: Int, end: Int, surface: Role? = nil
  ) -> Int {
    var at = column
    for span in spans where at < end {
      let wanted = width(span.text)
      guard wanted > 0 else { continue }
      let room = min(wanted, end - at)
      put(
        span.text, column: at, row: row, width: room,
        style: Style(span.role, on: surface, step: span.step))
      at += room
    }
    return at
  }

  /// Paints spans so that they end before `end`; returns the column of the first.
  @discardableResult
  mutating func put(
    trailing spans: [Span], row: Int, end: Int, notBefore start: Int = 0, surface: Role? = nil
  ) -> Int {
    let column = max(start, end - width(spans))
    put(spans, column: column, row: row, end: end, surface: surface)
    return column
  }
}

/// A piece of a line: a text and what it means.
struct Span: Hashable {
  var text: String
  var role: Role
  var step: UInt8?

  init(_ text: String, _ role: Role = .text, step: UInt8? = nil) {
    self.text = text
    self.role = role
    self.step = step
  }
}

/// A whole number with its thousands told apart: `1,200`.
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
    text.append(digit)
  }
  return number < 0 ? "-" + text : text
}

/// A number and the word for what it counts: `1 task`, `2 tasks`.
func counted(_ number: Int, _ one: String, _ many: String) -> String {
  "\(grouped(number)) \(number == 1 ? one : many)"
}
