import FoundationEssentials

/// Something that happened: to a task, to the way to a site, or because it was done here.
public struct Event: Hashable, Sendable {
  public enum Kind: Hashable, Sendable, Codable {
    case appeared
    /// From one status to another, in the API's words.
    case turned(from: String, to: String)
    case noLongerListed
    /// It has passed another tenth of the way.
    case reached(percent: Int)
    /// It moved again after a stall that lasted so many seconds.
    case movedOn(percent: Int, after: TimeInterval)
    /// Its progress is less than it was.
    case fellBack(from: Int, to: Int)

    case startSent, cancelSent
    /// AWS took it; the status that it answered, in its own word.
    case startAccepted(status: String?)
    case cancelAccepted(status: String?)
    /// Why, in a line for a person.
    case startRefused(because: String)
    case cancelRefused(because: String)

    /// No answer, or none that helps, from now on.
    case troubleBegan(Trouble.Kind, summary: String)
    /// It lasted so many seconds.
    case troubleEnded(Trouble.Kind, after: TimeInterval)
    /// The settings lead elsewhere from now on: the place in words.
    case siteLeft(for: String)
  }

  public var site: Site
  /// The identifier of the task; nil for what is about the site.
  public var task: String?
  /// By the server's clock.
  public var at: Date
  public var kind: Kind

  public init(site: Site, task: String?, at: Date, kind: Kind) {
    self.site = site
    self.task = task
    self.at = at
    self.kind = kind
  }
}

extension Event.Kind {
  /// What to tell of a task that has moved while it was IN_PROGRESS: not each percent; nil where
  /// there is nothing to tell.
  /// - Parameters:
  ///   - from: The percentage that was known.
  ///   - rest: For how long it had stalled, in seconds; nil where it had not.
  init?(movementFrom from: Int?, to: Int?, stalledFor rest: TimeInterval?) {
    guard let from, let to, from != to else { return nil }
    if to < from {
      self = .fellBack(from: from, to: to)
    } else if let rest, rest >= 60 {
      self = .movedOn(percent: to, after: rest)
    } else if from / 10 < to / 10 {
      self = .reached(percent: to)
    } else {
      return nil
    }
  }

  /// Whether it was done here, not seen.
  public var isOwnDoing: Bool {
    switch self {
    case .startSent, .cancelSent, .startAccepted, .cancelAccepted, .startRefused, .cancelRefused:
      true
    case .appeared, .turned, .noLongerListed, .reached, .movedOn, .fellBack, .troubleBegan,
      .troubleEnded, .siteLeft:
      false
    }
  }

  /// What two dashboards that look at the same account both see, each at its own time and in its
  /// own numbers; nil for what one of them did.
  public var news: String? {
    switch self {
    case .appeared: "appeared"
    case .turned(let from, let to): "turned \(from) \(to)"
    case .noLongerListed: "gone"
    case .reached(let percent): "reached \(percent / 10)"
    case .movedOn: "moved"
    case .fellBack: "fell back"
    case .troubleBegan(let kind, _): "trouble \(kind.rawValue)"
    case .troubleEnded(let kind, _): "no trouble \(kind.rawValue)"
    case .startSent, .cancelSent, .startAccepted, .cancelAccepted, .startRefused, .cancelRefused,
      .siteLeft:
      nil
    }
  }
}

extension Event {
  /// Within so many seconds two tellings of the same news are of one event.
  public static let sameNewsWithin: TimeInterval = 600

  /// What the same event is known by, whoever saw it.
  private struct Subject: Hashable {
    var site: Site
    var task: String?
    var news: String
  }

  private var subject: Subject? {
    kind.news.map { Subject(site: site, task: task, news: $0) }
  }

  /// The events of two lists in the order of their times, none of them twice.
  public static func united(_ one: [Event], _ other: [Event]) -> [Event] {
    var known: [Subject: [Date]] = [:]
    var seen: Set<Event> = []
    var all: [Event] = []
    for event in one + other where seen.insert(event).inserted {
      if let subject = event.subject {
        let isTold = known[subject]?.contains {
          abs($0.timeIntervalSince(event.at)) < sameNewsWithin
        }
        if isTold == true { continue }
        known[subject, default: []].append(event.at)
      }
      all.append(event)
    }
    return all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
      .map(\.element)
  }
}

extension Event {
  /// The same event, with a change to the texts that came from outside: to hide what must not be
  /// stored.
  public func rewriting(_ change: (String) -> String) -> Event {
    var event = self
    switch kind {
    case .startRefused(let words): event.kind = .startRefused(because: change(words))
    case .cancelRefused(let words): event.kind = .cancelRefused(because: change(words))
    case .troubleBegan(let kind, let summary):
      event.kind = .troubleBegan(kind, summary: change(summary))
    case .appeared, .turned, .noLongerListed, .reached, .movedOn, .fellBack, .startSent,
      .cancelSent, .startAccepted, .cancelAccepted, .troubleEnded, .siteLeft:
      break
    }
    return event
  }
}
