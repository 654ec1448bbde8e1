import Ground

/// What a call waits for outside of this program.
public struct Wait: Hashable, Sendable {
  public enum Subject: Hashable, Sendable {
    /// A `credential_process`: its name without arguments, which may hold a password.
    case program(String, profile: String)
    /// A server, and the proxy on the way to it: both `host:port`, without credentials.
    case server(String, proxy: String?)
    /// A file's disk; nil where the file isn't known.
    case disk(String?)
  }

  public var subject: Subject
  /// Since when, by the timekeeper's monotonic clock.
  public var since: Duration
  /// How long at most, counted from then.
  public var limit: Duration

  public init(_ subject: Subject, since: Duration, limit: Duration) {
    self.subject = subject
    self.since = since
    self.limit = limit
  }
}
