import FoundationEssentials
import Tracking
import Words

/// When all that runs will be through.
enum BatchEnd: Hashable {
  /// The last of the forecasts: each export has one.
  case about(Date)
  /// So many have none, so it may take longer than the last forecast.
  case notBefore(Date, unsure: Int)
  /// Most have none: the last of the others says nothing.
  case unknown(unsure: Int, of: Int)

  /// - Parameters:
  ///   - last: The last of the forecasts.
  ///   - unsure: How many may take longer than theirs, or have none.
  ///   - all: How many have to end.
  init(last: Date, unsure: Int, of all: Int) {
    if unsure == 0 {
      self = .about(last)
    } else if unsure * 2 > all {
      self = .unknown(unsure: unsure, of: all)
    } else {
      self = .notBefore(last, unsure: unsure)
    }
  }

  /// The last end that is foretold, and how many have none; nil where most have none.
  var known: (end: Date, unsure: Int)? {
    switch self {
    case .about(let date): (date, 0)
    case .notBefore(let date, let unsure): (date, unsure)
    case .unknown: nil
    }
  }
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
  /// follow. Where most have none, `through ? (4 of 5 unsure)`. Empty where nothing is known.
  mutating func throughWords() -> (long: String, short: String) {
    guard let end = batchEnd() else { return ("", "") }
    if case .unknown(let unsure, let all) = end {
      return ("through ? (\(grouped(unsure)) of \(grouped(all)) unsure)", "through ?")
    }
    guard let (date, unsure) = end.known else { return ("", "") }
    let (words, change) = Format.coming(date, now: serversNow, moment.local)
    if let change { validity.ends(inSeconds: change) }
    let about = signs.unicode ? "≈" : "~"
    let least = signs.unicode ? "≥" : ">="
    guard unsure > 0 else { return ("through \(about) \(words)", "through \(about) \(words)") }
    let short = "through \(least) \(words)"
    return ("\(short) (\(grouped(unsure)) unsure)", short)
  }
}
