import FoundationEssentials
import Ground
import Words

/// The part of time that the timeline shows.
struct TimeWindow: Hashable, Sendable {
  var left: Date
  /// In seconds.
  var span: TimeInterval

  var right: Date { left.addingTimeInterval(span) }

  /// A window that ends a while after now, so that there is room for what is forecast. Its edges are
  /// round times, so it stands still until now has come too near to its end.
  init(around now: Date, _ zoom: TimelineZoom, _ local: LocalTime) {
    let ahead = now.addingTimeInterval(zoom.ahead)
    let end = ahead.rounded(.up, to: zoom.unit, utcOffset: local.utcOffset(at: ahead))
    self.init(left: end.addingTimeInterval(-zoom.span), span: zoom.span)
  }

  init(left: Date, span: TimeInterval) {
    self.left = left
    self.span = span
  }
}

/// How much time the timeline shows at once.
struct TimelineZoom: Hashable, Sendable {
  private static let steps: [(span: TimeInterval, unit: TimeInterval)] = [
    (3600, 300), (7200, 900), (14_400, 1800), (28_800, 3600), (43_200, 3600), (64_800, 3600),
    (86_400, 7200), (172_800, 21_600), (345_600, 43_200), (604_800, 86_400), (1_209_600, 86_400),
  ]

  private var step: Int

  /// A night, from the evening before it until late in the morning.
  static let night = TimelineZoom(step: 5)

  private init(step: Int) { self.step = step }

  /// In seconds.
  var span: TimeInterval { Self.steps[step].span }
  /// What the edges of a window are multiples of, in seconds.
  var unit: TimeInterval { Self.steps[step].unit }
  /// How much of a window that follows now is after now, at least.
  var ahead: TimeInterval { span / 8 }
  /// How far a window is moved at once.
  var stride: TimeInterval { max(unit, (span / 4 / unit).rounded(.down) * unit) }

  var closer: TimelineZoom? { step > 0 ? TimelineZoom(step: step - 1) : nil }
  var wider: TimelineZoom? {
    step + 1 < Self.steps.count ? TimelineZoom(step: step + 1) : nil
  }

  /// `12 h`, `7 d`.
  var words: String {
    span < 172_800 ? "\(Int(span) / 3600) h" : "\(Int(span) / 86_400) d"
  }
}

/// A window in columns.
struct TimeScale: Hashable {
  let window: TimeWindow
  let columns: Int

  init(_ window: TimeWindow, columns: Int) {
    self.window = window
    self.columns = max(1, columns)
  }

  /// In seconds.
  var column: TimeInterval { window.span / Double(columns) }

  /// The column that a time is in; −1 for all times before the window, and `columns` for all after.
  func column(of date: Date) -> Int {
    let place = (date.timeIntervalSince(window.left) / column).rounded(.down)
    return Int(min(max(place, -1), Double(columns)))
  }

  /// The time at which a column begins.
  func start(of column: Int) -> Date {
    window.left.addingTimeInterval(Double(column) * self.column)
  }
}

extension Date {
  /// The nearest multiple of a unit in one direction, counted from midnight by a local clock.
  func rounded(
    _ rule: FloatingPointRoundingRule, to unit: TimeInterval, utcOffset: Int
  ) -> Date {
    let local = timeIntervalSinceReferenceDate + Double(utcOffset)
    return Date(
      timeIntervalSinceReferenceDate: (local / unit).rounded(rule) * unit - Double(utcOffset))
  }
}
