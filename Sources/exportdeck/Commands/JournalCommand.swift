import AWSCore
import ArgumentParser
import Dashboard
import FoundationEssentials
import Ground
import Journal
import Listing
import Tracking

struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "Print what happened and what was done, as dashboards and commands wrote it down.",
    usage: "exportdeck journal [<options>]",
    discussion: """
      Of all accounts, the oldest first, in UTC: what changed, what was told, what was wrong with \
      the way to AWS, and every start and cancel with who, what and how it ended. Of a start it \
      has all parameters. JSON is an object a line. It asks nobody, and changes nothing.
      """)

  enum Output: CaseIterable { case table, json }

  private static let since = CommandOption.timeSpan(
    "--since", help: "Only what is at most so old, such as 8h or 7d. (default: a quarter of a year)"
  )
  @Option(Self.since) var since: GivenText?

  private static let only = CommandOption.eventGroups
  @Option(Self.only) var only: GivenText?

  private static let limit = CommandOption.wholeNumber(
    "--limit", 1...100_000, of: "number", fallback: 1000, help: "How many of the newest are read.")
  @Option(Self.limit) var limit: GivenText?

  private static let output = CommandOption.choice(
    "--output", of: "output", fallback: Output.table, help: "How to print them.")
  @Option(Self.output) var output: GivenText?

  func validate() throws {
    _ = try Self.since.value(since)
    _ = try Self.only.value(only)
    _ = try Self.limit.value(limit)
    _ = try Self.output.value(output)
  }

  func run() throws {
    try Printing.mustBePossible("the journal")
    let environment = ThisProcess.environment
    let isJSON = try Self.output.value(output) == .json
    let complaints = Complaints(isJSON: isJSON)
    let now = SystemTimekeeper().wall
    let begin = try Self.since.value(since).map { now.addingTimeInterval(-$0.seconds) }
    let groups = try Self.only.value(only)
    do {
      guard let folder = SessionLog.folder(environment) else { throw JournalProblem.noPlace }
      let reading = try Journal.read(in: folder, since: begin, most: try Self.limit.value(limit))
      if reading == nil { complaints.remark("nothing has been written down yet") }
      if reading?.isCut == true {
        complaints.remark("there is more of it: --limit shows older events, too")
      }
      let mask = SecretMask(environment: environment)
      let events = (reading?.events ?? []).map { $0.rewriting(mask.masked) }
      let lines = JournalLines(events) { groups?.contains(EventGroup($0)) ?? true }
      try Printing.print(isJSON ? lines.json : lines.table, what: "the journal")
    } catch {
      throw complaints.end(with: error)
    }
  }
}

extension CommandOption where Value == Set<EventGroup>? {
  /// Nil for all.
  static var eventGroups: CommandOption {
    let names = EventGroup.allCases.map(\.rawValue)
    return CommandOption(
      flag: "--only", valueName: "kinds",
      sentence: "Only events of these kinds, with a comma between them. "
        + "(\(names.joined(separator: ", ")))",
      fallback: nil
    ) { text throws(SettingProblem) in
      var groups: Set<EventGroup> = []
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let group = EventGroup(rawValue: String(word)) else {
          throw SettingProblem(message: "`\(word)` is none of \(names.joined(separator: ", "))")
        }
        groups.insert(group)
      }
      return groups
    }
  }
}
