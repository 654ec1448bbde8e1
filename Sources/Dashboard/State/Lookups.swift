import Planning
import Tracking

/// What was looked up for new exports. It is remembered while the program runs: nothing is asked
/// twice, and what was denied is asked again only when a person wants it.
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
  }

  private var answers: [Subject: Answer] = [:]
  /// Those that are under way, by ticket.
  private var asked: [Int: Subject] = [:]

  /// Nil where it was never asked for.
  func answer(to lookup: Lookup, at site: SiteID) -> Answer? {
    answers[Subject(site: site, lookup: lookup)]
  }

  /// - Returns: Whether it has to be asked: it isn't known, and nobody is asking.
  mutating func begin(_ lookup: Lookup, at site: SiteID, ticket: Int) -> Bool {
    let subject = Subject(site: site, lookup: lookup)
    guard answers[subject] == nil else { return false }
    answers[subject] = Answer()
    asked[ticket] = subject
    return true
  }

  mutating func take(_ result: Result<FoundPage, LookupProblem>, ticket: Int) {
    guard let subject = asked[ticket] else { return }
    var answer = answers[subject] ?? Answer()
    switch result {
    case .success(let page):
      answer.pages.append(page.found)
      answer.isWhole = page.isLast
    case .failure(let problem): answer.problem = problem
    }
    answers[subject] = answer
    if answer.isWhole || answer.problem != nil { asked[ticket] = nil }
  }

  /// Forgets what was found and what failed, so that it is asked again; what is under way goes on.
  mutating func forget() {
    let underWay = Set(asked.values)
    answers = answers.filter { underWay.contains($0.key) }
  }
}

extension State {
  /// Asks AWS unless the answer is known, or is on its way.
  /// - Parameter shown: The site as the user sees it.
  mutating func look(_ lookup: Lookup, at site: SiteID, shown: Site) -> [Effect] {
    let ticket = nextTicket
    guard lookups.begin(lookup, at: site, ticket: ticket) else { return [] }
    nextTicket += 1
    return [.look(ticket: ticket, site, shown: shown, lookup)]
  }
}
