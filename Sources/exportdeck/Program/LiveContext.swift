import AWSCore
import Ground
import Inventory
import Monitor
import Planning
import RDSExports
import Tracking

/// A watched context: profile, region, endpoint and credentials are looked up again before each
/// round of calls and each action, so that what a user fixes outside is found without a restart.
final class LiveContext: Sendable {
  private let surroundings: Surroundings
  private let overrides: SettingsOverrides
  private let isSimulated: Bool
  private let name: String?
  private let turns = LookupTurns()

  /// - Parameters:
  ///   - isSimulated: Whether the endpoint is this program's own, which nobody needs to see.
  ///   - name: What the user calls it.
  init(
    _ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides(),
    isSimulated: Bool = false, name: String? = nil
  ) {
    var surroundings = surroundings
    surroundings.fileQueue = BlockingQueue(
      label: "exportdeck.files", timekeeper: surroundings.timekeeper)
    self.surroundings = surroundings
    self.overrides = overrides
    self.isSimulated = isSimulated
    self.name = name
  }

  /// The context's label before anything is known about it.
  var firstLabel: ContextLabel {
    let environment = surroundings.environment
    let region = overrides.region ?? ""
    // A key in the environment goes before every profile but one that was asked for.
    let hasKey = environment["AWS_ACCESS_KEY_ID"]?.allSatisfy(\.isWhitespace) == false
    if hasKey, overrides.profile?.isEmpty != false {
      return ContextLabel(
        name: name, profile: "environment variables", isProfile: false, region: region)
    }
    let profile = AWSSettings.profileName(environment: environment, overrides: overrides).name
    return ContextLabel(name: name, profile: profile, region: region)
  }

  /// A client for one round of calls or one action, bound to the account of the credentials that
  /// are found now.
  /// - Throws: `AWSError.noRegion`, `AWSError.configuration` naming the place, or why there are no
  ///   credentials.
  func visit() async throws(AWSError) -> SiteVisit {
    try await signedVisit().visit
  }

  /// The same, with somebody who looks up what new exports need, signing with the same credentials.
  func visitLooking() async throws(AWSError) -> (SiteVisit, any LookingUp) {
    let (visit, signatory, rds) = try await signedVisit()
    let clients = ServiceClients(
      surroundings: surroundings, overrides: overrides, rds: rds, signatory: signatory,
      turns: turns)
    let inventory = Inventory(
      clients: { service async throws(AWSError) in try await clients.client(of: service) },
      account: { await signatory.account() }, timekeeper: surroundings.timekeeper)
    return (visit, inventory)
  }

  private typealias Signed = (visit: SiteVisit, signatory: Signatory, settings: ResolvedSettings)

  private func signedVisit() async throws(AWSError) -> Signed {
    try await surroundings.lookingAtFiles { [self] () async throws(AWSError) in try await look() }
  }

  private func look() async throws(AWSError) -> Signed {
    var settings = try AWSSettings.resolve(surroundings, overrides: overrides)
    let signatory = try await Signatory(
      settings, surroundings: surroundings, overrides: overrides)
    settings.credentials = signatory.provider
    let memory = surroundings.memories.memory(of: settings.endpoint, region: settings.region)
    let client = AWSClient(
      settings: settings, transport: surroundings.transport,
      timekeeper: surroundings.timekeeper, memory: memory, product: surroundings.product,
      version: surroundings.version)
    let isProfile = signatory.source?.hasPrefix("profile ") != false
    let source = isProfile ? settings.profileName : signatory.source
    let label = ContextLabel(
      name: name, profile: source ?? settings.profileName, isProfile: isProfile,
      region: settings.region,
      endpoint: settings.isCustomEndpoint && !isSimulated ? settings.endpoint : nil)
    let site = Site(
      endpoint: settings.endpoint, region: settings.region,
      partition: Partition.containing(region: settings.region).id,
      account: signatory.knownAccount)
    let visit = SiteVisit(
      client: RDSExportsClient(client), label: label, site: site, keyID: signatory.keyID,
      account: { await signatory.account() }, caller: { await signatory.caller() },
      learn: { signatory.learn(account: $0) })
    return (visit, signatory, settings)
  }
}
