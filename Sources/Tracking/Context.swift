/// A place that tasks are read from (profile, region, endpoint), by a small number that the program
/// gives it: several are watched side by side.
public struct ContextID: Hashable, Sendable, Comparable {
  public let number: Int
  public init(_ number: Int) { self.number = number }
  public static func < (lhs: ContextID, rhs: ContextID) -> Bool { lhs.number < rhs.number }
}

/// What a context is called on the screen.
public struct ContextLabel: Hashable, Sendable {
  public var profile: String
  /// Empty until it is known.
  public var region: String
  /// The account of the tasks' ARNs, once it is known.
  public var account: String?
  /// A custom endpoint, nil for AWS's own.
  public var endpoint: String?

  public init(profile: String, region: String, account: String? = nil, endpoint: String? = nil) {
    self.profile = profile
    self.region = region
    self.account = account
    self.endpoint = endpoint
  }
}

/// The identity of a task: selection, marks and pending actions hold by it, never by a row.
public struct TaskID: Hashable, Sendable {
  public let context: ContextID
  public let identifier: String

  public init(context: ContextID, identifier: String) {
    self.context = context
    self.identifier = identifier
  }
}
