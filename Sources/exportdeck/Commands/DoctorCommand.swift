import ArgumentParser

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say whether the dashboard works here, and if not, what is in its way.",
    usage: "exportdeck doctor [<options>]",
    discussion: """
      Goes from the profile to the first page of export tasks, and tells of every source of \
      credentials why it was taken or passed over; never a secret. Exits with 1 where the \
      dashboard would not work. It looks at one context: of several in config.toml the first, \
      unless --profile or --region choose another.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Option(\.doctorOutput) var output: Given?

  func validate() throws { try [output].compactMap(\.self).check() }

  func run() throws {
    try Printing.mustBePossible("what was found")
    let environment = ThisProcess.environment
    let configuration = try Configuration.ofUser(
      environment, given: connection.given + [output].compactMap(\.self)
    ).forOneContext(Self._commandName)
    let isText = configuration.doctorOutput.value == .text
    Complaints(isJSON: !isText).tell(of: configuration)
    let (terminal, columns) = MainActor.assumeIsolated {
      (DoctorTerminal.finding(environment, configuration), DoctorTerminal.columns)
    }
    let progress = DoctorProgress(environment)
    let command = CommandSurroundings(environment: environment, configuration: configuration)
    let diagnosis = try command.wait(telling: progress.tell) { surroundings in
      await Doctor(
        surroundings: surroundings, configuration: configuration, terminal: terminal
      ).examine(progress.tell)
    }
    progress.end()
    let text = isText ? diagnosis.text(columns: columns) : diagnosis.json
    try Printing.print(text, what: "what was found")
    if !diagnosis.isReady { throw ExitCode.failure }
  }
}
