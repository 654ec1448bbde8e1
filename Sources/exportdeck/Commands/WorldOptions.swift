import ArgumentParser
import Simulator

/// What a simulated account is like.
struct WorldOptions: ParsableArguments {
  @Option(help: "How many export tasks there are at the start, finished ones included.")
  var tasks: Int = 40

  @Option(help: "The same seed makes the same account.")
  var seed: UInt64 = 1

  func options(speed: Double, port: Int = 0) -> SimulatorOptions {
    SimulatorOptions(tasks: tasks, seed: seed, speed: speed, port: port, arrivals: true)
  }

  func check(speed: Double) throws {
    guard (0...1_000_000).contains(tasks) else {
      throw ValidationError("--tasks: give 0 to 1000000")
    }
    guard (0.5...100_000).contains(speed) else {
      throw ValidationError("--speed: give a number from 0.5 to 100000")
    }
  }
}
