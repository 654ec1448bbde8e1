import AWSCore
import ArgumentParser
import Dispatch
import Glibc
import Ground
import Simulator

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Serve a simulated RDS on loopback, for any AWS client.",
    usage: "exportdeck simulate [<options>]",
    discussion: """
      POST /_simulator makes it fail on purpose (throttling, latency, errors, broken bodies); GET \
      /_simulator shows how it is set.
      """)

  private static let port = CommandOption.wholeNumber(
    "--port", 0...65_535, of: "port", fallback: 0,
    help: "The port on 127.0.0.1; 0 lets the system choose.")
  @Option(Self.port) var port: GivenText?

  @OptionGroup var world: WorldOptions

  private static let speed = WorldOptions.speed(1)
  @Option(Self.speed) var speed: GivenText?

  func validate() throws { _ = try options() }

  func options() throws -> SimulatorOptions {
    try world.options(speed: Self.speed.value(speed), port: Self.port.value(port))
  }

  func run() throws {
    try Printing.mustBePossible("how to use it")
    let options = try options()
    let server: SimulatorServer
    do {
      server = try ThisProcess.wait {
        try await SimulatorServer.start(options, timekeeper: SystemTimekeeper())
      }
    } catch {
      ThisProcess.complain("can't listen on 127.0.0.1:\(options.port): \(error)")
      throw ExitCode.failure
    }
    try Printing.print(
      (["# RDS in \(options.region) at \(server.endpoint); in another shell:"] + server.exports)
        .joined(separator: "\n") + "\n", what: "how to use it")
    let isOver = DispatchSemaphore(value: 0)
    let signals = LeavingSignals { _ in isOver.signal() }
    isOver.wait()
    signals.cancel()
    Ending([Ending.Step(name: "the simulator") { await server.stop() }]).run()
  }
}
