import FoundationEssentials

/// When something was observed: answers carry this, so that an older one never overwrites a newer.
public struct Observation: Sendable, Hashable {
  /// When the request was sent, by this machine's wall clock.
  public var sentAt: Date
  /// How far the server's clock is ahead of this machine's, in seconds; nil where it didn't say.
  public var serverAhead: TimeInterval?

  public init(sentAt: Date, serverAhead: TimeInterval? = nil) {
    self.sentAt = sentAt
    self.serverAhead = serverAhead
  }
}
