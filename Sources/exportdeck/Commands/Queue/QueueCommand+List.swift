import AWSCore
import ArgumentParser
import Ground
import Journal
import Monitor
import Planning
import Tracking

extension QueueCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print what waits, in order, why, when it is likely to start, and who starts it.",
      usage: "exportdeck queue [list] [<options>]",
      discussion: """
        When an export is likely to start follows from what runs at AWS and from how long earlier \
        exports took, so each account and region that something waits for is asked. Where that \
        can't be, the rest is printed all the same. Times are local in the table, and UTC in JSON; \
        with --output ndjson each export is a line.
        """)

    enum Output: CaseIterable { case text, json, ndjson }

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Ask nobody, and tell no likely starts.") var offline = false

    private static let output = CommandOption.choice(
      "--output", of: "form", fallback: Output.text, help: "How it is printed.")
    @Option(Self.output) var output: GivenText?

    func validate() throws { _ = try Self.output.value(output) }

    func run() throws {
      let form = try Self.output.value(output)
      let complaints = Complaints(isJSON: form != .text)
      do {
        try Printing.mustBePossible("the queue")
        let environment = ThisProcess.environment
        let configuration = Configuration.ofUser(environment, given: connection.given)
        complaints.tell(of: configuration)
        let command = CommandSurroundings(environment: environment, configuration: configuration)
        let isOffline = offline
        let listing = try command.wait(telling: complaints.remark) { surroundings in
          let look = QueueLook(
            surroundings, configuration,
            store: .ofUser(environment, configuration, timekeeper: surroundings.timekeeper))
          return try await look.listing(asking: !isOffline, remark: complaints.remark)
        }
        let text =
          switch form {
          case .text: listing.table
          case .json: listing.json
          case .ndjson: listing.lines
          }
        try Printing.print(text, what: "the queue")
      } catch {
        throw complaints.end(with: error)
      }
    }
  }
}
