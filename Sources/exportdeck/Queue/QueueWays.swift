import AWSCore
import Ground
import Monitor
import Planning
import RDSExports
import Synchronization
import Tracking

/// The contexts by which a runner of the queue reaches the sites that exports wait for.
///
/// Where a context leads is looked up anew for each turn and before each send: settings and
/// credentials may have changed, and what waits for one account must not reach another.
final class QueueWays: Sendable {
  /// A context, as the queue needs it.
  struct Way: Sendable {
    var visit: @Sendable () async throws(AWSError) -> SiteVisit
    /// Whether starting is off there.
    var isReadOnly: Bool
    /// Takes in a task that was started, so that it is shown before AWS lists it.
    var absorb: @Sendable (ExportTask, Site, Observation) -> Void = { _, _, _ in }
  }

  /// Where a context leads now.
  struct Reached: Sendable {
    var way: Way
    var visit: SiteVisit
  }

  /// What the contexts lead to at one moment.
  struct Survey: Sendable {
    fileprivate(set) var reached: [Reached] = []
    fileprivate(set) var failures: [String] = []

    /// The ways to a site; none where one of them is read-only.
    func ways(to site: Site) -> [Reached] {
      let all = reached.filter { $0.visit.site == site }
      return all.contains(where: \.way.isReadOnly) ? [] : all
    }

    /// Why nothing can be started at a site.
    func obstacle(to site: Site) -> String {
      if reached.contains(where: { $0.visit.site == site }) {
        return "\(site.words) is read-only here"
      }
      return failures.first ?? "no context that is watched leads to \(site.words)"
    }
  }

  private let all: @Sendable () -> [Way]

  init(_ all: @escaping @Sendable () -> [Way]) { self.all = all }

  func survey() async -> Survey {
    var survey = Survey()
    for way in all() {
      do throws(AWSError) {
        survey.reached.append(Reached(way: way, visit: try await way.visit().withAccount()))
      } catch {
        survey.failures.append(error.summary)
      }
    }
    return survey
  }

  /// The client of a way, if it still leads to the site.
  static func client(
    by way: Way, to site: Site
  ) async throws(ExportTasksError) -> any ExportTasksClient {
    var visit: SiteVisit
    do throws(AWSError) { visit = try await way.visit() } catch { throw .call(error) }
    visit = await visit.withAccount()
    guard visit.site == site, site.account != nil else {
      let (asked, now) = Site.words(site, visit.site)
      throw .otherSite(asked: asked, now: now)
    }
    guard !way.isReadOnly else {
      throw .call(
        .configuration(place: "read-only", message: "starting and canceling are off"))
    }
    return visit.client
  }
}
