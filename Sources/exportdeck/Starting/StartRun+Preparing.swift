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
    let waiting = try await aim.store?.entries().filter { $0.site == site } ?? []
    let moment = ThisProcess.moment(
      timekeeper, clocks: ThisProcess.clocks(around: timekeeper.wall))
    let request = try await order.request(
      by: visit.client, asking: looking, template: configuration.identifier.value,
      taken: Set(waiting.map(\.request.exportTaskIdentifier)), at: moment,
      remark: complaints.remark)
    let level = configuration.checks.value
    var known =
      request.problems().contains { $0.field == .exportTaskIdentifier } || level == .off
      ? KnownExports(isIdentifierKnown: false, isRunningKnown: false)
      : await visit.client.known(beside: request.exportTaskIdentifier, timekeeper: timekeeper)
    known.queuedAs =
      waiting.first {
        $0.isOpen
          && $0.request.exportTaskIdentifier.lowercased()
            == request.exportTaskIdentifier.lowercased()
      }?.id
    let preflight = await Preflight.whole(
      of: request, at: site, known: known, level: level, asking: looking)
    let wait = wait(of: request, at: site, among: waiting, known, at: moment)
    return Prepared(request: request, visit: visit, preflight: preflight, wait: wait)
  }

  /// Why an export that comes behind all that wait can't start now: by the rules of the queue, so
  /// that it overtakes nobody who could start.
  private func wait(
    of request: StartExportTaskRequest, at site: Site, among waiting: [QueueEntry],
    _ known: KnownExports, at moment: Moment
  ) -> String? {
    guard aim.store != nil, known.isRunningKnown else { return nil }
    let running = known.running.map {
      RunningExport(identifier: $0.exportTaskIdentifier, sourceArn: $0.sourceArn)
    }
    let last = QueueEntry(
      id: .max, place: .max, site: site, request: request, addedAt: moment.wall)
    let use = TakenSlots(slots: known.slots, running: running)
    let verdicts = QueuePolicy.verdicts(waiting + [last], use, at: moment.wall)
    guard case .wait(let wait) = verdicts[last.id] else { return nil }
    let names = Set(running.map(\.identifier))
    let starting = waiting.count {
      verdicts[$0.id] == .start
        || $0.isSending && !names.contains($0.request.exportTaskIdentifier)
    }
    if case .slots = wait, running.count < known.slots, starting > 0 {
      return "\(starting == 1 ? "one that waits" : "\(starting) that wait") in the queue "
        + "\(starting == 1 ? "has" : "have") an earlier turn"
    }
    return wait.words(now: moment.wall, moment.local)
  }
}
