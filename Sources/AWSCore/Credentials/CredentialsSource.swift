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

  /// Why it was passed over: what it says itself, or that it is.
  func lookups(_ said: [Lookup]) -> [Lookup] {
    if !said.isEmpty { return said }
    let places = places.isEmpty ? "" : " (\(places.joined(separator: ", ")))"
    return [Lookup(place: name + places, finding: "no credentials there")]
  }
}

/// A source that isn't asked, by the user's own choice.
struct SwitchedOffCredentials: CredentialsProvider {
  let place: String
  let reason: String

  func look() async throws(AWSError) -> CredentialsFinding {
    .passedOver([Lookup(place: place, finding: reason)])
  }
}
