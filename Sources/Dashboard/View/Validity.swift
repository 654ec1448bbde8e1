import FoundationEssentials
import Ground

/// How long a frame stays true: until the first thing on it changes with time.
///
/// What depends on the wall clock is drawn as of the whole second, so that any number of running
/// clocks costs at most one wake-up a second.
struct Validity {
  /// Monotonic; nil for a frame that stays true for ever.
  private(set) var end: Duration?
  /// The same without any tolerance: from here on the frame would be drawn differently.
  private(set) var change: Duration?
  /// The present in whole seconds, by this machine's wall clock.
  let second: Date
  private let moment: Moment

  /// A wake-up that comes slightly early would only draw the same frame again.
  private static let guardInterval: TimeInterval = 0.002

  init(at moment: Moment) {
    self.moment = moment
    second = Date(
      timeIntervalSinceReferenceDate: moment.wall.timeIntervalSinceReferenceDate.rounded(.down))
  }

  /// The same moment, with nothing that changes yet.
  var fresh: Validity { Validity(at: moment) }

  /// Something on the frame changes at an instant of the monotonic clock.
  mutating func ends(at instant: Duration) {
    let instant = max(instant, moment.monotonic)
    end = min(end ?? instant, instant)
    changes(at: instant)
  }

  private mutating func changes(at instant: Duration) {
    change = min(change ?? instant, instant)
  }

  /// Something on the frame changes `seconds` after `second`.
  mutating func ends(inSeconds seconds: TimeInterval) {
    guard seconds.isFinite else { return }
    let whole = max(1, seconds.rounded(.up))
    let rest = second.addingTimeInterval(whole).timeIntervalSince(moment.wall)
    changes(at: moment.monotonic + .seconds(max(0, rest)))
    ends(at: moment.monotonic + .seconds(max(0, rest) + Self.guardInterval))
  }

  /// The same for what is shown in minutes. It may wait for an answer that is due within seconds
  /// and redraws it anyway. If that answer does not come, the program wakes a second later.
  mutating func ends(inSeconds seconds: TimeInterval, orWithAnswerAt poll: Duration?) {
    guard let poll, poll > moment.monotonic, seconds.isFinite else {
      return ends(inSeconds: seconds)
    }
    let rest = second.addingTimeInterval(seconds).timeIntervalSince(moment.wall)
    let exact = moment.monotonic + .seconds(max(0, rest))
    changes(at: exact)
    let late = poll + .seconds(1)
    if exact < late, late - exact <= Self.longestWait {
      ends(at: late)
    } else {
      ends(inSeconds: seconds)
    }
  }

  private static let longestWait = Duration.seconds(6)
}
