import AWSCore
import Ground
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
