import Foundation
import Ground
import Support
import Synchronization
import Testing

@testable import AWSCore

extension AWSError {
  static let throttled = AWSError.service(
    ServiceFault(code: "Throttling", message: "Rate exceeded", status: 400))
}

/// A source of credentials that does as the test says: `A1`, `A2` and so on unless scripted.
final class ScriptedSource: Sendable {
  private struct State {
    var calls = 0
    var lifetime: TimeInterval? = 3600
    var gate: Awaited<Void>?
    var script: (@Sendable (Int) -> Result<Credentials, AWSError>)?
    var wasCancelled = false
  }

  private let clock: HandCrankedTimekeeper
  private let state = Mutex(State())

  init(_ clock: HandCrankedTimekeeper) {
    self.clock = clock
  }

  var calls: Int { state.withLock { $0.calls } }
  var wasCancelled: Bool { state.withLock { $0.wasCancelled } }
  var lifetime: TimeInterval? {
    get { state.withLock { $0.lifetime } }
    set { state.withLock { $0.lifetime = newValue } }
  }

  /// From now on a renewal waits until the test gives the gate.
  func hold() -> Awaited<Void> {
    let gate = Awaited<Void>()
    state.withLock { $0.gate = gate }
    return gate
  }

  func letGo() { state.withLock { $0.gate = nil } }

  func script(_ script: (@Sendable (Int) -> Result<Credentials, AWSError>)?) {
    state.withLock { $0.script = script }
  }

  func renew() async throws(AWSError) -> Credentials {
    let (number, gate) = state.withLock { state in
      state.calls += 1
      defer { state.gate = nil }
      return (state.calls, state.gate)
    }
    await gate?.value()
    let (script, lifetime) = state.withLock { state in
      if Task.isCancelled { state.wasCancelled = true }
      return (state.script, state.lifetime)
    }
    if let script { return try script(number).get() }
    return Credentials(
      accessKeyID: "A\(number)", secretAccessKey: "s",
      expiration: lifetime.map { clock.wall + $0 })
  }
}
