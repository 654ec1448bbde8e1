import FoundationEssentials
import Synchronization

/// What is remembered about instance metadata services between calls: tokens, which services don't
/// answer, and each one's last key, for when it hands out none.
///
/// Times are the timekeeper's monotonic ones.
public final class InstanceMetadataMemory: Sendable {
  private struct Service {
    var token: (text: String, end: Duration)?
    var openUntil: Duration?
    var knowsLegacyPathsOnly = false
    var silence: (until: Duration, rest: Duration)?
  }

  private struct State {
    var services: [String: Service] = [:]
    var keys: [CredentialsKey: (credentials: Credentials, notAgainBefore: Duration)] = [:]
  }

  private static let firstRest = Duration.seconds(30)
  private static let longestRest = Duration.seconds(300)

  private let state = Mutex(State())

  public init() {}

  func token(of endpoint: String, at now: Duration) -> String? {
    read(endpoint) { service in service.token.flatMap { now < $0.end ? $0.text : nil } }
  }

  /// - Parameter end: When it stops being valid.
  func keep(token: String, until end: Duration, of endpoint: String) {
    change(endpoint) { $0.token = (token, end) }
  }

  /// Whether it recently answered without a token, after none could be got.
  func isOpen(_ endpoint: String, at now: Duration) -> Bool {
    read(endpoint) { service in service.openUntil.map { now < $0 } ?? false }
  }

  func learnOpen(_ endpoint: String, until end: Duration) {
    change(endpoint) { $0.openUntil = end }
  }

  /// Forgets the token, and that none was needed: neither works any more.
  func forgetAccess(to endpoint: String) {
    change(endpoint) { ($0.token, $0.openUntil) = (nil, nil) }
  }

  /// Whether the service lacks the extended path, which would name the account too.
  func knowsLegacyPathsOnly(_ endpoint: String) -> Bool {
    read(endpoint, \.knowsLegacyPathsOnly)
  }

  func learnLegacyPathsOnly(_ endpoint: String) {
    change(endpoint) { $0.knowsLegacyPathsOnly = true }
  }

  /// Whether it failed to answer a while ago, and shouldn't be tried again yet.
  func isSilent(_ endpoint: String, at now: Duration) -> Bool {
    read(endpoint) { service in service.silence.map { now < $0.until } ?? false }
  }

  /// Notes that there was no answer: it isn't asked again for 30 s, then for twice as long each
  /// time, up to five minutes.
  func learnSilence(of endpoint: String, at now: Duration) {
    change(endpoint) { service in
      let rest = min(service.silence.map { $0.rest * 2 } ?? Self.firstRest, Self.longestRest)
      service.silence = (now + rest, rest)
    }
  }

  func forgetSilence() {
    state.withLock { state in
      for endpoint in state.services.keys { state.services[endpoint]?.silence = nil }
    }
  }

  func learnAnswer(of endpoint: String) {
    change(endpoint) { $0.silence = nil }
  }

  /// The last key, and when the service is worth asking for a newer one.
  func last(_ key: CredentialsKey) -> (credentials: Credentials, notAgainBefore: Duration)? {
    state.withLock { $0.keys[key] }
  }

  func keep(_ credentials: Credentials, as key: CredentialsKey, notAgainBefore: Duration) {
    state.withLock { $0.keys[key] = (credentials, notAgainBefore) }
  }

  private func read<Value>(_ endpoint: String, _ value: (Service) -> Value) -> Value {
    state.withLock { value($0.services[endpoint] ?? Service()) }
  }

  private func change(_ endpoint: String, _ change: (inout Service) -> Void) {
    state.withLock { change(&$0.services[endpoint, default: Service()]) }
  }
}

extension InstanceMetadataMemory: CustomStringConvertible, CustomReflectable {
  public var description: String { "InstanceMetadataMemory" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
