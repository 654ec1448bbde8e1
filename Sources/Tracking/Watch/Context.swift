/// A way to ask AWS (profile, region, endpoint), known by a small number that the program gives it.
/// Several contexts can be watched side by side. What answers is a `Site`, and a context's site can
/// change.
public struct ContextID: Hashable, Sendable, Comparable {
  public let number: Int
  public init(_ number: Int) { self.number = number }
  public static func < (lhs: ContextID, rhs: ContextID) -> Bool { lhs.number < rhs.number }
}

/// What a context is called on the screen.
public struct ContextLabel: Hashable, Sendable {
  /// The name that the user gave it; nil for none.
  public var name: String?
  /// Whose credentials signed the last call: a profile's name, or what another source is called
  /// (`environment variables`). Before the first call, those that will sign it.
  public var profile: String
  /// Whether that is a profile.
  public var isProfile: Bool
  /// Empty until it is known.
  public var region: String
  /// A custom endpoint, nil for AWS's own.
  public var endpoint: String?

  public init(
    name: String? = nil, profile: String, isProfile: Bool = true, region: String,
    endpoint: String? = nil
  ) {
    self.name = name
    self.profile = profile
    self.isProfile = isProfile
    self.region = region
    self.endpoint = endpoint
  }

  /// Within a sentence: `profile prod`, `environment variables`.
  public var sourceWords: String { isProfile ? "profile \(profile)" : profile }
}
