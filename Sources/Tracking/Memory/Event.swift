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
    /// What happened to an export that waits in the local queue.
    case queue(QueueStep)

    /// No answer, or none that helps, from now on.
    case troubleBegan(Trouble.Kind, summary: String)
    /// It lasted so many seconds.
    case troubleEnded(Trouble.Kind, after: TimeInterval)
    /// A person was told: the kind's name in the configuration, and what was said.
    case alerted(kind: String, words: String)
    /// The settings lead elsewhere from now on: the place in words.
    case siteLeft(for: String)
  }

  public var site: Site
  /// The identifier of the task; nil for what is about the site.
  public var task: String?
  /// By the server's clock.
  public var at: Date
  public var kind: Kind
  /// Who did it and with which parameters, where it was done here; nil where nobody wrote it down.
  public var action: ActionRecord?

  public init(site: Site, task: String?, at: Date, kind: Kind, action: ActionRecord? = nil) {
    self.site = site
    self.task = task
    self.at = at
    self.kind = kind
    self.action = action
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
    case .startSent, .cancelSent, .startAccepted, .cancelAccepted, .startRefused, .cancelRefused,
      .queue:
      true
    case .appeared, .turned, .noLongerListed, .reached, .movedOn, .fellBack, .troubleBegan,
      .troubleEnded, .siteLeft, .alerted:
      false
    }
  }

  /// What two dashboards that look at the same account both see, each at its own time and in its
  /// own numbers; nil for what one of them did.
  public var news: EventNews? {
    switch self {
    case .appeared: EventNews("appeared", opposite: "gone")
    case .noLongerListed: EventNews("gone", opposite: "appeared")
    case .turned(let from, let to): EventNews("turned \(from) \(to)")
    case .reached(let percent): EventNews("reached \(percent / 10)")
    // There is no shorter rest than a minute that is told.
    case .movedOn: EventNews("moved", within: 60)
    case .fellBack: EventNews("fell back", within: 60)
    case .troubleBegan(let kind, _):
      EventNews("trouble \(kind.rawValue)", opposite: "no trouble \(kind.rawValue)")
    case .troubleEnded(let kind, _):
      EventNews("no trouble \(kind.rawValue)", opposite: "trouble \(kind.rawValue)")
    case .alerted(let kind, _): EventNews("alert \(kind)")
    case .startSent, .cancelSent, .startAccepted, .cancelAccepted, .startRefused, .cancelRefused,
      .queue, .siteLeft:
      nil
    }
  }
}

/// By what two tellings of one event are known.
public struct EventNews: Hashable, Sendable {
  public let name: String
  /// What ends it: after that, it is news again.
  public let opposite: String?
  /// Within so many seconds two tellings are of one event.
  public let within: TimeInterval

  init(_ name: String, opposite: String? = nil, within: TimeInterval = 600) {
    self.name = name
    self.opposite = opposite
    self.within = within
  }
}

extension Event {
  /// What the tellings of one event, and of what ends it, have in common.
  private struct Subject: Hashable {
    var site: Site
    var task: String?
    var news: String
  }

  /// The events of two lists in the order of their times, none of them twice.
  public static func united(_ one: [Event], _ other: [Event]) -> [Event] {
    var seen: Set<Event> = []
    let all = (one + other).filter { seen.insert($0).inserted }.enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    var last: [Subject: (name: String, at: Date)] = [:]
    return all.filter { event in
      guard let news = event.kind.news else { return true }
      let subject = Subject(
        site: event.site, task: event.task, news: min(news.name, news.opposite ?? news.name))
      if let told = last[subject], told.name == news.name,
        event.at.timeIntervalSince(told.at) < news.within
      {
        return false
      }
      last[subject] = (news.name, event.at)
      return true
    }
  }
}

extension Event {
  /// The same event, with a change to the texts that came from outside: to hide what must not be
  /// stored.
  public func rewriting(_ change: (String) -> String) -> Event {
    var event = self
    event.action = action?.rewriting(change)
    switch kind {
    case .startRefused(let words): event.kind = .startRefused(because: change(words))
    case .cancelRefused(let words): event.kind = .cancelRefused(because: change(words))
    case .troubleBegan(let kind, let summary):
      event.kind = .troubleBegan(kind, summary: change(summary))
    case .alerted(let kind, let words):
      event.kind = .alerted(kind: kind, words: change(words))
    case .queue(let step): event.kind = .queue(step.rewriting(change))
    case .appeared, .turned, .noLongerListed, .reached, .movedOn, .fellBack, .startSent,
      .cancelSent, .startAccepted, .cancelAccepted, .troubleEnded, .siteLeft:
      break
    }
    return event
  }
}
