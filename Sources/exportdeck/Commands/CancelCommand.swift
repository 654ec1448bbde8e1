import AWSCore
import ArgumentParser
import Glibc
import Ground
import Listing
import RDSExports
import Terminal
import Tracking
import Words

struct CancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Cancel export tasks.",
    usage: "exportdeck cancel <identifier> ... [<options>]",
    discussion: """
      Shows first what would be canceled, and asks: `yes` has to be typed, in a context marked as \
      production the task's identifier, or `cancel 3` for three tasks. Without a terminal nothing \
      is canceled but with --yes, in production with --confirm and that word. What a task has \
      written to the bucket stays there; it can't be resumed, and its name can't be used again.

      Exits with 0 if every task is being canceled, else with 1. With --wait it follows them, and \
      exits with 0 if every one is canceled.
      """)

  enum Output: CaseIterable { case text, json }

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The tasks' identifiers.")
  var identifier: [String]

  @Flag(name: .long, help: "Don't ask.")
  var yes = false

  @Option(
    name: .long,
    help: ArgumentHelp("Don't ask: this is the word that would be typed.", valueName: "word"))
  var confirm: String?

  @Flag(name: .long, help: "Wait until they are canceled.")
  var wait = false

  @Option(\.interval) var interval: Given?
  @Flag(\.readOnly) var readOnly: Bool
  @Flag(\.production) var production: Bool
  @Option(\.maxActions) var maxActions: Given?

  private static let output = CommandOption.choice(
    "--output", of: "output", fallback: Output.text, help: "How to print what comes of it.")
  @Option(Self.output) var output: GivenText?

  func validate() throws {
    try [interval, maxActions].compactMap(\.self).check()
    _ = try Self.output.value(output)
    if identifier.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw ValidationError("An identifier is empty.")
    }
  }

  func run() throws {
    try Printing.mustBePossible("what comes of it")
    let environment = ThisProcess.environment
    let output = try Self.output.value(output)
    let complaints = Complaints(isJSON: output == .json)
    let given =
      connection.given
      + [interval, maxActions, Given(\.readOnly, readOnly), Given(\.production, production)]
      .compactMap(\.self)
    let configuration = try Configuration.ofUser(environment, given: given)
      .forOneContext(Self._commandName)
    complaints.tell(of: configuration)
    let names = identifier.uniqued
    let guardRails = configuration.guardRails
    let word =
      !guardRails.isProduction ? "yes" : names.count == 1 ? names[0] : "cancel \(names.count)"
    do {
      if let refusal = guardRails.refusal { throw ExportTasksError.call(refusal) }
      try guardRails.check(count: names.count)
      try checkConsent(word, isProduction: guardRails.isProduction)
      let printer = CancelPrinter(isJSON: output == .json, complaints: complaints)
      let isSure = confirm != nil || yes && !guardRails.isProduction
      let overrides = configuration.overrides
      let interval = configuration.interval.value
      let unicode = MainActor.assumeIsolated {
        CharacterLocale.adopt(CharacterLocale.Request(environment.variables)).isUTF8
      }
      let command = CommandSurroundings(environment: environment, configuration: configuration)
      let follows = wait
      let telling = MainActor.assumeIsolated {
        WaitTelling.standard(
          output == .json ? .json : .text, tasks: names.count, environment,
          isASCII: configuration.ascii.value, timekeeper: command.surroundings.timekeeper,
          aim: .canceled)
      }
      let isDone = try command.act(.cancel, configuration, complaints: complaints) {
        surroundings, actions in
        let context = LiveContext(surroundings, overrides: overrides)
        let visit: TaskWait.Visit = { () async throws(AWSError) in try await context.visit() }
        let cancel = TaskCancel(
          identifiers: names, actions: actions, visit: visit,
          timekeeper: surroundings.timekeeper, unicode: unicode, tell: printer.tell
        ) { lines, site in
          if isSure { return true }
          return await Confirmation(word: word).ask(
            Self.question(lines, site, isProduction: guardRails.isProduction, word: word))
        }
        let outcomes = try await cancel.run()
        let areCanceling = outcomes.allSatisfy(\.isCanceling)
        let followed = outcomes.filter(\.isCanceling).map(\.identifier)
        guard follows, !followed.isEmpty else { return areCanceling }
        var order = TaskWait.Order(identifiers: followed)
        order.interval = .seconds(interval)
        let wait = TaskWait(
          order, timekeeper: surroundings.timekeeper, random: surroundings.random, visit: visit,
          tell: actions.noting(telling.tell))
        let tasks = try await wait.run()
        try telling.end(tasks)
        return areCanceling && tasks.allSatisfy { $0.end == .canceled }
      }
      try Printing.check(printer.problem, what: "what comes of it")
      if !isDone { throw ExitCode.failure }
    } catch {
      throw complaints.end(with: error)
    }
  }

  /// - Throws: Where nobody has agreed and nobody can be asked.
  private func checkConsent(_ word: String, isProduction: Bool) throws(CommandError) {
    let right = isProduction ? "--confirm '\(word)'" : "--yes"
    if let confirm {
      guard Confirmation(word: word).isMeant(confirm) else {
        throw .misuse(
          "`\(confirm)` is not `\(word)`: nothing was canceled",
          advice: "\(right) cancels without asking.", place: "--confirm")
      }
    } else if isProduction, yes {
      throw .misuse(
        "it is not enough in a production context: nothing was canceled",
        advice: "\(right) cancels without asking.", place: "--yes")
    } else if !yes, !Confirmation.isPossible {
      throw .misuse(
        "there is no terminal to ask at: nothing was canceled",
        advice: "\(right) cancels without asking.")
    }
  }

  private static func question(
    _ lines: [String], _ site: Site, isProduction: Bool, word: String
  ) -> String {
    let place = site.words + (isProduction ? ", PRODUCTION" : "")
    return """
      In \(place):
      \(lines.map { "  \($0)\n" }.joined())\
      A canceled export can't be resumed, and its name can't be used again.
      Type \(Format.line(word)) to cancel \(lines.count == 1 ? "it" : "them"): 
      """
  }
}
