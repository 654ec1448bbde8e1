import AWSCore
import Ground
import Monitor
import Planning
import RDSExports
import Tracking
import Words

/// Whether an export that may wait has to.
extension StartRun {
  /// Why it can't start now, in a line; nil where nothing is known to speak against it.
  func wait(
    of request: StartExportTaskRequest, at site: Site, among queued: [QueueEntry],
    _ known: KnownExports, _ surroundings: Surroundings, at moment: Moment
  ) async -> String? {
    guard aim.store != nil else { return nil }
    let scope = configuration.queueSlots.value
    var running: [RunningExport]?
    if known.isRunningKnown {
      running = known.running.map {
        RunningExport(identifier: $0.exportTaskIdentifier, sourceArn: $0.sourceArn)
      }
    }
    if scope == .account, let here = running {
      running = await runningElsewhere(than: site, surroundings).map { here + $0 }
    }
    let newcomer = QueueNewcomer(
      request, at: site, behind: queued.filter { scope.joins($0.site, site) },
      TakenSlots(slots: known.slots, running: running), at: moment.wall)
    switch newcomer {
    case .starts: return nil
    case .waits(let wait): return wait.words(now: moment.wall, moment.local)
    case .isBehind(let count):
      return "\(count == 1 ? "one that waits" : "\(count) that wait") in the queue "
        + "\(count == 1 ? "has" : "have") an earlier turn"
    }
  }

  /// The same once more: a question can stand for hours, and others may have begun to wait.
  /// - Throws: `QueueProblem` where there is no queue any more.
  func waitNow(
    of request: StartExportTaskRequest, by visit: SiteVisit, _ surroundings: Surroundings
  ) async throws -> String? {
    guard let store = aim.store else { return nil }
    let queued = try await store.entries()
    let known = await known(beside: request, by: visit, surroundings.timekeeper)
    return await wait(
      of: request, at: visit.site, among: queued, known, surroundings,
      at: ThisProcess.moment(surroundings.timekeeper))
  }

  /// What runs in the account's other regions, of those that whoever runs the queue watches, too; nil
  /// where one of them doesn't say.
  private func runningElsewhere(
    than site: Site, _ surroundings: Surroundings
  ) async -> [RunningExport]? {
    let watched = Configuration.ofUser(surroundings.environment, given: [])
    let survey = await QueueWays(watched, surroundings).survey(by: surroundings.timekeeper)
    do throws(ExportTasksError) {
      return try await survey.running(
        sharingSlotsOf: site, in: .account, but: site, by: surroundings.timekeeper)
    } catch {
      return nil
    }
  }
}
