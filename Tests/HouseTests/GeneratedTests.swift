import Foundation
import Testing

/// Where tests draw random numbers from: the seed, which is the same in every run. What draws from it
/// says so, and is run on random seeds by `scripts/check seeds`.
@Suite struct `Tests give the same answer in every run` {
  /// The one file that may make random numbers, and this one, which names what others may not.
  static let ownFiles = ["Support/Seed.swift", "HouseTests/GeneratedTests.swift"]

  static func tests() throws -> [(path: String, text: String)] {
    let folder = `The house keeps its walls`.sources.deletingLastPathComponent()
      .appendingPathComponent("Tests")
    let paths = FileManager.default.enumerator(atPath: folder.path)?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") && !ownFiles.contains($0) }
    return try (paths ?? []).sorted().map {
      ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
    }
  }

  /// What stands in the parentheses that open at the start of a text.
  static func inside(_ text: Substring) -> Substring {
    var depth = 0
    for index in text.indices {
      if text[index] == "(" { depth += 1 } else if text[index] == ")" { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    return text
  }

  @Test func `whatever is drawn is drawn from a seed`() throws {
    let draws = try Regex("[.](random|randomElement|shuffle|shuffled)(?=[(])")
    let sources = [
      "SystemRandomNumberGenerator", "RandomNumberGenerator {", "RandomNumberGenerator,",
      "import random", "EXPORTDECK_SEED", "SplitMix",
    ]
    var count = 0
    for (path, text) in try Self.tests() {
      for match in text.matches(of: draws) {
        count += 1
        let call = Self.inside(text[match.range.upperBound...])
        #expect(call.contains("using"), "Tests/\(path): \(text[match.range])\(call)) has no seed")
      }
      for source in sources {
        #expect(!text.contains(source), "Tests/\(path): \(source) instead of a Seed")
      }
    }
    #expect(count > 50, "the scan found too little to be believed")
  }

  @Test func `what draws from the seed is marked, so that random seeds come to it`() throws {
    var names: [String] = []
    for (path, text) in try Self.tests() {
      let seeds = text.ranges(of: "Seed.run(").count
      var marked = 0
      for test in text.ranges(of: "@Test(") {
        let attribute = Self.inside(text[test.lowerBound...].dropFirst(5))
        #expect(
          attribute.contains("Seed.run(") == attribute.contains(".tags(.generated)"),
          "Tests/\(path): Seed.run and .tags(.generated) go together: \(attribute)")
        guard attribute.contains("Seed.run(") else { continue }
        marked += 1
        let name = text[attribute.endIndex...].prefixMatch(of: /\)\s+func `([^`]+)`/)
        names.append(try #require(name.map { String($0.1) }, "Tests/\(path): \(attribute)"))
      }
      #expect(seeds == marked, "Tests/\(path): Seed.run is for the arguments of a test")
    }
    #expect(names.count > 30, "the scan found too little to be believed")
    #expect(Set(names).count == names.count, "two generated tests have one name")
  }
}
