import AWSCore
import Ground
import Tracking

/// Contexts of one site: one polls, the others stand by.
extension Poller {
  /// Lets the other contexts of the site call this one.
  func reachEachOther() {
    state.withLock { state in
      state.duty.call = { [weak self] call in self?.take(call) }
      state.duty.taken = { [weak self] in self?.wasTakenOver() }
    }
  }

  private func take(_ call: Sites.Call) {
    change { state, now in state.take(call, at: now) }
    // The one before tells that it has no rows any more only when they are here.
    if case .takeOver(let estate) = call {
      change { _, _ in
        estate.taken()
        return .none
      }
    }
  }

  private func wasTakenOver() {
    change { state, _ in
      state.duty.isHandingOver = false
      return .now
    }
  }

  /// Looks at the own settings from time to time while another context polls.
  func checkWhenDue(_ state: inout PollerState, at now: Moment) {
    state.duty.checkAlarm?.cancel()
    state.duty.checkAlarm = nil
    guard state.duty.leader != nil, !state.plan.isPaused, state.duty.check == nil,
      let due = state.duty.checkDue
    else { return }
    guard due.hasCome(at: now) else {
      state.duty.checkAlarm = timekeeper.after(
        due.monotonic - now.monotonic, on: queue
      ) { [weak self] in
        self?.perform { _, _ in .none }
      }
      return
    }
    beginCheck(&state)
  }

  private func beginCheck(_ state: inout PollerState) {
    state.duty.checkDue = nil
    pending.add(1, ordering: .acquiringAndReleasing)
    state.duty.check = Task(executorPreference: BackgroundQueue.shared) { [self] in
      let result = await inTurn(.sweep) { () async -> Result<SiteVisit, AWSError> in
        do throws(AWSError) {
          return .success(await (try await visit()).withAccount())
        } catch {
          return .failure(error)
        }
      }
      if let result {
        change { state, now in state.checked(result, at: now) }
      }
      pending.subtract(1, ordering: .acquiringAndReleasing)
    }
  }
}

extension PollerState {
  /// Whether something was asked that isn't answered yet.
  var isAsking: Bool { !requests.isEmpty || duty.check != nil }

  /// The context is watched no longer.
  mutating func endDuty() {
    duty.checkAlarm?.cancel()
    duty.check?.cancel()
    duty.check = nil
    leaveSite(trail)
  }
}
