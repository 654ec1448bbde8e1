import FoundationEssentials
import Ground
import Tracking
import Words

/// What happens to contexts: they lose their credentials, or their answers stay away.
extension AlertWatch {
  mutating func hear(_ snapshot: Snapshot, at moment: Moment) {
    let answer = snapshot.feed.lastAnswer
    let isExpected = !snapshot.feed.isPaused && snapshot.feed.standsBehind == nil
    if isExpected, let known = heard[snapshot.context], known.answer == answer { return }
    heard[snapshot.context] = Heard(answer: isExpected ? answer : nil, at: moment.monotonic)
  }

  /// When a context will be stale if nothing is heard of it by then (monotonic).
  public func nextStaleness(at moment: Moment) -> Duration? {
    let oldest = heard.lazy.filter { !stale.contains($0.key) && $0.value.answer != nil }
      .map(\.value.at).min()
    return oldest.map { max(moment.monotonic, $0 + staleAfter) }
  }

  /// Credentials that were there and are no longer.
  mutating func losses(of snapshot: Snapshot) -> [Telling] {
    guard let trouble = snapshot.feed.trouble, trouble.isOfCredentials,
      snapshot.feed.lastAnswer != nil
    else {
      lost.remove(snapshot.context)
      return []
    }
    guard lost.insert(snapshot.context).inserted else { return [] }
    return telling(
      Alert(
        .credentials, snapshot, since: trouble.since.addingTimeInterval(snapshot.feed.serverAhead),
        sentence: Format.line(trouble.summary, limit: 300)), snapshot)
  }

  mutating func staleness(of snapshot: Snapshot, at moment: Moment) -> [Telling] {
    guard let age = age(of: snapshot, at: moment), age >= staleAfter - Self.tolerance else {
      stale.remove(snapshot.context)
      return []
    }
    guard stale.insert(snapshot.context).inserted else { return [] }
    let answered = snapshot.feed.lastAnswer
    let since = answered ?? moment.wall.addingTimeInterval(-age.seconds)
    let time = Format.duration(staleAfter.seconds)
    return telling(
      Alert(
        .stale, snapshot, since: since.addingTimeInterval(snapshot.feed.serverAhead),
        sentence: answered == nil
          ? "There was no answer yet, for more than \(time)."
          : "No answer for more than \(time): what is shown is that old."),
      snapshot)
  }

  /// How old the newest answer is; nil where none is expected. One that never had credentials is no
  /// news: it says so itself.
  func age(of snapshot: Snapshot, at moment: Moment) -> Duration? {
    guard !snapshot.feed.isPaused, snapshot.feed.standsBehind == nil else { return nil }
    if snapshot.feed.lastAnswer == nil, snapshot.feed.trouble?.isOfCredentials == true {
      return nil
    }
    return heard[snapshot.context].map { moment.monotonic - $0.at }
  }

  private func telling(_ alert: Alert, _ snapshot: Snapshot) -> [Telling] {
    rules.telling(alert, in: names(of: snapshot)) { _ in true }.map { [$0] } ?? []
  }
}

extension Trouble {
  fileprivate var isOfCredentials: Bool { kind == .expired || kind == .noCredentials }
}
