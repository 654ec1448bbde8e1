import AWSCore
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Tracking
import Words

/// What has to be known before an export is started or queued. Nothing here changes anything.
extension StartRun {
  func prepared(_ surroundings: Surroundings) async throws -> Prepared {
    let timekeeper = surroundings.timekeeper
    let context = LiveContext(surroundings, overrides: configuration.overrides)
    var (visit, looking) = try await context.visitLooking()
    visit = await visit.withAccount()
    let site = visit.site
    let queued = try await aim.store?.entries() ?? []
    let waiting = queued.filter { $0.site == site }
    let moment = ThisProcess.moment(
      timekeeper, clocks: ThisProcess.clocks(around: timekeeper.wall))
    let request = try await order.request(
      by: visit.client, asking: looking, template: configuration.identifier.value,
      taken: Set(waiting.map(\.request.exportTaskIdentifier)), at: moment,
      remark: complaints.remark)
    let level = configuration.checks.value
    var known = await known(beside: request, by: visit, timekeeper)
    known.queuedAs =
      waiting.first {
        $0.isOpen
          && $0.request.exportTaskIdentifier.lowercased()
            == request.exportTaskIdentifier.lowercased()
      }?.id
    let preflight = await Preflight.whole(
      of: request, at: site, known: known, level: level, asking: looking)
    let wait = await wait(of: request, at: site, among: queued, known, surroundings, at: moment)
    return Prepared(request: request, visit: visit, preflight: preflight, wait: wait)
  }

  func known(
    beside request: StartExportTaskRequest, by visit: SiteVisit, _ timekeeper: any Timekeeper
  ) async -> KnownExports {
    let isMisspelt = request.problems().contains { $0.field == .exportTaskIdentifier }
    if isMisspelt || configuration.checks.value == .off {
      return KnownExports(isIdentifierKnown: false, isRunningKnown: false)
    }
    return await visit.client.known(
      beside: request.exportTaskIdentifier, timekeeper: timekeeper)
  }
}
