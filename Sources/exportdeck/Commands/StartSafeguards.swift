import ArgumentParser

/// What is looked at before an export is started or queued, and who has to agree.
struct StartSafeguards: ParsableArguments {
  @Flag(help: "Check everything, say it, and change nothing.") var dryRun = false
  @Flag(help: "Go on though a check has failed.") var force = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Don't ask in production: this is the identifier that would be typed.", valueName: "name"))
  var confirm: String?
  @Option(\.checks) var checks: Given?
  @Flag(\.readOnly) var readOnly: Bool
  @Flag(\.production) var production: Bool

  var given: [Given] {
    [checks, Given(\.readOnly, readOnly), Given(\.production, production)].compactMap(\.self)
  }

  func validate() throws { try given.check() }
}

extension StartRun {
  /// Checks everything, prints that, and ends the command.
  func printDryRun(_ command: CommandSurroundings, isJSON: Bool) throws -> Never {
    let report = try command.wait(telling: complaints.remark) { [self] in try await self.report($0)
    }
    try Printing.print(
      isJSON ? report.json : report.text(columns: TerminalSize.ofOutput?.columns),
      what: "what was checked")
    throw ExitCode(report.isReady ? 0 : 1)
  }
}

extension ConnectionOptions {
  /// What a text names of the account and the region holds where the command line names nothing.
  func given(filledUpBy order: StartOrder) -> [Given] {
    var given = given
    func fillUp(_ isNamed: Bool, _ setting: Setting<String?>, _ text: String?) {
      if !isNamed, let text { given.append(Given(setting, text)) }
    }
    let (declared, way) = (Configuration.declared, order.way)
    fillUp(!profile.isEmpty, declared.profile, way.profile)
    fillUp(!region.isEmpty, declared.region, way.region)
    fillUp(endpoint != nil, declared.endpoint, way.endpointURL)
    return given
  }
}
