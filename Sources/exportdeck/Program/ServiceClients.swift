import AWSCore
import Ground
import Monitor

/// Makes the clients of the services that lookups ask, in the region of a context and signing as its
/// RDS client does.
///
/// Endpoints are found for each service by itself: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL` and a
/// `services` section apply; `--endpoint-url` is RDS's alone.
struct ServiceClients: Sendable {
  let surroundings: Surroundings
  let overrides: SettingsOverrides
  /// Of the context's RDS client.
  let rds: ResolvedSettings
  let signatory: Signatory
  let turns: LookupTurns

  /// - Throws: `AWSError.configuration` where the service can't be asked.
  func client(of service: AWSService) async throws(AWSError) -> any AWSCalling {
    var settings = rds
    if service != .rds {
      var overrides = overrides
      overrides.endpointURL = nil
      settings = try await surroundings.lookingAtFiles { [overrides] () async throws(AWSError) in
        try AWSSettings.resolve(surroundings, overrides: overrides, service: service)
      }
    }
    try check(settings)
    settings.credentials = signatory.provider
    let memory = surroundings.memories.memory(
      of: settings.endpoint, region: settings.region)
    return TurnTaking(
      client: AWSClient(
        settings: settings, transport: surroundings.transport,
        timekeeper: surroundings.timekeeper, memory: memory, product: surroundings.product,
        version: surroundings.version), service: service, turns: turns)
  }

  /// The user's own server has its own accounts: AWS doesn't know them, and must not see their keys.
  private func check(_ settings: ResolvedSettings) throws(AWSError) {
    guard let place = rds.endpointPlace, !settings.isCustomEndpoint else { return }
    let name = settings.service.identifier.uppercased()
    throw .configuration(
      place: place,
      message: "it leads to a server of your own for RDS alone, so AWS's \(name) isn't asked; "
        + "AWS_ENDPOINT_URL_\(name) says where to ask")
  }
}

/// A client whose calls wait for their turn.
private struct TurnTaking: AWSCalling {
  let client: AWSClient
  let service: AWSService
  let turns: LookupTurns

  func call(_ call: AWSCall) async throws(AWSError) -> AWSAnswer {
    try await turns.inTurn(service) { () async throws(AWSError) in try await client.call(call) }
  }
}
