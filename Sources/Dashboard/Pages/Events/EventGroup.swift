import Tracking

/// What an event is about: the table shows all of them, or those of one group.
public enum EventGroup: String, CaseIterable, Sendable {
  case status, progress, alerts, here, trouble

  public init(_ kind: Event.Kind) {
    switch kind {
    case .appeared, .turned, .noLongerListed: self = .status
    case .reached, .movedOn, .fellBack: self = .progress
    case .alerted: self = .alerts
    case .startSent, .cancelSent, .startAccepted, .cancelAccepted, .startRefused, .cancelRefused,
      .queue:
      self = .here
    case .troubleBegan, .troubleEnded, .siteLeft: self = .trouble
    }
  }

  /// The group after one, and all of them after the last and before the first.
  static func next(after group: EventGroup?, by step: Int) -> EventGroup? {
    let all: [EventGroup?] = [nil] + allCases
    let place = all.firstIndex(of: group) ?? 0
    return all[(place + step + all.count) % all.count]
  }
}

/// What narrows the table: words, and groups by `kind=status,here`.
struct EventSearch {
  /// In lower case, as bytes.
  private(set) var needles: [[UInt8]] = []
  /// Nil for all.
  private(set) var groups: Set<EventGroup>?
  /// What stands after `kind=` and is no group.
  private(set) var unknown: String?

  init(_ text: String, only group: EventGroup?) {
    groups = group.map { [$0] }
    for word in text.lowercased().split(whereSeparator: \.isWhitespace) {
      guard word.hasPrefix("kind=") else {
        needles.append(Array(word.utf8))
        continue
      }
      let names = word.dropFirst(5).split(separator: ",")
      var named: Set<EventGroup> = []
      for name in names {
        let found = EventGroup.allCases.filter { $0.rawValue.hasPrefix(name) }
        if found.isEmpty { unknown = String(name) }
        named.formUnion(found)
      }
      if !names.isEmpty { groups = groups?.intersection(named) ?? named }
    }
  }

  /// Whether what moves is what is looked for: then each step is shown.
  var isAboutProgress: Bool { groups == [.progress] }
}
