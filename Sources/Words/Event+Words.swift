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
    case .queue(let step): step.words
    case .troubleBegan(_, let summary): Format.line(summary)
    case .troubleEnded(let kind, let time):
      "\(kind.endWords), after \(Format.duration(time))"
    case .alerted(_, let words): Format.line(words, limit: 300)
    case .siteLeft(let place): "the settings lead to \(place) from here on"
    }
  }
}

extension QueueStep {
  fileprivate var words: String {
    switch self {
    case .added(let number): "queued, as number \(number)"
    case .held(nil): "held in the queue"
    case .held(let reason?): "held in the queue: \(Format.line(reason, limit: 300))"
    case .released: "released in the queue: it waits for its turn"
    case .moved(nil): "moved in the queue"
    case .moved(let turn?): "moved in the queue, to turn \(turn)"
    case .removed: "removed from the queue"
    case .putBack(let reason): "put back into the queue: \(Format.line(reason, limit: 300))"
    case .found: "found at AWS: an earlier send had started it"
    case .notFound: "not at AWS: no earlier send had started it"
    case .clash(let reason):
      "held in the queue, its identifier clashes: \(Format.line(reason, limit: 300))"
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
