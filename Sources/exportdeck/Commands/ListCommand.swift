import AWSCore
import ArgumentParser
import Glibc
import Ground
import Listing
import RDSExports

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

      It lists one context: of several in config.toml the first, unless --profile or --region choose \
      another.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Option(\.listOutput) var output: Given?

  private static let filter = CommandOption.filter(
    "--filter", help: "Print only what the dashboard's filter of this text lists.")
  @Option(Self.filter) var filter: GivenText?

  func validate() throws {
    try [output].compactMap(\.self).check()
    _ = try Self.filter.value(filter)
  }

  func run() throws {
    try Printing.mustBePossible("the list")
    let environment = ThisProcess.environment
    let configuration = try Configuration.ofUser(
      environment, given: connection.given + [output].compactMap(\.self)
    ).forOneContext(Self._commandName)
    configuration.complain()
    let overrides = configuration.overrides
    do {
      let command = CommandSurroundings(environment: environment, configuration: configuration)
      let form = configuration.listOutput.value
      let folder = environment["TMPDIR"] ?? "/tmp"
      let filter = try Self.filter.value(filter)
      let evening = configuration.tonight.value
      let printer = try command.wait { surroundings in
        let client = try await LiveContext(surroundings, overrides: overrides).visit().client
        return try await Self.list(
          by: client, as: form, folder: folder, timekeeper: surroundings.timekeeper,
          where: filter, evening: evening)
      }
      let problem = try printer.write(to: STDOUT_FILENO)
      for remark in printer.remarks { ThisProcess.complain(remark) }
      try Printing.check(problem, what: "the list")
    } catch let exit as ExitCode {
      throw exit
    } catch {
      ThisProcess.complain("\(error)")
      throw ExitCode.failure
    }
  }

  private static func list(
    by client: any ExportTasksClient, as form: ListOutput, folder: String,
    timekeeper: any Timekeeper, where filter: Filter, evening: TimeOfDay
  ) async throws -> any ListPrinter {
    let clocks = ThisProcess.clocks(around: timekeeper.wall)
    let test = filter.exportTest(
      at: ThisProcess.moment(timekeeper, clocks: clocks), evening: evening)
    switch form {
    case .json where filter.isEmpty:
      var printer = JSONListPrinter(folder: folder)
      for try await page in client.encodedExportTaskPages(timekeeper: timekeeper) {
        try printer.add(page.tasks)
      }
      return printer
    case .json:
      var printer = JSONListPrinter(folder: folder)
      for try await page in client.exportTaskPages(timekeeper: timekeeper) {
        try printer.add(EncodedExportTasks(page.tasks.filter(test)))
      }
      return printer
    case .table:
      var printer = TableListPrinter(folder: folder)
      for try await page in client.exportTaskPages(timekeeper: timekeeper) {
        try printer.add(filter.isEmpty ? page.tasks : page.tasks.filter(test))
      }
      return printer
    }
  }
}
