import Synchronization

/// The memories of all endpoints that a program calls: clients come and go, and what they learn
/// stays.
public final class EndpointMemories: Sendable {
  private let memories = Mutex<[String: EndpointMemory]>([:])

  public init() {}

  /// The memory of an endpoint, called for one region.
  public func memory(of endpoint: String, region: String) -> EndpointMemory {
    let key = "\(endpoint) \(region)"
    return memories.withLock { memories in
      if let known = memories[key] { return known }
      let memory = EndpointMemory()
      memories[key] = memory
      return memory
    }
  }
}
