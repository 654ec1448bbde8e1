import Tracking

/// What is wrong with several contexts in the same words, or what they wait for.
struct FeedTroubles: Hashable {
  enum What: Hashable {
    case trouble(Trouble)
    case waiting(Waiting)
  }

  var what: What
  /// In the order of the list of contexts.
  var contexts: [ContextID]
}

extension State {
  /// What is wrong with the visible contexts and what they wait for, each text once. Troubles come
  /// first, as they are what an action is needed for.
  var feedTroubles: [FeedTroubles] {
    var groups: [FeedTroubles] = []
    var places: [FeedTroubles.What: Int] = [:]
    func add(_ what: FeedTroubles.What, _ gist: FeedTroubles.What, _ context: ContextID) {
      if let place = places[gist] {
        groups[place].contexts.append(context)
      } else {
        places[gist] = groups.count
        groups.append(FeedTroubles(what: what, contexts: [context]))
      }
    }
    for context in roster.remarkable {
      guard let feed = snapshots[context]?.feed else { continue }
      if let trouble = feed.trouble {
        // When it began is no part of what it is.
        var gist = trouble
        gist.since = .distantPast
        add(.trouble(trouble), .trouble(gist), context)
      }
      if let waiting = feed.waiting {
        let gist = Waiting(what: waiting.what, since: .zero, limit: waiting.limit)
        add(.waiting(waiting), .waiting(gist), context)
      }
    }
    return groups
  }

  /// Whose trouble it is: `staging`, or `3 contexts`; nil where there is only one context.
  func owner(of troubles: FeedTroubles) -> String? {
    guard roster.hasSeveral, let first = troubles.contexts.first else { return nil }
    return troubles.contexts.count == 1
      ? roster.names[first] : counted(troubles.contexts.count, "context", "contexts")
  }

  /// The names of several contexts that have the same trouble, the first few of them.
  func names(of troubles: FeedTroubles, most: Int) -> String? {
    guard troubles.contexts.count > 1 else { return nil }
    let names = troubles.contexts.prefix(most).compactMap { roster.names[$0] }
    let rest = troubles.contexts.count - names.count
    return (names + (rest > 0 ? ["\(grouped(rest)) more"] : [])).joined(separator: ", ")
  }
}
