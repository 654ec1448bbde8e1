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
  /// Nil where nothing runs, or nothing that runs has a forecast.
  mutating func batchEnd() -> BatchEnd? {
    let tally = state.tally(at: validity.second)
    if let next = tally.nextEnd {
      validity.ends(inSeconds: next.timeIntervalSince(validity.second).rounded(.up))
    }
    return tally.end
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
