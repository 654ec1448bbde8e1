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
    /// Tells it from the others, and stays as long as it is there.
    var id = 0
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
    /// The contexts that were looked at.
    fileprivate(set) var contexts: Set<Int> = []
    fileprivate(set) var failures: [String] = []

    /// Where something can be started, as far as the settings go.
    var served: Set<Site> {
      Set(reached.map(\.visit.site)).filter { $0.account != nil && !ways(to: $0).isEmpty }
    }

    /// The ways to a site; none where one of them is read-only.
    func ways(to site: Site) -> [Reached] {
      let all = reached.filter { $0.visit.site == site }
      return all.contains(where: \.way.isReadOnly) ? [] : all
    }

    /// What runs at AWS now, at all sites that share a site's slots.
    /// - Parameter known: A site that is not asked again.
    func running(
      sharingSlotsOf site: Site, in scope: SlotScope, but known: Site? = nil,
      by timekeeper: any Timekeeper
    ) async throws(ExportTasksError) -> [RunningExport] {
      var asked = Set([known].compactMap(\.self))
      var running: [RunningExport] = []
      for place in reached.map(\.visit.site) where scope.joins(place, site) {
        guard asked.insert(place).inserted else { continue }
        let ways = reached.filter { $0.visit.site == place }
        let active = try await QueueWays.first(of: ways) { reached throws(ExportTasksError) in
          try await reached.visit.client.exportTasks(
            matching: .init(filters: [.status([.starting, .inProgress, .canceling])]),
            timekeeper: timekeeper)
        }
        running += active.filter { $0.status?.isActive == true }.map {
          RunningExport(identifier: $0.exportTaskIdentifier, sourceArn: $0.sourceArn)
        }
      }
      return running
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
  private let visits = SideBySide<Int, Result<Reached, AWSError>>()
  /// How long the answer of a way is waited for. A helper that hangs holds up no other way.
  private static let patience = Duration.seconds(5)

  init(_ all: @escaping @Sendable () -> [Way]) { self.all = all }

  /// By the contexts of a configuration.
  convenience init(_ configuration: Configuration, _ surroundings: Surroundings) {
    let ways = configuration.contexts.enumerated().map { index, context in
      let live = LiveContext(
        surroundings, overrides: configuration.overrides(of: context), name: context.name)
      return Way(
        id: index,
        visit: { () async throws(AWSError) in try await live.visit() },
        isReadOnly: configuration.value(of: \.readOnly, in: context).value)
    }
    self.init { ways }
  }

  /// The contexts that there are, each by its number.
  var ids: Set<Int> { Set(all().map(\.id)) }

  /// Whether a survey waits for nobody.
  func hurry(_ isHurried: Bool) { visits.hurry(isHurried) }

  func survey(by timekeeper: any Timekeeper) async -> Survey {
    let ways = Dictionary(all().map { ($0.id, $0) }) { $1 }
    let answers = await visits.run(
      ways.keys.sorted(), within: Self.patience, by: timekeeper
    ) { id in
      guard let way = ways[id] else { return .failure(.cancelled) }
      do throws(AWSError) {
        return .success(Reached(way: way, visit: try await way.visit().withAccount()))
      } catch {
        return .failure(error)
      }
    }
    var survey = Survey(contexts: Set(ways.keys))
    for id in ways.keys.sorted() {
      switch answers[id] {
      case .success(let reached):
        survey.reached.append(reached)
        if reached.visit.site.account == nil {
          survey.failures.append("AWS has not said yet whose credentials those of a context are")
        }
      case .failure(let error): survey.failures.append(error.summary)
      case nil: survey.failures.append("the credentials of a context are still waited for")
      }
    }
    return survey
  }

  /// What the first of several identities gets that may, and else why the last one doesn't.
  static func first<Value>(
    of ways: [Reached], _ ask: (Reached) async throws(ExportTasksError) -> Value
  ) async throws(ExportTasksError) -> Value {
    for reached in ways.dropLast() {
      do throws(ExportTasksError) {
        return try await ask(reached)
      } catch {
        guard error.isOfIdentity else { throw error }
      }
    }
    guard let last = ways.last else { throw .call(.cancelled) }
    return try await ask(last)
  }

  /// A visit by a way, if it still leads to the site.
  static func visit(by way: Way, to site: Site) async throws(ExportTasksError) -> SiteVisit {
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
    return visit
  }
}
