import AWSCore
import ArgumentParser
import Dashboard
import FoundationEssentials
import Ground
import Monitor
import RDSExports
import Terminal
import Tracking
import Words

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print everything about one export task.",
    usage: "exportdeck show <identifier> [<options>]",
    discussion: """
      The details of the dashboard as text: how it stands, how long it usually takes, where from \
      and where to, and if it failed what to check, with the policy that is missing. JSON has the \
      shape of `aws rds describe-export-tasks --output json`.
      """)

  enum Output: CaseIterable { case text, json }

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The task's identifier.")
  var identifier: String

  private static let output = CommandOption.choice(
    "--output", of: "output", fallback: Output.text, help: "How to print it.")
  @Option(Self.output) var output: GivenText?

  func validate() throws {
    _ = try Self.output.value(output)
    if identifier.allSatisfy(\.isWhitespace) { throw ValidationError("The identifier is empty.") }
  }

  func run() throws {
    try Printing.mustBePossible("the task")
    let environment = ThisProcess.environment
    let output = try Self.output.value(output)
    let complaints = Complaints(isJSON: output == .json)
    let configuration = try Configuration.ofUser(environment, given: connection.given)
      .forOneContext(Self._commandName)
    complaints.tell(of: configuration)
    let overrides = configuration.overrides
    let unicode = MainActor.assumeIsolated {
      CharacterLocale.adopt(CharacterLocale.Request(environment.variables)).isUTF8
        && !configuration.ascii.value
    }
    do {
      let command = CommandSurroundings(environment: environment, configuration: configuration)
      let name = identifier
      let text = try command.wait(telling: complaints.remark) { surroundings in
        let visit = try await LiveContext(surroundings, overrides: overrides).visit()
        let timekeeper = surroundings.timekeeper
        let task = try await ShownTask(name, visit, timekeeper: timekeeper)
        if output == .json {
          return String(decoding: ExportTaskJSON.document([task.task]), as: UTF8.self)
        }
        let (snapshot, problem) = await task.amongOthers()
        if let problem { complaints.remark("how long it usually takes is not known: \(problem)") }
        let moment = ThisProcess.moment(
          timekeeper, clocks: ThisProcess.clocks(around: timekeeper.wall))
        return ShownTask.text(
          name, in: snapshot, at: moment, columns: TerminalSize.ofOutput?.columns ?? 100,
          unicode: unicode)
      }
      try Printing.print(text, what: "the task")
    } catch {
      throw complaints.end(with: error)
    }
  }
}

/// A task that a command shows, and what its account tells of earlier runs.
struct ShownTask: Sendable {
  let task: ExportTask
  private let visit: SiteVisit
  private let timekeeper: any Timekeeper

  /// Longer than this nobody waits for what is usual.
  private static let patience = Duration.seconds(30)

  /// - Throws: `CommandError` where there is no such task, or why it can't be looked at.
  init(_ identifier: String, _ visit: SiteVisit, timekeeper: any Timekeeper) async throws {
    let found = try await visit.client.tasks(named: [identifier], timekeeper: timekeeper)
    guard let task = found[identifier] else {
      throw CommandError(
        name: "ExportTaskNotFound", message: "there is no export task of that identifier",
        advice: "`exportdeck list` shows those of the account and region.", place: identifier)
    }
    self.task = task
    self.visit = visit
    self.timekeeper = timekeeper
  }

  /// The account's tasks, as far as they can be read: they tell what is usual for this one.
  /// - Returns: What kept them from being read, too.
  func amongOthers() async -> (Snapshot, problem: String?) {
    var store = Store(site: SiteID(0))
    var problem: String?
    do {
      let pages = try await timekeeper.limited(to: Self.patience) { [visit, timekeeper] in
        var pages: [ExportTaskPage] = []
        for try await page in visit.client.exportTaskPages(timekeeper: timekeeper) {
          pages.append(page)
        }
        return pages
      }
      for page in pages {
        store.merge(page.tasks, page.observation, seenAt: timekeeper.wall, from: .sweep)
      }
    } catch is TimeLimitReached {
      problem = "reading the list took more than \(Format.duration(Self.patience.seconds))"
    } catch let error as ExportTasksError {
      problem = error.summary
    } catch {
      problem = "\(error)"
    }
    let now = timekeeper.wall
    store.merge([task], Observation(sentAt: now), seenAt: now, from: .fastLane)
    let (snapshot, _) = store.snapshot(
      of: ContextID(0), label: visit.label, site: visit.site, version: 1,
      feed: Feed(lastAnswer: now, serverAhead: store.serverAhead))
    return (snapshot, problem)
  }

  /// - Parameter columns: How wide lines may become.
  static func text(
    _ identifier: String, in snapshot: Snapshot, at moment: Moment, columns: Int, unicode: Bool
  ) -> String {
    let id = TaskID(site: snapshot.id, identifier: identifier)
    var lines = plainDetails(
      of: id, in: snapshot, at: moment, columns: columns, unicode: unicode)
    for policy in snapshot.tasks.task(id)?.explanation?.policies ?? [] {
      lines += ["", "\(policy.kind.words):", policy.document]
    }
    return lines.map { "\($0)\n" }.joined()
  }
}

extension FailureExplanation.Policy.Kind {
  fileprivate var words: String {
    switch self {
    case .role: "A policy for the role"
    case .trust: "The role's trust policy"
    case .key: "A statement for the policy of the key"
    }
  }
}
