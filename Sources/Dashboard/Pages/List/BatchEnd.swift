import FoundationEssentials
import Tracking
import Words

/// When all that runs will be through.
enum BatchEnd: Hashable {
  /// The last of the forecasts: each export has one.
  case about(Date)
  /// So many have none, so it may take longer than the last forecast.
  case notBefore(Date, unsure: Int)
}

extension Facts {
  /// Nil where nothing runs, or nothing that runs has a forecast. What is being canceled is not
  /// waited for.
  mutating func batchEnd() -> BatchEnd? {
    var (last, unsure): (Date?, Int) = (nil, 0)
    for site in state.roster.openSites {
      guard let snapshot = state.snapshot(of: site) else { continue }
      let now = serverNow(site)
      for slot in snapshot.tasks.open {
        let task = snapshot.tasks[slot]
        let phase = phase(of: task)
        guard phase.isActive, phase != .canceling, task.isListed else { continue }
        guard let forecast = task.forecast(at: now, known: knownNow(site)), forecast.end > now
        else {
          unsure += 1
          continue
        }
        let end = forecast.end
        if forecast.isAtLeast { unsure += 1 }
        // What begins at any time moves on with the clock, and is shown in minutes.
        let second = end.timeIntervalSinceReferenceDate.truncatingRemainder(dividingBy: 60)
        let until = forecast.isAtLeast ? now.addingTimeInterval(60 - second) : end
        validity.ends(
          inSeconds: min(until, forecast.holdsUntil ?? until).timeIntervalSince(now).rounded(.up))
        last = max(last ?? end, end)
      }
    }
    return last.map { unsure == 0 ? .about($0) : .notBefore($0, unsure: unsure) }
  }

  /// `through ≈ 14:20`, and where some have no forecast `through ≥ 14:20 (2 unsure)`; shorter ones
  /// follow. Empty where nothing is known.
  mutating func throughWords() -> (long: String, short: String) {
    guard let end = batchEnd() else { return ("", "") }
    let (date, unsure) =
      switch end {
      case .about(let date): (date, 0)
      case .notBefore(let date, let unsure): (date, unsure)
      }
    let (words, change) = Format.coming(date, now: serversNow, moment.local)
    if let change { validity.ends(inSeconds: change) }
    let about = signs.unicode ? "≈" : "~"
    let least = signs.unicode ? "≥" : ">="
    guard unsure > 0 else { return ("through \(about) \(words)", "through \(about) \(words)") }
    let short = "through \(least) \(words)"
    return ("\(short) (\(grouped(unsure)) unsure)", short)
  }
}
