import ArgumentParser
import Simulator

/// What a simulated account is like.
struct WorldOptions: ParsableArguments {
  private static let tasks = CommandOption.wholeNumber(
    "--tasks", 0...1_000_000, fallback: 40,
    help: "How many export tasks there are at the start, finished ones included.")
  @Option(Self.tasks) var tasks: GivenText?

  private static let seed = CommandOption.wholeNumber(
    "--seed", 0...Int.max, fallback: 1, help: "The same seed makes the same account.")
  @Option(Self.seed) var seed: GivenText?

  @Flag(
    help: "A caller who may list and describe nothing of the account; exports can be started still."
  )
  var denied = false

  /// How fast a simulated account moves.
  /// - Parameter fallback: Where it isn't said.
  static func speed(_ fallback: Double) -> CommandOption<Double> {
    .number(
      "--speed", 0.5...100_000, fallback: fallback,
      help: "How many times faster than life the exports move.")
  }

  func options(speed: Double, port: Int = 0) throws -> SimulatorOptions {
    var options = SimulatorOptions(
      tasks: try Self.tasks.value(tasks), seed: UInt64(try Self.seed.value(seed)), speed: speed,
      port: port, arrivals: true)
    if denied { options.denied = SimulatorOptions.lookups }
    return options
  }
}
