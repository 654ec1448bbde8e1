/// How a client retries (`AWS_RETRY_MODE`, `retry_mode`).
public enum RetryMode: String, Sendable, Hashable, CaseIterable {
  /// Exponential backoff with jitter and a shared bucket of retries.
  case standard
  /// The same and, once AWS has throttled, a limit on how fast this client sends at all.
  case adaptive

  /// By its name in any case. `legacy`, botocore's old default, is taken for `standard`, as the AWS
  /// SDKs that never had it do: its longer rests and five attempts are what `max_attempts` is for.
  init?(name: String) {
    let name = name.lowercased()
    self.init(rawValue: name == "legacy" ? "standard" : name)
  }
}
