import Canvas
import FoundationEssentials
import RDSExports
import Tracking
import Words

extension Facts {
  /// The feed of the context that the title line is about.
  var mainFeed: Feed? { state.mainContext.flatMap { state.snapshots[$0]?.feed } }

  /// The first visible context that is in trouble.
  var troubledContext: ContextID? {
    state.roster.remarkable.first { state.snapshots[$0]?.feed.trouble != nil }
  }

  /// How fresh the data of the main context is, such as `● live  5s ago`. The age keeps its width so
  /// that nothing around it moves.
  mutating func feedState() -> [Span] {
    guard let feed = mainFeed else { return [Span("\(signs.waiting) connecting", .textMuted)] }
    guard let answered = feed.lastAnswer else {
      if feed.isPaused { return [Span("\(signs.paused) paused", .agePaused)] }
      if feed.waiting != nil, feed.trouble == nil {
        return [Span("\(signs.waiting) waiting", .ageStale)]
      }
      return feed.trouble == nil
        ? [Span("\(signs.waiting) reading", .ageLive)]
        : [Span("\(signs.trouble) no answer yet", .ageStale)]
    }
    let elapsed = validity.second.timeIntervalSince(answered)
    let seconds = max(0, elapsed)
    // `second` may be just before the answer, which then counts as 0 s old: its age changes that
    // much later.
    let age = feedAge(feed, seconds, early: seconds - elapsed)
    if feed.isPaused { return [Span("\(signs.paused) paused \(padded(age))", .agePaused)] }
    if feed.isAccountUnsure { return [Span("\(signs.trouble) account?", .ageStale)] }
    if feed.trouble != nil || isOverdue(feed, age: seconds) {
      let bare = age.hasSuffix(" ago") ? String(age.dropLast(4)) : age
      return [Span("\(signs.trouble) stale \(padded(bare, to: 3))", .ageStale)]
    }
    if feed.isThrottled {
      return [Span("\(signs.warning) throttled \(padded(age))", .ageStale)]
    }
    return [Span("\(signs.live) live \(padded(age))", .ageLive)]
  }

  /// The age of the last answer. While answers come as often as they are asked for, it is `now`:
  /// counting up just before each of them would wake the program for nothing.
  private mutating func feedAge(
    _ feed: Feed, _ seconds: TimeInterval, early: TimeInterval
  ) -> String {
    let fresh = TimeInterval(min(feed.interval.wholeSeconds, 5) + 2)
    guard feed.trouble == nil, !feed.isPaused, seconds < fresh else {
      validity.ends(inSeconds: Format.ageChangesIn(seconds) + early)
      return Format.age(seconds)
    }
    validity.ends(inSeconds: fresh - seconds + early)
    return Format.age(0)
  }

  /// `every 5s`, the rest that the lane really has.
  func feedInterval() -> String? {
    guard let feed = mainFeed, !feed.isPaused, feed.lastAnswer != nil else { return nil }
    return "every \(compact(feed.interval))"
  }

  /// Whether an answer is so late that it must be lost, whatever the feed says of itself. In whole
  /// minutes, because that is when the shown age changes.
  func isOverdue(_ feed: Feed, age: TimeInterval) -> Bool { age >= overdueAge(feed) }

  func overdueAge(_ feed: Feed) -> TimeInterval { feed.overdueAge }

  private func padded(_ age: String, to columns: Int = 7) -> String {
    String(repeating: " ", count: max(0, columns - age.count)) + age
  }

  /// `5s`, `90s`, `2m`, `0.5s`.
  func compact(_ interval: Duration) -> String {
    let seconds = interval.seconds
    guard seconds >= 1 else { return "\((seconds * 10).rounded() / 10)s" }
    let whole = Int(seconds.rounded())
    return whole >= 120 && whole.isMultiple(of: 60) ? "\(whole / 60)m" : "\(whole)s"
  }
}

extension Feed {
  /// The age in seconds from which on an answer is overdue.
  var overdueAge: TimeInterval {
    max(1, (4 * interval.seconds / 60).rounded(.up)) * 60
  }
}
