import Ground
import Planning
import RDSExports
import Tracking

/// What was looked up for new exports. It is remembered while the program runs: nothing is asked
/// twice while it is fresh, and what was denied is asked again only when a person wants it.
struct Lookups: Sendable {
  /// A lookup at a site.
  struct Subject: Hashable {
    var site: SiteID
    var lookup: Lookup
  }

  /// What is known of a lookup.
  struct Answer: Hashable {
    var pages: [Found] = []
    /// Whether all pages are there.
    var isWhole = false
    var problem: LookupProblem?
    /// When it was asked for (monotonic).
    var askedAt = Duration.zero

    var isUnderWay: Bool { !isWhole && problem == nil }
    /// Whether AWS has answered, and not by a refusal.
    var isAllowed: Bool { problem == nil && (isWhole || !pages.isEmpty) }
  }

  /// Lists of AWS's that fields can be filled from.
  private struct ShelfName: Hashable {
    var site: SiteID
    var kind: ShelfKind
  }

  private var answers: [Subject: Answer] = [:]
  /// Those that are under way, by ticket.
  private var asked: [Int: Subject] = [:]
  private var shelves: [ShelfName: Shelf] = [:]
  private var nextTicket = 1
  /// Tickets of what nobody waits for any more, and is still to be stopped.
  private var givenUp: [Int] = []
  /// Grows when something that a shelf held may be gone.
  private(set) var generation = 0

  /// How long an answer counts as the present.
  static let freshness = Duration.seconds(300)
  /// How long a list that was read says which snapshot is the newest.
  static let newestHolds = Duration.seconds(60)
  /// How long a failure or an absence does, which a person may be mending.
  static let patience = Duration.seconds(10)

  /// Nil where it was never asked for.
  func answer(to lookup: Lookup, at site: SiteID) -> Answer? {
    answers[Subject(site: site, lookup: lookup)] ?? denial(like: lookup, at: site)
  }

  /// IAM's refusal to judge the policies of an identity holds for every question about it: none is
  /// asked for the next prefix. Another identity's may be judged.
  private func denial(like lookup: Lookup, at site: SiteID) -> Answer? {
    guard case .permissions(let question) = lookup else { return nil }
    return answers.first { subject, answer in
      guard subject.site == site, answer.problem?.kind == .denied,
        case .permissions(let other) = subject.lookup
      else { return false }
      return other.principal == question.principal
    }?.value
  }

  func shelf(_ kind: ShelfKind, at site: SiteID) -> Shelf? {
    shelves[ShelfName(site: site, kind: kind)]
  }

  /// - Returns: The ticket of a question that has to be asked: the answer isn't known, or not any
  ///   more, and nobody is asking.
  mutating func begin(
    _ lookup: Lookup, at site: SiteID, region: String, now: Duration
  ) -> Int? {
    let subject = Subject(site: site, lookup: lookup)
    if let known = answer(to: lookup, at: site), !isOld(known, now: now) { return nil }
    if lookup.isJudgement {
      // The first answer tells whether the others may be asked.
      let others = answers.filter { $0.key.site == site && $0.key.lookup.isJudgement }.values
      if others.contains(where: \.isUnderWay), !others.contains(where: \.isWhole) { return nil }
    }
    answers[subject] = Answer(askedAt: now)
    defer { nextTicket += 1 }
    asked[nextTicket] = subject
    if let kind = ShelfKind(lookup) { refill(kind, at: site, region: region) }
    return nextTicket
  }

  private func isOld(_ answer: Answer, now: Duration) -> Bool {
    switch answer.problem?.kind {
    case .denied: false
    case .missing, .failed: now - answer.askedAt >= Self.patience
    case nil: answer.isWhole && now - answer.askedAt >= Self.freshness
    }
  }

  /// - Returns: What it answers; nil where nobody waits for it any more.
  @discardableResult
  mutating func take(
    _ result: Result<FoundPage, LookupProblem>, ticket: Int
  ) -> Subject? {
    guard let subject = asked[ticket] else { return nil }
    var answer = answers[subject] ?? Answer()
    switch result {
    case .success(let page):
      answer.pages.append(page.found)
      answer.isWhole = page.isLast
      if let kind = ShelfKind(subject.lookup) {
        shelves[ShelfName(site: subject.site, kind: kind)]?.append(page.found)
      } else if case .key = page.found {
        shelves[ShelfName(site: subject.site, kind: .keys)]?.append(page.found)
      }
    case .failure(let problem): answer.problem = problem
    }
    answers[subject] = answer
    if !answer.isUnderWay { asked[ticket] = nil }
    return subject
  }

