import Foundation
import Testing

/// What a generated test makes its inputs from. The same seed makes the same inputs on every machine.
public struct Seed: Hashable, Sendable, CustomTestStringConvertible {
  public let number: UInt64

  /// The run's: the same in every run, so that a tree that passed once passes again, unless
  /// `EXPORTDECK_SEED` names another.
  private static let ofRun: (seed: Seed, isNamed: Bool) = {
    let named = ProcessInfo.processInfo.environment["EXPORTDECK_SEED"]
    guard let number = named.map({ UInt64($0) }) ?? 1 else {
      fatalError("EXPORTDECK_SEED=\(named ?? ""): a seed is a number from 0 to \(UInt64.max)")
    }
    print("seed: generated inputs are those of EXPORTDECK_SEED=\(number)")
    return (Seed(number: number), named != nil)
  }()

  /// For `@Test(.tags(.generated), arguments:)`: the run's seed, and those that found something once.
  /// Where the run's was named it goes alone, so that it can be looked at.
  public static func run(pinned: UInt64...) -> [Seed] {
    ofRun.isNamed ? [ofRun.seed] : [ofRun.seed] + pinned.map(Seed.init)
  }

  /// The numbers for one purpose: purposes don't disturb one another.
  public func generator(_ purpose: String) -> SeededGenerator {
    // FNV-1a over the purpose.
    SeededGenerator(seed: purpose.utf8.reduce(number) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }

  public var testDescription: String { "EXPORTDECK_SEED=\(number)" }
}

extension Tag {
  /// A test that makes its inputs from a `Seed`: `scripts/check seeds` runs it on random ones.
  @Tag public static var generated: Self
}

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
