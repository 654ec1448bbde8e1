import FoundationEssentials

/// The credentials of the role of an EC2 instance, through IMDSv2.
///
/// The extended path is asked first, which names the account too, and the older one where a service
/// doesn't know it (as the AWS SDKs do since 2025; botocore only knows the older one). A service
/// that doesn't answer costs a second or so once, is left alone for half a minute, then for twice
/// as long each time up to five minutes. It never keeps a key that was found from being used.
///
/// **Static stability.** While the service hands out a key that has expired, or fails and the key
/// at hand has expired, that key stays in use: it gets 10 to 15 more minutes, at random, and the
/// service is asked again after 5 to 6, until it has a fresh one. AWS may still accept the key, and
/// says so itself where it doesn't. The random times keep a fleet from asking all at once. A key
/// that arrives with little time left is asked for again after a minute.
///
/// The service is never asked through a proxy, and isn't asked for a region: botocore doesn't
/// either, and a dashboard that guessed its region would show the wrong exports.
public struct InstanceMetadataCredentials: CredentialsProvider {
  /// The cache renews a key this long before it expires.
  private static let renewalWindow = 900.0

  private let surroundings: Surroundings
  private let profile: Profile?

  /// - Parameter profile: May hold `ec2_metadata_…` settings.
  public init(_ surroundings: Surroundings, profile: Profile?) {
    self.surroundings = surroundings
    self.profile = profile
  }

  /// - Throws: `AWSError.configuration` for a setting that can't be used, and for a service that
  ///   says why it hands out no key, with its own code and message. A service that is absent or
  ///   fails is passed over with the reason: it is the last source, and what the others said must
  ///   be reported too.
  public func look() async throws(AWSError) -> CredentialsFinding {
    let environment = surroundings.environment
    if let place = InstanceMetadataSettings.offSwitch(environment, profile) {
      return .passedOver([
        SearchedPlace(place: "EC2 instance metadata", finding: "switched off by \(place)")
      ])
    }
    let settings = try InstanceMetadataSettings(environment, profile)
    let service = InstanceMetadataService(settings: settings, surroundings: surroundings)
    let role = InstanceRole(service: service)
    let key = CredentialsKey([
      "instance metadata", settings.endpoint, settings.profileName?.value ?? "",
    ])
    do throws(AWSError) {
      let credentials = try await surroundings.cache.credentials(
        for: key, from: service.place,
        preparing: { () async throws(AWSError) in try passOverSilence(key, of: service) },
        renewing: { (_: Void) async throws(AWSError) in
          do throws(InstanceMetadataTrouble) {
            return try await renew(key, of: role)
          } catch {
            throw error.error
          }
        })
      return .found(credentials.noting([.instanceMetadata]))
    } catch {
      guard case .noCredentials(let lookups) = error.cause else { throw error }
      return .passedOver(lookups)
    }
  }

  private var memory: InstanceMetadataMemory { surroundings.instanceMetadata }

  /// Checked outside the cache's rests: silence has its own, and this check costs nothing.
  private func passOverSilence(
    _ key: CredentialsKey, of service: InstanceMetadataService
  ) throws(AWSError) {
    guard known(key) == nil,
      memory.isSilent(service.settings.endpoint, at: surroundings.timekeeper.monotonic)
    else { return }
    throw service.silent.error
  }

  /// The last key, but never one that AWS has refused, whatever the service does.
  private func known(
    _ key: CredentialsKey
  ) -> (credentials: Credentials, notAgainBefore: Duration)? {
    surroundings.cache.hasRefused(key) ? nil : memory.last(key)
  }

  private func renew(
    _ key: CredentialsKey, of role: InstanceRole
  ) async throws(InstanceMetadataTrouble) -> Credentials {
    let known = known(key)
    let now = surroundings.timekeeper.monotonic
    if let known, now < known.notAgainBefore, !isExpired(known.credentials) {
      return known.credentials
    }
    do throws(InstanceMetadataTrouble) {
      if memory.isSilent(role.service.settings.endpoint, at: now) { throw role.service.silent }
      return keep(try await role.credentials(), as: key)
    } catch {
      guard error.isOutage, let known, isExpired(known.credentials) else { throw error }
      return keep(known.credentials, as: key)
    }
  }

  /// Remembers a key; an expired one gets more time than it came with.
  private func keep(_ credentials: Credentials, as key: CredentialsKey) -> Credentials {
    var credentials = credentials
    let clock = surroundings.timekeeper
    var rest = 0.0
    if isExpired(credentials) {
      credentials.expiration = clock.wall.addingTimeInterval(600 + surroundings.random() * 300)
      rest = 300 + surroundings.random() * 60
    } else if let end = credentials.expiration,
      end.timeIntervalSince(clock.wall) < Self.renewalWindow
    {
      rest = 60
    }
    memory.keep(credentials, as: key, notAgainBefore: clock.monotonic + .seconds(rest))
    return credentials
  }

  private func isExpired(_ credentials: Credentials) -> Bool {
    credentials.expiration.map { $0 <= surroundings.timekeeper.wall } ?? false
  }
}
