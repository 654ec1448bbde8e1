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
    discussion: """
      POST /_simulator makes it fail on purpose (throttling, latency, errors, broken bodies); GET \
      /_simulator shows how it is set.
      """)

  @Option(help: "The port on 127.0.0.1; 0 lets the system choose.")
  var port: Int = 0

  @OptionGroup var world: WorldOptions

  @Option(help: "How many times faster than life the exports move.")
  var speed: Double = 1

  func validate() throws {
    try world.check(speed: speed)
    guard (0...65_535).contains(port) else { throw ValidationError("--port: give 0 to 65535") }
  }

  func run() throws {
    try Printing.mustBePossible("how to use it")
    let options = world.options(speed: speed, port: port)
    let server: SimulatorServer
    do {
      server = try ThisProcess.wait {
        try await SimulatorServer.start(options, timekeeper: SystemTimekeeper())
      }
    } catch {
      ThisProcess.complain("can't listen on 127.0.0.1:\(port): \(error)")
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
