import Canvas
import FoundationEssentials
import Ground
import Listing
import RDSExports
import Tracking
import Words

/// What is known when a screen is drawn, read-only: the state, the moment and the terminal's
/// glyphs.
///
/// It makes the lines of a screen and measures them, but paints nothing: drawing and scrolling use
/// the same lines. It notes how long what it said stays true.
struct Facts {
  let state: State
  let moment: Moment
  let signs: Signs
  let layout: Layout
  var validity: Validity
  private let canceling: Set<TaskID>

  init(_ state: State, at moment: Moment) {
    self.state = state
    self.moment = moment
    signs = Signs(unicode: state.abilities.unicode)
    layout = state.layout
    validity = Validity(at: moment)
    canceling = state.canceling
  }

  /// Which columns the list has, and where.
  var columns: ColumnPlan { state.columnPlan }

  /// What the cells of a site's tasks depend on.
  func asof(_ site: SiteID) -> Asof {
    let now = serverNow(site)
    return Asof(
      now: now, known: state.knownNow(of: site, at: now), local: moment.local,
      unicode: signs.unicode, canceling: canceling,
      context: state.roster.hasSeveralSites ? state.roster.name(of: site) : nil)
  }

  /// A site's server's time at the current whole second of this machine's clock.
  func serverNow(_ site: SiteID) -> Date {
    validity.second.addingTimeInterval(state.serverAhead(of: site))
  }

  func knownNow(_ site: SiteID) -> Date {
    state.knownNow(of: site, at: serverNow(site))
  }

  func phase(of task: TrackedTask) -> Phase {
    Phase(of: task, at: knownNow(task.siteID))
  }

  /// The servers' clock at the current whole second of this machine's.
  var serversNow: Date {
    state.serverNow(Moment(wall: validity.second, monotonic: moment.monotonic))
  }

  /// How many tasks of all visible sites are in which phase, those that have stalled or are
  /// slow by now apart.
  var countsNow: Counts { state.tally(at: validity.second).counts }

  /// Notes when the next task will have stalled or be slow, whether or not its row is on the screen.
  mutating func noteNextStall() {
    guard let turn = state.tally(at: validity.second).nextTurn else { return }
    validity.ends(inSeconds: turn.timeIntervalSince(validity.second).rounded(.down) + 1)
  }

  func dateTime(_ date: Date) -> String {
    Format.dateTime(date, utcOffset: moment.local.utcOffset(at: date))
  }

  /// How many cells a text takes when it is painted.
  func width(_ text: String) -> Int { GlyphWidth.columns(of: signs.spelled(text)) }

  func width(_ span: Span) -> Int { width(span.text) }

  func width(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + width($1.text) } }
}

/// A piece of a line: a text and what it means.
struct Span: Hashable {
  var text: String
  var role: Role
  var step: UInt8?
  /// See `Style.isPicture`.
  var isPicture = false

  init(_ text: String, _ role: Role = .text, step: UInt8? = nil, isPicture: Bool = false) {
    self.text = text
    self.role = role
    self.step = step
    self.isPicture = isPicture
  }
}

/// A whole number with thousands separators: `1,200`.
func grouped(_ number: Int) -> String { Format.grouped(number) }

/// A number and the word for what it counts: `1 task`, `2 tasks`.
func counted(_ number: Int, _ one: String, _ many: String) -> String {
  "\(grouped(number)) \(number == 1 ? one : many)"
}
