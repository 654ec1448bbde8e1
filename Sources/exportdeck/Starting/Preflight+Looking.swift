import Planning
import RDSExports
import Synchronization
import Tracking

extension Preflight {
  /// Makes a pre-flight, asking AWS until nothing is left to be asked.
  static func whole(
    of request: StartExportTaskRequest, at site: Site, known: KnownExports, level: Level,
    asking looking: any LookingUp
  ) async -> Preflight {
    let place = Place(account: site.account, region: site.region, partition: site.partition)
    var answers: [Lookup: Answer] = [:]
    while true {
      let now = answers
      let preflight = Preflight(
        request, at: place, known: known, level: level, answer: { now[$0] ?? .notAsked })
      if preflight.lookups.isEmpty { return preflight }
      await withTaskGroup(of: (Lookup, Answer).self) { group in
        for lookup in preflight.lookups {
          group.addTask { (lookup, await Self.answer(to: lookup, by: looking)) }
        }
        for await (lookup, answer) in group { answers[lookup] = answer }
      }
    }
  }

  private static func answer(to lookup: Lookup, by looking: any LookingUp) async -> Answer {
    let pages = Mutex<[Found]>([])
    do throws(LookupProblem) {
      try await looking.look(lookup) { page in pages.withLock { $0.append(page.found) } }
      return .found(pages.withLock { $0 })
    } catch {
      return .problem(error)
    }
  }
}
