import Ground

/// One place that credentials may come from.
///
/// A provider holds nothing that would outlive its source: it looks again each time it is asked, so
/// that a key which is added or renewed while the program runs is found without a restart. It
/// remembers no failures itself; `CredentialsCache` and `InstanceMetadataMemory` give a failing
/// source its rests.
public protocol CredentialsProvider: Sendable {
  /// Looks for credentials now.
  /// - Throws: `AWSError.configuration` where something is there but can't be used, such as half a
  ///   key: that must not fall through to somebody else's credentials.
  func look() async throws(AWSError) -> CredentialsFinding
  /// What a look would find without waiting for anybody; nil where that isn't known.
  var atHand: Credentials? { get }
  /// The way to its credentials for people, one line each and without secrets, as far as it is
  /// known without going it.
  var steps: [String] { get }
  /// What the user should know although the credentials can be used: one line each, without
  /// secrets.
  var remarks: [String] { get }
  /// Called when AWS refuses credentials that came from here: they aren't to be used again.
  func refused(_ credentials: Credentials)
}

extension CredentialsProvider {
  public var atHand: Credentials? { nil }
  public var steps: [String] { [] }
  public var remarks: [String] { [] }
  public func refused(_ credentials: Credentials) {}
}

/// What a provider found.
public enum CredentialsFinding: Sendable, Hashable {
  case found(Credentials)
  /// Nothing to use: where it looked and why that was passed over.
  case passedOver([SearchedPlace])
}

extension CredentialsProvider {
  /// The credentials, as a snapshot for one attempt.
  /// - Throws: `AWSError.noCredentials` with every place that was looked at.
  public func credentials() async throws(AWSError) -> Credentials {
    switch try await look() {
    case .found(let credentials): return credentials
    case .passedOver(let lookups): throw .noCredentials(lookups)
    }
  }

  /// The same, within a limit.
  /// - Throws: `AWSError.configuration` where the limit is reached first.
  func credentials(
    by timekeeper: any Timekeeper, within limit: Duration
  ) async throws(AWSError) -> Credentials {
    if let credentials = atHand { return credentials }
    do {
      return try await timekeeper.limited(to: limit) { try await self.credentials() }
    } catch let error as AWSError {
      throw error
    } catch is TimeLimitReached {
      throw .configuration(
        place: "credentials", message: "their source didn't answer in time")
    } catch {
      throw .cancelled
    }
  }
}

/// Fixed credentials: a simulator's, a test's.
public struct StaticCredentials: CredentialsProvider {
  private let credentials: Credentials

  public init(_ credentials: Credentials) {
    self.credentials = credentials
  }

  public func look() async throws(AWSError) -> CredentialsFinding { .found(credentials) }
}

/// A link of the chain: a provider, and what people call it.
public struct CredentialsSource: Sendable {
  /// For instance `environment variables`, `profile "prod"`.
  public var name: String
  /// Where it looks: variables, files, an address.
  public var places: [String]
  public var provider: any CredentialsProvider

  public init(name: String, places: [String], provider: any CredentialsProvider) {
    self.name = name
    self.places = places
    self.provider = provider
  }

  /// Why it was passed over: what it said itself, or else that it has no credentials.
  func lookups(_ said: [SearchedPlace]) -> [SearchedPlace] {
    if !said.isEmpty { return said }
    let places = places.isEmpty ? "" : " (\(places.joined(separator: ", ")))"
    return [SearchedPlace(place: name + places, finding: "no credentials there")]
  }
}

/// A source the user has switched off.
struct SwitchedOffCredentials: CredentialsProvider {
  let place: String
  let reason: String

  func look() async throws(AWSError) -> CredentialsFinding {
    .passedOver([SearchedPlace(place: place, finding: reason)])
  }
}
