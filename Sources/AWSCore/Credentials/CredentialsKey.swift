/// Everything that temporary credentials depend on: where one part differs, they are others. No
/// part is a secret.
public struct CredentialsKey: Hashable, Sendable {
  public var parts: [String]

  public init(_ parts: [String]) {
    self.parts = parts
  }
}
