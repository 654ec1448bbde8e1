import AWSCore
import ArgumentParser
import Glibc
import Listing
import Words

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print the account's export tasks.",
    usage: "exportdeck list [<options>]",
    discussion: """
      JSON has the shape of `aws rds describe-export-tasks --output json`, so that what reads the \
      one reads the other.

      Times are UTC in the table and in the JSON, as AWS gives them. The dashboard shows this \
      machine's time and names its zone beside the clock. So are the times of a filter: \
      `--filter 'status=failed started>=20:00'`.

      With --output ndjson each task is a line of JSON, printed as it comes; one that comes twice, \
      because an export was started meanwhile, is printed as it came first. Of a table and of JSON \
      nothing is printed before the last page has come.

      It lists one context: of several in config.toml the first, unless --profile or --region choose \
      another.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Option(\.listOutput) var output: Given?

  private static let filter = CommandOption.filter(
    "--filter", help: "Print only what the dashboard's filter of this text lists.")
  @Option(Self.filter) var filter: GivenText?

  private static let sort = CommandOption.sortOrder(
    "--sort",
    help: "Sort by columns, with a comma between them and a hyphen before one that goes "
      + "from the largest down, such as status,-data. (\(SortOrder.names.joined(separator: ", ")); default: AWS's order)"
  )
  @Option(Self.sort) var sort: GivenText?

  func validate() throws {
    try [output].compactMap(\.self).check()
    _ = try Self.filter.value(filter)
    _ = try Self.sort.value(sort)
  }

  func run() throws {
    try Printing.mustBePossible("the list")
    let environment = ThisProcess.environment
    let configuration = try Configuration.ofUser(
      environment, given: connection.given + [output].compactMap(\.self)
    ).forOneContext(Self._commandName)
    let form = configuration.listOutput.value
    let complaints = Complaints(isJSON: form != .table)
    complaints.tell(of: configuration)
    let overrides = configuration.overrides
    do {
      let command = CommandSurroundings(environment: environment, configuration: configuration)
      let folder = environment["TMPDIR"] ?? "/tmp"
      let filter = try Self.filter.value(filter)
      let evening = configuration.tonight.value
      let order = try Self.sort.value(sort)
      let printer = try command.wait(telling: complaints.remark) { surroundings in
        let client = try await LiveContext(surroundings, overrides: overrides).visit().client
        let listing = TaskListing(
          client: client, timekeeper: surroundings.timekeeper, filter: filter, evening: evening,
          order: order)
        return try await listing.printer(form, folder: folder) {
          ThisProcess.write($0, to: STDOUT_FILENO)
        }
      }
      let problem = try printer.write(to: STDOUT_FILENO)
      for remark in printer.remarks { complaints.remark(remark) }
      try Printing.check(problem, what: "the list")
    } catch {
      throw complaints.end(with: error)
    }
  }
}

extension CommandOption where Value == SortOrder? {
  /// Nil for the order in which the tasks come.
  static func sortOrder(_ flag: String, help: String) -> CommandOption {
    CommandOption(flag: flag, valueName: "columns", sentence: help, fallback: nil) {
      text throws(SettingProblem) in
      if let order = SortOrder(text) { return order }
      let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let wrong = words.first { SortOrder($0) == nil } ?? text
      throw SettingProblem(
        message: "`\(wrong)` is no column" + Spelling.hint(for: wrong, among: SortOrder.names))
    }
  }
}
