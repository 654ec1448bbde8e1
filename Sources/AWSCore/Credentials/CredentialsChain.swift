/// Asks one provider after another and takes the first credentials; remembers what each of the
/// others said, for the user who has none.
public struct CredentialsChain: CredentialsProvider {
  private let providers: [any CredentialsProvider]

  public init(_ providers: [any CredentialsProvider]) {
    self.providers = providers
  }

  public func look() async throws(AWSError) -> CredentialsFinding {
    var lookups: [Lookup] = []
    for provider in providers {
      switch try await provider.look() {
      case .found(let credentials): return .found(credentials)
      case .passedOver(let places): lookups += places
      }
    }
    return .passedOver(lookups)
  }
}
