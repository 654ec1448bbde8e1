import Dashboard
import Ground
import Journal
import Planning
import Tracking

/// Exports that are to wait in the queue, and whose answers are waited for.
extension EffectRunner {
  /// Lets exports wait in this order, all that may or none, and says of each what has come of it.
  func enqueue(_ orders: [QueueingOrder]) {
    guard let runner = queue.withLock({ $0 }) else {
      return refuse(orders, because: "there is no queue here")
    }
    var allowed: [QueueingOrder] = []
    for order in orders {
      if let refusal = Self.refusal(of: order.agreed, by: lanes(of: order.site)) {
        refuse([order], because: refusal.summary)
      } else {
        allowed.append(order)
      }
    }
    guard !allowed.isEmpty else { return }
    inFlight.withLock { $0 += 1 }
    let timekeeper = runner.timekeeper
    Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
      do throws(QueueProblem) {
        let entries = try await runner.store.add(
          allowed.map { QueueDraft(site: $0.shown, request: $0.request) })
        for (order, entry) in zip(allowed, entries) {
          mailbox.post(.enqueued(ticket: order.ticket, .waits(number: entry.id)))
        }
        runner.wake()
        var callers: [SiteID: String?] = [:]
        for (order, entry) in zip(allowed, entries) {
          if callers[order.site] == nil {
            callers[order.site] = .some(await caller(at: order.site, timekeeper))
          }
          note(
            entry.event(
              .added(number: entry.id), by: .dashboard, caller: callers[order.site] ?? nil,
              at: timekeeper.wall))
        }
      } catch {
        refuse(allowed, because: "\(error)")
      }
      inFlight.withLock { $0 -= 1 }
    }
  }

  private func refuse(_ orders: [QueueingOrder], because reason: String) {
    for order in orders {
      mailbox.post(.enqueued(ticket: order.ticket, .refused(because: reason)))
    }
  }
}
