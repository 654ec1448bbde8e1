import Tracking

/// What a row of a list shows: an export as AWS has it, or one that waits for its turn in the local
/// queue.
public enum Item: Sendable {
  case task(TrackedTask)
  case waiting(WaitingExport)
}

extension Item {
  /// Of what waits it is the identity that its task will have: a row keeps it when AWS has the
  /// export.
  public var id: TaskID {
    switch self {
    case .task(let task): task.id
    case .waiting(let export): export.id
    }
  }

  public var siteID: SiteID {
    switch self {
    case .task(let task): task.siteID
    case .waiting(let export): export.id.site
    }
  }

  public var identifier: String {
    switch self {
    case .task(let task): task.identifier
    case .waiting(let export): export.id.identifier
    }
  }

  /// The part of the source's ARN that names it.
  public var sourceName: String {
    switch self {
    case .task(let task): task.sourceName
    case .waiting(let export): export.described.sourceName
    }
  }

  /// Nil for what AWS does not have.
  public var task: TrackedTask? { if case .task(let task) = self { task } else { nil } }

  /// Nil for what AWS has.
  public var waiting: WaitingExport? { if case .waiting(let export) = self { export } else { nil } }

  /// Whether this is an item's identity, asked without making it.
  public func has(_ id: TaskID) -> Bool {
    switch self {
    case .task(let task): task.has(id)
    case .waiting(let export): export.id == id
    }
  }

  /// The same for as long as nothing is new of it.
  public var object: ObjectIdentifier {
    switch self {
    case .task(let task): ObjectIdentifier(task)
    case .waiting(let export): ObjectIdentifier(export)
    }
  }

  /// Whether its identifier comes before another's, as texts are compared.
  func isNamedBefore(_ other: Item) -> Bool {
    if case .task(let one) = self, case .task(let two) = other { return one.isNamedBefore(two) }
    return identifier < other.identifier
  }
}
