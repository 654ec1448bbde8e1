import Foundation

/// Random numbers that a seed brings back (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// One of a list that isn't empty.
  public mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: list.indices, using: &self)]
  }

  public mutating func chance(_ share: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < share
  }
}

extension Judge {
  /// Of all generated inputs: the same in every run, so that a tree that passed once passes again,
  /// unless `EXPORTDECK_SEED` names another.
  public static let seed: UInt64 = {
    let usual: UInt64 = 1
    let named = ProcessInfo.processInfo.environment["EXPORTDECK_SEED"]
    guard let seed = named.map({ UInt64($0) }) ?? usual else {
      fatalError("EXPORTDECK_SEED=\(named ?? ""): a seed is a number from 0 to \(UInt64.max)")
    }
    print("seed: generated inputs are those of EXPORTDECK_SEED=\(seed)")
    return seed
  }()

  /// The generator of one suite: suites don't disturb one another's inputs.
  public static func generator(_ suite: String) -> SeededGenerator {
    SeededGenerator(seed: suite.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }
}
