import AWSCore
import ArgumentParser
import FoundationEssentials
import Glibc
import Ground
import Journal
import Planning
import Tracking

extension QueueCommand {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Start what waits, until a signal ends it.",
      usage: "exportdeck queue run [<options>]",
      discussion: """
        It stays in the foreground, for a service manager, and prints a line for each thing that \
        it does. It starts the exports of every context that is set, or of those that --profile \
        and --region name. One program at a time starts the exports of an account and region: a \
        second one stands by, and goes on where the first one ends.

        SIGTERM and C-c end it, with 0, once what is being sent has been answered, or after half a \
        minute: who runs the queue next asks AWS about it. A second one ends it at once. Stopped \
        with C-z it lets others go on. It exits with 1 where there can be no queue.
        """)

    @OptionGroup var connection: ConnectionOptions
    @Option(\.interval) var interval: Given?
    @Option(\.queueSlots) var queueSlots: Given?

    private var given: [Given] {
      connection.given + [interval, queueSlots].compactMap(\.self)
    }

    func validate() throws { try given.check() }

    func run() throws {
      let environment = ThisProcess.environment
      let configuration = Configuration.ofUser(environment, given: given)
      configuration.complain()
      let timekeeper = SystemTimekeeper()
      let store = QueueStore.ofUser(environment, configuration, timekeeper: timekeeper)
      _ = try QueueAccess.complaining { try await store.entries().count }
      let command = CommandSurroundings(environment: environment, configuration: configuration)
      let journal = Journal(
        .ofUser(environment, size: configuration.memorySize.value), timekeeper: timekeeper,
        mask: SecretMask(environment: environment).masked,
        tell: { ThisProcess.complain($0.description) })
      let patience = QueueRunner.patience(of: .command) + Ending.limit
      var stopping: StopSignal?
      command.untilSignal(within: patience) { surroundings in
        let runner = QueueRunner(
          store, QueueWays(configuration, surroundings),
          options: .of(configuration, as: .command), timekeeper: timekeeper,
          tell: { Self.log($0.words, timekeeper) },
          remember: { journal.write([], $0) })
        Self.log("waits for exports in the queue", timekeeper)
        runner.begin()
        stopping = StopSignal {
          guard await runner.pause() else {
            Self.log("goes on: AWS has not answered yet what is being sent", timekeeper)
            return false
          }
          return true
        } afterwards: {
          runner.resume()
        }
        return [
          Ending.Step(name: "what is being sent") {
            let isAnswered = await runner.end()
            Self.log(
              isAnswered
                ? "ended"
                : "ended before AWS had answered: who runs the queue next asks what became of it",
              timekeeper)
          },
          Ending.Step(name: "what is to be remembered") { await journal.end() },
        ]
      }
      stopping?.cancel()
    }

    private static func log(_ words: String, _ timekeeper: any Timekeeper) {
      let line = "\(timekeeper.wall.formatted(.iso8601)) \(UntrustedText.oneLine(words))\n"
      ThisProcess.write(line, to: STDOUT_FILENO)
    }
  }
}
