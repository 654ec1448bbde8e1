import AWSCore
import Ground
import Monitor
import Planning
import Tracking

/// Looks up what new exports need.
extension EffectRunner {
  /// Posts each page as it comes. Only a context that leads to the site that is shown is asked.
  func look(ticket: Int, at site: SiteID, shown: Site, _ lookup: Lookup) {
    let lanes = lanes(of: site)
    inFlight.withLock { $0 += 1 }
    lookups.withLock { lookups in
      lookups[ticket] = Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
        do throws(LookupProblem) {
          let looking = try await Self.looking(by: lanes, at: site, shown: shown)
          try await looking.look(lookup) { [mailbox] page in
            mailbox.post(.found(ticket: ticket, .success(page)))
          }
        } catch {
          if !Task.isCancelled { mailbox.post(.found(ticket: ticket, .failure(error))) }
        }
        self.lookups.withLock { $0[ticket] = nil }
        inFlight.withLock { $0 -= 1 }
      }
    }
  }

  /// Ends calls whose answers nobody waits for any more.
  func stopLooking(_ tickets: [Int]) {
    let tasks = lookups.withLock { lookups in
      tickets.compactMap { lookups.removeValue(forKey: $0) }
    }
    for task in tasks { task.cancel() }
  }

  /// Of the context that polls the site, or else of one that stands by.
  /// - Throws: What stood in the way of the first.
  private static func looking(
    by lanes: [Lane], at site: SiteID, shown: Site
  ) async throws(LookupProblem) -> any LookingUp {
    var first: LookupProblem?
    for lane in lanes.filter({ !$0.poller.standsBy }) + lanes.filter(\.poller.standsBy) {
      guard let visitLooking = lane.visitLooking else { continue }
      do throws(AWSError) {
        let (visit, looking) = try await visitLooking()
        let known = await visit.withAccount()
        if lane.poller.allows(known, for: site, shown: shown) { return looking }
        let (asked, now) = Site.words(shown, known.site)
        first = first ?? LookupProblem(.failed, "the settings lead to \(now) now, not to \(asked)")
      } catch {
        first = first ?? LookupProblem(.failed, error.summary)
      }
    }
    throw first ?? LookupProblem(.failed, "no context leads to \(shown.words) now")
  }
}
