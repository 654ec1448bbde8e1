/// A context that is watched: what it is called, and what may be done through it.
public struct Watched: Hashable, Sendable {
  public let id: ContextID
  /// Before its first answer; from then on its newest snapshot has the label.
  public var label: ContextLabel
  /// Whether what is done there needs a typed word.
  public var isProduction: Bool
  /// Whether starting and canceling are off there.
  public var isReadOnly: Bool
  /// The theme while the selected row is of it; nil for the one that was chosen for all.
  public var theme: String?
  /// Whether its rows are out of the list. It is polled all the same.
  public var isHidden = false

  public init(
    id: ContextID, label: ContextLabel, isProduction: Bool = false, isReadOnly: Bool = false,
    theme: String? = nil
  ) {
    self.id = id
    self.label = label
    self.isProduction = isProduction
    self.isReadOnly = isReadOnly
    self.theme = theme
  }
}

/// The contexts that are watched, in the order in which they were named.
public struct WatchSet: Hashable, Sendable {
  public var contexts: [Watched]

  public init(_ contexts: [Watched] = []) { self.contexts = contexts }

  /// A context by its number; nil where it isn't watched, or no longer.
  public subscript(id: ContextID) -> Watched? {
    get { contexts.first { $0.id == id } }
    set {
      guard let index = contexts.firstIndex(where: { $0.id == id }) else {
        if let newValue { contexts.append(newValue) }
        return
      }
      if let newValue { contexts[index] = newValue } else { contexts.remove(at: index) }
    }
  }
}

/// A context that the user wants to watch, too.
public struct WatchRequest: Hashable, Sendable {
  /// A profile of AWS's files.
  public var profile: String
  /// Nil for the profile's own.
  public var region: String?

  public init(profile: String, region: String? = nil) {
    self.profile = profile
    self.region = region
  }
}