  /// Forgets what was found and what failed of a list, and gives up what is under way, so that all of
  /// it is asked again.
  mutating func forget(_ kind: ShelfKind, at site: SiteID) {
    for subject in answers.keys where subject.site == site && kind.holds(subject.lookup) {
      answers[subject] = nil
    }
    giveUp { $0.site == site && kind.holds($0.lookup) }
  }

  /// Forgets a list that was asked for before an instant, so that it is asked again: it no longer says
  /// what is the newest. What was denied stays so, and what is on its way comes.
  /// - Returns: Whether it has to be asked again.
  @discardableResult
  mutating func forgetList(
    _ lookup: Lookup, at site: SiteID, askedBefore instant: Duration
  ) -> Bool {
    let subject = Subject(site: site, lookup: lookup)
    guard let answer = answers[subject], !answer.isUnderWay, answer.problem?.kind != .denied,
      answer.askedAt < instant
    else { return false }
    answers[subject] = nil
    return true
  }

  /// Gives up what is under way at a site: nobody waits for it any more. What has come of it stays on
  /// its shelf.
  mutating func giveUp(at site: SiteID) { giveUp { $0.site == site } }

  private mutating func giveUp(where isOver: (Subject) -> Bool) {
    for (ticket, subject) in asked where isOver(subject) {
      asked[ticket] = nil
      givenUp.append(ticket)
      if answers[subject]?.isUnderWay == true { answers[subject] = nil }
    }
  }

  /// What is to be stopped, each once.
  mutating func takeGivenUp() -> [Int] {
    defer { givenUp = [] }
    return givenUp.sorted()
  }

  /// Forgets what was denied or failed, wherever.
  mutating func forgetProblems() { answers = answers.filter { $0.value.problem == nil } }

  /// Forgets what was found for checks and is no longer the present. What was denied stays so, and
  /// lists stay with their fields.
  mutating func forgetOldChecks(at site: SiteID, now: Duration) {
    answers = answers.filter { subject, answer in
      subject.site != site || ShelfKind(subject.lookup) != nil || !isOld(answer, now: now)
    }
  }

  /// Forgets what was found for checks, and what failed, at a site. Checks that are under way are given
  /// up; lists come on.
  mutating func forgetChecks(at site: SiteID) {
    giveUp { $0.site == site && ShelfKind($0.lookup) == nil }
    answers = answers.filter { subject, answer in
      subject.site != site || ShelfKind(subject.lookup) != nil && answer.problem == nil
    }
  }

  /// Forgets a site that nobody watches any more.
  mutating func forget(_ site: SiteID) {
    giveUp(at: site)
    answers = answers.filter { $0.key.site != site }
    shelves = shelves.filter { $0.key.site != site }
    generation += 1
  }

  /// Puts on a shelf what is still known for it.
  private mutating func refill(_ kind: ShelfKind, at site: SiteID, region: String) {
    var shelf = Shelf(kind, region: region)
    for lookup in kind.lookups {
      for page in answer(to: lookup, at: site)?.pages ?? [] { shelf.append(page) }
    }
    if kind == .keys {
      for (subject, answer) in answers where subject.site == site {
        for case .key(let key) in answer.pages { shelf.append(.key(key)) }
      }
    }
    shelves[ShelfName(site: site, kind: kind)] = shelf
    generation += 1
  }
}

extension Lookup {
  /// Whether IAM is asked to judge policies.
  fileprivate var isJudgement: Bool { if case .permissions = self { true } else { false } }
}

extension Lookups {
  /// How it stands with the list that a field is filled from.
  enum Progress: Hashable {
    case notAsked
    /// How many there are so far.
    case underWay(Int)
    case whole(Int)
    /// Nothing more will come, and a lookup of the list has failed.
    case problem(LookupProblem, of: Lookup, Int)
  }

  func progress(of kind: ShelfKind, at site: SiteID) -> Progress {
    let answers = kind.lookups.compactMap { answer(to: $0, at: site) }
    guard !answers.isEmpty else { return .notAsked }
    let count = shelf(kind, at: site)?.offers.count ?? 0
    if answers.contains(where: \.isUnderWay) { return .underWay(count) }
    for lookup in kind.lookups {
      if let problem = answer(to: lookup, at: site)?.problem {
        return .problem(problem, of: lookup, count)
      }
    }
    return .whole(count)
  }
}

extension State {
  /// Asks AWS unless the answer is known, or is on its way.
  /// - Parameter shown: The site as the user sees it.
  mutating func look(
    _ lookup: Lookup, at site: SiteID, shown: Site, _ moment: Moment
  ) -> [Effect] {
    guard
      let ticket = lookups.begin(
        lookup, at: site, region: shown.region, now: moment.monotonic)
    else { return [] }
    return [.look(ticket: ticket, site, shown: shown, lookup)]
  }
}
