import AWSCore
import ArgumentParser
import Glibc
import RDSExports

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print the account's export tasks.",
    discussion: """
      JSON has the shape of `aws rds describe-export-tasks --output json`, so that what reads the \
      one reads the other.
      """)

  enum Output: String, ExpressibleByArgument, CaseIterable { case table, json }

  @OptionGroup var connection: ConnectionOptions

  @Option(help: "table or json.")
  var output: Output = .table

  func run() throws {
    let overrides = connection.overrides
    do {
      let command = CommandSurroundings(
        environment: ThisProcess.environment, connection: connection)
      let tasks = try command.wait { surroundings in
        let client = try await LiveContext(surroundings, overrides: overrides).visit().client
        var tasks: [ExportTask] = []
        for try await page in client.exportTaskPages(matching: DescribeExportTasksRequest()) {
          tasks += page.tasks
        }
        return tasks
      }
      let problem =
        switch output {
        case .json: ThisProcess.write(ExportTaskJSON.document(tasks), to: STDOUT_FILENO)
        case .table: ThisProcess.write(ExportTaskTable.text(tasks), to: STDOUT_FILENO)
        }
      // A reader that has read enough (head) is no failure of ours to tell of.
      guard problem == 0 || problem == EPIPE else {
        ThisProcess.complain("can't write the list: \(String(cString: strerror(problem)))")
        throw ExitCode.failure
      }
      if problem == EPIPE { throw ExitCode(128 + SIGPIPE) }
    } catch let exit as ExitCode {
      throw exit
    } catch {
      ThisProcess.complain("\(error)")
      throw ExitCode.failure
    }
  }
}
