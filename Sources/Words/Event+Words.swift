import Tracking

extension Event {
  /// What happened, in a few words; the task is not named.
  public var words: String {
    switch kind {
    case .appeared: "appeared"
    case .turned(let from, let to): "\(from) → \(to)"
    case .noLongerListed: "no longer listed"
    case .reached(let percent): "\(percent) %"
    case .movedOn(let percent, let rest):
      "\(percent) %, after \(Format.duration(rest)) without progress"
    case .fellBack(let from, let to): "fell back from \(from) % to \(to) %"
    case .startSent: "start sent"
    case .cancelSent: "cancel sent"
    case .startAccepted(let status): "start accepted: \(status ?? "no status")"
    case .cancelAccepted(let status): "cancel accepted: \(status ?? "no status")"
    case .startRefused(let reason): "start refused: \(Format.line(reason))"
    case .cancelRefused(let reason): "cancel refused: \(Format.line(reason))"
    case .troubleBegan(_, let summary): Format.line(summary)
    case .troubleEnded(let kind, let time):
      "\(kind.endWords), after \(Format.duration(time))"
    case .alerted(_, let words): Format.line(words, limit: 300)
    case .siteLeft(let place): "the settings lead to \(place) from here on"
    }
  }
}

extension Trouble.Kind {
  fileprivate var endWords: String {
    switch self {
    case .noCredentials: "there are credentials again"
    case .noRegion: "there is a region again"
    case .expired: "the credentials are good again"
    case .denied: "AWS permits it again"
    case .throttled: "AWS no longer throttles"
    case .unreachable: "AWS can be reached again"
    case .accountUnknown: "the account is known again"
    case .other: "AWS answers again"
    }
  }
}
