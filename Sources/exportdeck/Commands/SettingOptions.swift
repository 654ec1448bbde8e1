import ArgumentParser

/// Which account and region, by the AWS CLI's own option names.
struct ConnectionOptions: ParsableArguments {
  @Option(\.profile) var profile: [Given]
  @Option(\.region) var region: [Given]
  @Option(\.endpoint) var endpoint: Given?
  @Option(\.caBundle) var caBundle: Given?
  @Option(\.logLevel) var logLevel: Given?

  var given: [Given] { profile + region + [endpoint, caBundle, logLevel].compactMap(\.self) }

  func validate() throws { try given.check() }
}

/// How the dashboard looks and what it may do.
struct ScreenOptions: ParsableArguments {
  @Option(\.theme) var theme: Given?
  @Option(\.tonight) var tonight: Given?
  @Option(\.identifier) var identifier: Given?
  @Option(\.checks) var checks: Given?
  @Flag(\.ascii) var ascii: Bool?
  @Flag(\.readOnly) var readOnly: Bool
  @Flag(\.production) var production: Bool
  @Option(\.maxActions) var maxActions: Given?

  var given: [Given] {
    [
      theme, tonight, identifier, checks, Given(\.ascii, ascii), Given(\.readOnly, readOnly),
      Given(\.production, production), maxActions,
    ].compactMap(\.self)
  }

  func validate() throws { try given.check() }
}

/// How often AWS is asked, and how much of what happened is remembered.
struct PollingOptions: ParsableArguments {
  @Option(\.interval) var interval: Given?
  @Option(\.staleAfter) var staleAfter: Given?
  @Option(\.maxRequests) var maxRequests: Given?
  @Option(\.memorySize) var memorySize: Given?

  var given: [Given] { [interval, staleAfter, maxRequests, memorySize].compactMap(\.self) }

  func validate() throws { try given.check() }
}
